import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medbook.domain.events import AppointmentEvent
from medbook.kafka.envelope import Record, from_http, from_record, header, http_to_record, to_record
from medbook.kafka.errors import MalformedEvent, UnknownEventVersion, Unprocessable
from tests.support.events import ONE_OF_EACH, created, events, reminder, rescheduled

TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def with_headers(record: Record, **changes: bytes | None) -> Record:
    """Change or take away headers; `content_type` stands for `content-type`."""
    named = {name.replace("content_", "content-"): value for name, value in changes.items()}
    merged = dict(record.headers) | named
    return replace(record, headers=[(name, value) for name, value in merged.items() if value is not None])


def with_value(record: Record, **changes: Any) -> Record:
    value = json.loads(record.value or b"") | changes
    return replace(record, value=json.dumps(value).encode())


def as_post(record: Record) -> dict[str, str]:
    return {name.replace("ce_", "ce-"): value.decode() for name, value in record.headers}


def as_structured(record: Record) -> bytes:
    attributes = {name.removeprefix("ce_"): value.decode() for name, value in record.headers if name.startswith("ce_")}
    return json.dumps(attributes | {"data": json.loads(record.value or b"")}).encode()


@given(events())
def test_an_event_survives_kafka(event: AppointmentEvent) -> None:
    assert event == from_record(to_record(event))


@given(events())
def test_an_event_survives_http_binary_mode(event: AppointmentEvent) -> None:
    record = to_record(event)
    assert event == from_http(as_post(record), record.value or b"", topic=event.topic)


@given(events())
def test_an_event_survives_http_structured_mode(event: AppointmentEvent) -> None:
    headers = {"Content-Type": "application/cloudevents+json; charset=utf-8"}
    assert event == from_http(headers, as_structured(to_record(event)), topic=event.topic)


def test_structured_mode_is_read_from_kafka_too() -> None:
    record = to_record(created())
    structured = Record(record.topic, record.key, as_structured(record), [("content-type", b"application/cloudevents+json")])
    assert created() == from_record(structured)


def test_the_headers_are_those_of_the_kafka_protocol_binding() -> None:
    expected = [
        ("ce_specversion", b"1.0"),
        ("ce_id", b"00000000-0000-0000-0000-00000000e001"),
        ("ce_source", b"/medbook/appointments"),
        ("ce_type", b"medbook.appointment.created.v1"),
        ("ce_subject", b"00000000-0000-0000-0000-00000000a001"),
        ("ce_time", b"2026-11-23T08:00:00Z"),
        ("content-type", b"application/json"),
        ("traceparent", TRACEPARENT.encode()),
    ]
    assert expected == to_record(created(), TRACEPARENT).headers


def test_without_a_trace_there_is_no_traceparent() -> None:
    assert header(to_record(created()), "traceparent") == ""


def test_the_key_is_the_appointment_so_that_its_events_stay_in_order() -> None:
    assert str(created().appointment_id).encode() == to_record(created()).key


def test_the_value_holds_ids_and_times_only() -> None:
    expected = {
        "appointment_id": "00000000-0000-0000-0000-00000000a001",
        "doctor_id": "00000000-0000-0000-0000-00000000d001",
        "patient_id": "00000000-0000-0000-0000-00000000c001",
        "starts_at": "2026-11-24T09:00:00Z",
        "ends_at": "2026-11-24T09:30:00Z",
        "status": "booked",
        "sequence": 0,
    }
    assert expected == json.loads(to_record(created()).value or b"")


def test_a_rescheduled_visit_says_when_it_was() -> None:
    assert json.loads(to_record(rescheduled()).value or b"")["previous_starts_at"] == "2026-11-23T09:00:00Z"


def test_a_reminder_says_how_far_away_the_visit_is() -> None:
    assert json.loads(to_record(reminder()).value or b"")["offset"] == "PT24H"


def test_fields_added_later_are_ignored() -> None:
    assert created() == from_record(with_value(to_record(created()), room="12", visitors=[{"name": "x"}]))


def test_a_time_with_an_offset_is_read_as_utc() -> None:
    record = with_value(to_record(created()), starts_at="2026-11-24T10:00:00+01:00")
    assert created() == from_record(record)


def test_percent_encoded_http_attributes_are_decoded() -> None:
    record = to_record(created())
    headers = as_post(record) | {"ce-source": "%2Fmedbook%2Fappointments"}
    assert created() == from_http(headers, record.value or b"")


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: event.type)
def test_a_post_becomes_the_record_it_was(event: AppointmentEvent) -> None:
    record = to_record(event, TRACEPARENT)
    post = http_to_record(as_post(record), record.value or b"", topic=event.topic)
    assert replace(record, headers=sorted(record.headers)) == replace(post, headers=sorted(post.headers))


@pytest.mark.parametrize("kind", ["medbook.appointment.created.v2", "medbook.invoice.sent.v1", "x" * 1000])
def test_an_unknown_type_is_an_unknown_version(kind: str) -> None:
    with pytest.raises(UnknownEventVersion, match=r"^type is not one of the known types$"):
        from_record(with_headers(to_record(created()), ce_type=kind.encode()))


