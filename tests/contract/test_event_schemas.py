"""events/schemas is what the models generate, and what is published fits it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from medbook.domain.events import EVENT_TYPES, AppointmentEvent
from medbook.kafka.envelope import to_record
from medbook.kafka.schemas import differences, files, main
from tests.support.events import events
from tests.support.repository import EVENTS

SCHEMAS = EVENTS / "schemas"


def schema(event: type[AppointmentEvent]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"{event.type}.json").read_text(encoding="utf-8"))
    return found


def test_the_schemas_are_what_the_models_generate() -> None:
    # After a change of the models: python -m medbook.kafka.schemas write
    assert differences(SCHEMAS) == []


def test_there_is_a_schema_for_each_type() -> None:
    assert {f"{event.type}.json" for event in EVENT_TYPES} == files().keys()


@pytest.mark.parametrize("event", EVENT_TYPES)
def test_each_schema_is_valid_json_schema(event: type[AppointmentEvent]) -> None:
    Draft202012Validator.check_schema(schema(event))


@pytest.mark.parametrize("event", EVENT_TYPES)
def test_each_example_fits_its_schema(event: type[AppointmentEvent]) -> None:
    described = schema(event)
    assert [list(Draft202012Validator(described).iter_errors(example)) for example in described["examples"]] == [[]]


@given(events())
def test_whatever_is_published_fits_its_schema(event: AppointmentEvent) -> None:
    Draft202012Validator(schema(type(event))).validate(json.loads(to_record(event).value or b""))


def test_a_stale_a_missing_and_a_foreign_file_are_noticed(tmp_path: Path) -> None:
    main(["write", str(tmp_path)])
    stale, missing = sorted(path.name for path in tmp_path.iterdir())[:2]
    (tmp_path / stale).write_text("{}")
    (tmp_path / missing).unlink()
    (tmp_path / "medbook.appointment.moved.v1.json").write_text("{}")
    assert {stale, missing, "medbook.appointment.moved.v1.json"} == set(differences(tmp_path))


def test_checking_stale_files_fails(tmp_path: Path) -> None:
    assert main(["check", str(tmp_path)]) == 1
