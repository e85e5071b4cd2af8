"""CloudEvents 1.0 round an appointment event: Kafka binary mode out, Kafka and HTTP in. Knows no broker and no web framework.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from pydantic import ValidationError

from medbook.domain.events import EVENT_TYPES, AppointmentEvent
from medbook.kafka.errors import MalformedEvent, UnknownEventVersion
from medbook.kafka.values import VALUES, AppointmentValue, format_instant, parse_instant

SOURCE = "/medbook/appointments"
SPEC_VERSION = "1.0"
JSON = "application/json"
STRUCTURED = "application/cloudevents+json"

type Headers = list[tuple[str, bytes]]

_BY_TYPE = {event.type: event for event in EVENT_TYPES}
_REQUIRED = ("specversion", "id", "source", "type", "subject", "time")


@dataclass(frozen=True, slots=True)
class Record:
    """What goes to a Kafka topic, and what comes from one."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers


def to_record(event: AppointmentEvent, traceparent: str | None = None) -> Record:
    """Wrap an event in its topic's record, keyed by the appointment so that one visit's events stay in order."""
    attributes = {
        "ce_specversion": SPEC_VERSION,
        "ce_id": str(event.event_id),
        "ce_source": SOURCE,
        "ce_type": event.type,
        "ce_subject": str(event.appointment_id),
        "ce_time": format_instant(event.occurred_at),
        "content-type": JSON,
    }
    if traceparent:
        attributes["traceparent"] = traceparent
    value = VALUES[type(event)].model_validate(event)
    return Record(
        topic=event.topic,
        key=str(event.appointment_id).encode(),
        value=value.model_dump_json().encode(),
        headers=[(name, text.encode()) for name, text in attributes.items()],
    )


def from_record(record: Record) -> AppointmentEvent:
    """Unwrap a Kafka record, in binary or structured mode.

    Raises: MalformedEvent, UnknownEventVersion.
    """
    headers = {name.lower(): _text(name, value) for name, value in record.headers}
    return _unwrap(_attributes(headers, prefix="ce_"), headers.get("content-type", ""), record.value, record.topic)


def from_http(headers: Mapping[str, str], body: bytes, *, topic: str | None = None) -> AppointmentEvent:
    """Unwrap a CloudEvents POST, in binary or structured mode; `topic` is where its source reads, if that is known.

    Raises: MalformedEvent, UnknownEventVersion.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    attributes = {name: unquote(value) for name, value in _attributes(lowered, prefix="ce-").items()}
    return _unwrap(attributes, lowered.get("content-type", ""), body, topic)


def http_to_record(headers: Mapping[str, str], body: bytes, *, topic: str) -> Record:
    """Turn a POST back into the record it was, as a dead letter keeps it, whether or not it is well formed."""
    lowered = {name.lower(): value for name, value in headers.items()}
    attributes = {f"ce_{name}": unquote(value) for name, value in _attributes(lowered, prefix="ce-").items()}
    kept = attributes | {name: lowered[name] for name in ("content-type", "traceparent") if name in lowered}
    key = attributes.get("ce_key") or attributes.get("ce_partitionkey") or attributes.get("ce_subject")
    return Record(topic, key.encode() if key else None, body, [(name, value.encode()) for name, value in kept.items()])


def header(record: Record, name: str) -> str:
    """One header as text, "" when it is missing or not UTF-8: for logs, which must not fail."""
    return next((value.decode(errors="ignore") for found, value in record.headers if found == name), "")


def identity(record: Record, position: tuple[int, int] | None) -> dict[str, object]:
    """What a log may say of a record: ids and where it lay, if that is known, never what it holds."""
    partition, offset = position or (None, None)
    about = {"event_id": "ce_id", "event_type": "ce_type", "appointment_id": "ce_subject", "traceparent": "traceparent"}
    ids: dict[str, object] = {key: header(record, name)[:100] for key, name in about.items()}
    return ids | {"topic": record.topic, "partition": partition, "offset": offset}


def _attributes(headers: Mapping[str, str], *, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): value for name, value in headers.items() if name.startswith(prefix)}


def _text(name: str, value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise MalformedEvent(f"header {_printable(name)} is not UTF-8") from None


def _printable(name: str) -> str:
    return name if name.isascii() and name.isprintable() and len(name) <= 40 else "(unprintable)"


def _unwrap(attributes: Mapping[str, str], content_type: str, value: bytes | None, topic: str | None) -> AppointmentEvent:
    if not value:
        raise MalformedEvent("there is no value")
    mode = content_type.split(";")[0].strip().lower()
    if mode == STRUCTURED:
        attributes, value = _split_structured(value)
    elif mode != JSON:
        raise MalformedEvent("content-type is neither application/json nor application/cloudevents+json")
    return _event(attributes, value, topic)


def _split_structured(envelope: bytes) -> tuple[Mapping[str, str], bytes]:
    try:
        members = json.loads(envelope)
        data = json.dumps(members["data"]).encode()
    except (ValueError, RecursionError, TypeError, KeyError, IndexError):
        raise MalformedEvent("the envelope is not a JSON object with data") from None
    return {name: text for name, text in members.items() if isinstance(text, str)}, data


def _event(attributes: Mapping[str, str], value: bytes, topic: str | None) -> AppointmentEvent:
    if missing := [name for name in _REQUIRED if not attributes.get(name)]:
        raise MalformedEvent(f"missing: {', '.join(missing)}")
    event_type = _event_type(attributes, topic)
    data = _value(VALUES[event_type], value)
    if attributes["subject"].lower() != str(data.appointment_id):
        raise MalformedEvent("subject is not appointment_id")
    return event_type(event_id=_event_id(attributes), occurred_at=_time(attributes), **data.model_dump())


def _event_type(attributes: Mapping[str, str], topic: str | None) -> type[AppointmentEvent]:
    if attributes["specversion"] != SPEC_VERSION:
        raise UnknownEventVersion("specversion is not 1.0")
    if attributes["source"] != SOURCE:
        raise MalformedEvent(f"source is not {SOURCE}")
    event_type = _BY_TYPE.get(attributes["type"])
    if event_type is None:
        raise UnknownEventVersion("type is not one of the known types")
    if topic is not None and event_type.topic != topic:
        raise MalformedEvent("type does not belong on this topic")
    return event_type


def _event_id(attributes: Mapping[str, str]) -> UUID:
    try:
        return UUID(attributes["id"])
    except ValueError:
        raise MalformedEvent("id is not a UUID") from None


def _time(attributes: Mapping[str, str]) -> Any:
    try:
        return parse_instant(attributes["time"])
    except ValueError as fault:
        raise MalformedEvent(f"time {fault}") from None


def _value(model: type[AppointmentValue], value: bytes) -> AppointmentValue:
    try:
        return model.model_validate_json(value)
    except ValidationError as invalid:
        raise MalformedEvent(_faults(invalid)) from None


def _faults(invalid: ValidationError) -> str:
    """Name the fields and the rules, without the values: pydantic's own text quotes what was sent."""
    faults = invalid.errors(include_url=False, include_context=False, include_input=False)
    rules = (fault["msg"].removeprefix("Value error, ") if fault["type"] == "value_error" else fault["type"] for fault in faults)
    return "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'value'}: {rule}" for fault, rule in zip(faults, rules, strict=True))
