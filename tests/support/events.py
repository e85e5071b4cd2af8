"""Events, records and the publishers that take them."""

import base64
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from medbook.domain.events import (
    EVENT_TYPES,
    AppointmentCancelled,
    AppointmentCreated,
    AppointmentEvent,
    AppointmentReminder,
    AppointmentRescheduled,
    AppointmentStatus,
)
from medbook.kafka.envelope import Record
from medbook.kafka.errors import BrokerUnavailable
from medbook.kafka.producer import Failure

OCCURRED_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
STARTS_AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def facts(number: int = 1) -> dict[str, Any]:
    """What every event about visit `number` says."""
    return {
        "event_id": UUID(int=0xE000 + number),
        "occurred_at": OCCURRED_AT,
        "appointment_id": UUID(int=0xA000 + number),
        "doctor_id": UUID(int=0xD001),
        "patient_id": UUID(int=0xC001),
        "starts_at": STARTS_AT,
        "ends_at": STARTS_AT + timedelta(minutes=30),
        "status": AppointmentStatus.BOOKED,
        "sequence": 0,
    }


def created(number: int = 1) -> AppointmentCreated:
    return AppointmentCreated(**facts(number))


def rescheduled(number: int = 1) -> AppointmentRescheduled:
    return AppointmentRescheduled(**facts(number), previous_starts_at=STARTS_AT - timedelta(days=1))


def cancelled(number: int = 1) -> AppointmentCancelled:
    return AppointmentCancelled(**facts(number) | {"status": AppointmentStatus.CANCELLED})


def reminder(number: int = 1) -> AppointmentReminder:
    return AppointmentReminder(**facts(number), offset=timedelta(hours=24))


ONE_OF_EACH: tuple[AppointmentEvent, ...] = (created(), rescheduled(), cancelled(), reminder())

_instants = st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(9998, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
_lengths = st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(days=1))


@st.composite
def events(draw: st.DrawFn) -> AppointmentEvent:
    """Any event the clinic could publish."""
    starts_at = draw(_instants)
    said: dict[str, Any] = {
        "event_id": draw(st.uuids()),
        "occurred_at": draw(_instants),
        "appointment_id": draw(st.uuids()),
        "doctor_id": draw(st.uuids()),
        "patient_id": draw(st.uuids()),
        "starts_at": starts_at,
        "ends_at": starts_at + draw(_lengths),
        "status": draw(st.sampled_from(AppointmentStatus)),
        "sequence": draw(st.integers(0, 2**31 - 1)),
    }
    kind = draw(st.sampled_from(EVENT_TYPES))
    if kind is AppointmentRescheduled:
        return AppointmentRescheduled(**said, previous_starts_at=draw(_instants))
    if kind is AppointmentReminder:
        return AppointmentReminder(**said, offset=draw(st.timedeltas(timedelta(0), timedelta(days=60))))
    return AppointmentCancelled(**said) if kind is AppointmentCancelled else AppointmentCreated(**said)


def lambda_event(*records: Record) -> dict[str, Any]:
    """The batch that Lambda's Kafka event source makes of records: one partition per topic, offsets from 0."""
    batches: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        batch = batches.setdefault(f"{record.topic}-0", [])
        batch.append(
            {
                "topic": record.topic,
                "partition": 0,
                "offset": len(batch),
                "timestamp": 1795392000000,
                "timestampType": "CREATE_TIME",
                "key": None if record.key is None else base64.b64encode(record.key).decode(),
                "value": None if record.value is None else base64.b64encode(record.value).decode(),
                # The poller is written in Java, whose bytes are signed.
                "headers": [{name: [byte - 256 if byte > 127 else byte for byte in value]} for name, value in record.headers],
            }
        )
    return {"eventSource": "SelfManagedKafka", "bootstrapServers": "127.0.0.1:9092", "records": batches}


class Collector:
    """A publisher that keeps what it is given, or is out of reach."""

    def __init__(self, *, reachable: bool = True) -> None:
        self.records: list[Record] = []
        self._reachable = reachable

    def publish(self, records: Sequence[Record]) -> list[Failure]:
        if not self._reachable:
            raise BrokerUnavailable("no broker answered")
        self.records.extend(records)
        return []
