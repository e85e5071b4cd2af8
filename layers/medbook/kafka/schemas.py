"""JSON Schemas of the events' values, generated from the models: `python -m medbook.kafka.schemas write|check DIRECTORY`."""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from medbook.domain.events import AppointmentEvent
from medbook.kafka.values import VALUES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# A name, not a place to fetch from: `.example` never resolves.
BASE = "https://medbook.example/events/schemas/"


class _Schema(GenerateJsonSchema):
    """Leave out the titles pydantic makes of field names: they say nothing the name does not."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


def schema_of(event: type[AppointmentEvent]) -> dict[str, Any]:
    """Describe the value of one type of event."""
    generated = VALUES[event].model_json_schema(mode="serialization", schema_generator=_Schema)
    kind = event.__name__.removeprefix("Appointment").lower()
    head = {"$schema": DIALECT, "$id": BASE + file_name(event), "title": f"Appointment {kind}, version 1"}
    return head | {name: part for name, part in generated.items() if name != "title"}


def file_name(event: type[AppointmentEvent]) -> str:
    """`medbook.appointment.created.v1.json`: one file per type, and the version is part of the type."""
    return f"{event.type}.json"


def files() -> dict[str, str]:
    """What `events/schemas` should hold, by file name."""
    return {file_name(event): json.dumps(schema_of(event), indent=2, ensure_ascii=False) + "\n" for event in VALUES}


def differences(directory: Path) -> list[str]:
    """Name the files that are not as they would be generated, and those that should not be there."""
    wanted = files()
    present = {path.name: path.read_text(encoding="utf-8") for path in directory.glob("*.json")}
    return sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))


def main(arguments: list[str]) -> int:
    """Write the files, or say which of them are out of date."""
    action, directory = arguments[0], Path(arguments[1] if len(arguments) > 1 else "events/schemas")
    if action == "write":
        directory.mkdir(parents=True, exist_ok=True)
        for name, text in files().items():
            (directory / name).write_text(text, encoding="utf-8")
    stale = differences(directory)
    sys.stdout.writelines(f"out of date: {directory / name}\n" for name in stale)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
