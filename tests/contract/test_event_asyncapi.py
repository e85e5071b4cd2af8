"""events/asyncapi.yaml is well formed and says what the code does.

The shape below is what we use of AsyncAPI 3.0.0, closed so that a misspelt key is noticed: no Python package carries the
official schema.
"""

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from medbook.domain.events import DEAD_LETTER_TOPIC, EVENT_TYPES, TOPICS, AppointmentEvent
from medbook.kafka import dead_letters
from medbook.kafka.dead_letters import to_dead_letter
from medbook.kafka.envelope import Record, to_record
from medbook.kafka.topics import topic_configuration
from tests.support.events import OCCURRED_AT, ONE_OF_EACH, created
from tests.support.repository import EVENTS

DOCUMENT: dict[str, Any] = yaml.safe_load((EVENTS / "asyncapi.yaml").read_text(encoding="utf-8"))
TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def closed(required: str, optional: str = "", **parts: Any) -> dict[str, Any]:
    """An object with these members and no others."""
    names = (required + " " + optional).split()
    return {
        "type": "object",
        "required": required.split(),
        "additionalProperties": False,
        "properties": {name: parts.get(name, {}) for name in names},
    }


def each(part: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "minProperties": 1, "additionalProperties": part}


REFERENCE = closed("$ref")
SHAPE = closed(
    "asyncapi info servers channels operations components",
    "defaultContentType",
    asyncapi={"const": "3.0.0"},
    info=closed("title version", "description license"),
    servers=each(closed("host protocol", "description variables security", protocol={"enum": ["kafka", "kafka-secure"]})),
    channels=each(closed("address messages", "title description bindings", messages=each(REFERENCE), bindings=REFERENCE)),
    operations=each(
        closed(
            "action channel messages",
            "summary bindings",
            action={"enum": ["send", "receive"]},
            channel=REFERENCE,
            messages={"type": "array", "minItems": 1, "items": REFERENCE},
        )
    ),
    components=closed(
        "messages schemas channelBindings messageBindings securitySchemes",
        messages=each(
            closed(
                "name contentType headers",
                "title summary payload bindings",
                payload=closed("schemaFormat schema", schema=REFERENCE),
                bindings=REFERENCE,
            )
        ),
        channelBindings=each(closed("kafka", kafka=closed("partitions bindingVersion", "topicConfiguration"))),
        messageBindings=each(closed("kafka", kafka=closed("key bindingVersion"))),
    ),
)


def channel_of(topic: str) -> dict[str, Any]:
    found: dict[str, Any] = next(channel for channel in DOCUMENT["channels"].values() if channel["address"] == topic)
    return found


def resolve(reference: str) -> Any:
    """Follow `#/a/b` within the document, or `./file` beside it."""
    if not reference.startswith("#/"):
        return json.loads((EVENTS / reference).read_text(encoding="utf-8"))
    found: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [found for value in part.values() for found in references(value)]
    return [found for value in part for found in references(value)] if isinstance(part, list) else []


def message(topic: str, name: str | None = None) -> dict[str, Any]:
    messages = channel_of(topic)["messages"]
    reference = messages[name] if name else next(iter(messages.values()))
    found: dict[str, Any] = resolve(reference["$ref"])
    if "$ref" in found:
        found = resolve(found["$ref"])
    return found


def faults(headers: dict[str, Any], record: Record) -> list[str]:
    """What is wrong with a record's headers by the document."""
    schema = headers | {"components": DOCUMENT["components"]}
    told = {name: value.decode() for name, value in record.headers}
    return [fault.message for fault in Draft202012Validator(schema).iter_errors(told)]


def test_the_document_has_the_shape_of_asyncapi_3() -> None:
    assert [fault.message for fault in Draft202012Validator(SHAPE).iter_errors(DOCUMENT)] == []


@pytest.mark.parametrize("reference", sorted(set(references(DOCUMENT))))
def test_every_reference_leads_somewhere(reference: str) -> None:
    assert resolve(reference)


def test_the_channels_are_the_topics() -> None:
    assert set(TOPICS) == {channel["address"] for channel in DOCUMENT["channels"].values()}


@pytest.mark.parametrize("event", EVENT_TYPES)
def test_each_topic_carries_its_type(event: type[AppointmentEvent]) -> None:
    assert event.type == message(event.topic)["name"]


@pytest.mark.parametrize("event", EVENT_TYPES)
def test_each_message_refers_to_the_schema_of_its_type(event: type[AppointmentEvent]) -> None:
    assert message(event.topic)["payload"]["schema"]["$ref"] == f"./schemas/{event.type}.json"


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: event.type)
def test_the_headers_of_each_event_are_as_described(event: AppointmentEvent) -> None:
    assert faults(message(event.topic)["headers"], to_record(event, TRACEPARENT)) == []


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: event.type)
def test_the_headers_of_another_type_are_not(event: AppointmentEvent) -> None:
    other = next(one for one in ONE_OF_EACH if one.type != event.type)
    assert len(faults(message(event.topic)["headers"], to_record(other))) == 1


@pytest.mark.parametrize("position", [(0, 1), None])
def test_the_headers_of_a_dead_letter_are_as_described(position: tuple[int, int] | None) -> None:
    letter = to_dead_letter(
        to_record(created()), reason="malformed", error="x", consumer="notify_created", at=OCCURRED_AT, position=position
    )
    assert faults(message(DEAD_LETTER_TOPIC, "deadLetter")["headers"], letter) == []


def test_the_reasons_of_dead_letters_are_those_of_the_code() -> None:
    expected = [
        dead_letters.MALFORMED,
        dead_letters.UNKNOWN_VERSION,
        dead_letters.UNDELIVERABLE,
        dead_letters.RETRIES_EXHAUSTED,
    ]
    assert expected == DOCUMENT["components"]["schemas"]["deadLetterHeaders"]["properties"]["dead_letter_reason"]["enum"]


@pytest.mark.parametrize("topic", TOPICS)
def test_each_event_topic_is_published_to_and_read_from(topic: str) -> None:
    name = next(name for name, channel in DOCUMENT["channels"].items() if channel["address"] == topic)
    actions = {one["action"] for one in DOCUMENT["operations"].values() if one["channel"]["$ref"] == f"#/channels/{name}"}
    assert actions == {"send", "receive"}


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_is_made_as_described(topic: str) -> None:
    binding = resolve(channel_of(topic)["bindings"]["$ref"])["kafka"]
    assert topic_configuration(topic) == {name: str(value) for name, value in binding.get("topicConfiguration", {}).items()}