def test_another_version_of_cloudevents_is_unknown() -> None:
    with pytest.raises(UnknownEventVersion, match=r"^specversion is not 1.0$"):
        from_record(with_headers(to_record(created()), ce_specversion=b"2.0"))


@pytest.mark.parametrize("name", ["specversion", "id", "source", "type", "subject", "time"])
def test_a_missing_attribute_is_named(name: str) -> None:
    with pytest.raises(MalformedEvent, match=f"^missing: {name}$"):
        from_record(with_headers(to_record(created()), **{f"ce_{name}": None}))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ce_id": b"42"}, "id is not a UUID"),
        ({"ce_source": b"/elsewhere"}, "source is not /medbook/appointments"),
        ({"ce_subject": b"00000000-0000-0000-0000-00000000ffff"}, "subject is not appointment_id"),
        ({"ce_time": b"yesterday"}, "time is not an RFC 3339 time with a zone"),
        ({"ce_time": b"2026-02-30T08:00:00Z"}, "time is not a time that exists"),
        ({"ce_time": b"\xff\xfe"}, "header ce_time is not UTF-8"),
        ({"content_type": b"text/plain"}, "content-type is neither application/json nor application/cloudevents+json"),
        ({"content_type": None}, "content-type is neither application/json nor application/cloudevents+json"),
        ({"ce_type": b"medbook.appointment.cancelled.v1"}, "type does not belong on this topic"),
    ],
)
def test_a_broken_header_is_named(changes: dict[str, bytes | None], message: str) -> None:
    with pytest.raises(MalformedEvent) as fault:
        from_record(with_headers(to_record(created()), **changes))
    assert message == str(fault.value)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"doctor_id": "Anna Schmidt"}, "doctor_id: uuid_parsing"),
        ({"starts_at": "2026-11-24T09:00:00"}, "starts_at: is not an RFC 3339 time with a zone"),
        ({"starts_at": "1795392000"}, "starts_at: is not an RFC 3339 time with a zone"),
        ({"starts_at": 1795392000}, "starts_at: is not an RFC 3339 time with a zone"),
        ({"ends_at": "2026-11-24T09:00:00Z"}, "value: ends_at is not after starts_at"),
        ({"ends_at": "9999-12-31T23:59:59-12:00"}, "ends_at: is not a time that exists"),
        ({"status": "lost"}, "status: enum"),
        ({"sequence": -1}, "sequence: greater_than_equal"),
        ({"sequence": True}, "sequence: int_type"),
        ({"sequence": "0"}, "sequence: int_type"),
        ({"sequence": 2**31}, "sequence: less_than"),
    ],
)
def test_a_broken_field_is_named_without_its_value(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(MalformedEvent) as fault:
        from_record(with_value(to_record(created()), **changes))
    assert message == str(fault.value)


@pytest.mark.parametrize("offset", ["24", "P1M", "P1Y", "PT", "P", "-PT1H", "", "24:00:00", 86400, None, "PT1E9H"])
def test_an_offset_that_is_no_exact_duration_is_malformed(offset: object) -> None:
    with pytest.raises(MalformedEvent, match=r"^offset: "):
        from_record(with_value(to_record(reminder()), offset=offset))


@pytest.mark.parametrize("value", [None, b"", b"null", b"[]", b"{", b"\xff\xfe\x00", b'{"a":' * 50_000, b"[" * 100_000, b"NaN"])
def test_a_value_that_is_no_event_is_malformed(value: bytes | None) -> None:
    with pytest.raises(MalformedEvent):
        from_record(replace(to_record(created()), value=value))


@pytest.mark.parametrize("envelope", [b"", b"{", b"[]", b"3", b"null", b"{}", b'{"data": {}}', b"[" * 100_000, b'{"data": NaN}'])
def test_a_structured_envelope_that_is_none_is_malformed(envelope: bytes) -> None:
    with pytest.raises(MalformedEvent):
        from_http({"content-type": "application/cloudevents+json"}, envelope)


@given(st.binary(), st.lists(st.tuples(st.text(max_size=20), st.binary(max_size=50))))
def test_hostile_bytes_are_unprocessable_and_nothing_else(value: bytes, headers: list[tuple[str, bytes]]) -> None:
    with pytest.raises(Unprocessable):
        from_record(Record("appointment-created", b"key", value, headers))


@given(st.sampled_from([name for name, _ in to_record(created()).headers]), st.binary(max_size=60))
def test_a_hostile_header_is_unprocessable_or_harmless(name: str, value: bytes) -> None:
    try:
        event = from_record(with_headers(to_record(created()), **{name.replace("-", "_"): value}))
    except Unprocessable:
        return
    assert isinstance(event, AppointmentEvent)


@given(st.dictionaries(st.sampled_from([*json.loads(to_record(reminder()).value or b"")]), st.none() | st.text() | st.integers()))
def test_a_hostile_field_is_unprocessable_or_harmless(changes: dict[str, Any]) -> None:
    try:
        event = from_record(with_value(to_record(reminder()), **changes))
    except Unprocessable:
        return
    assert isinstance(event, AppointmentEvent)
