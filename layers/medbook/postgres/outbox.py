"""Events that wait for the broker, in the order they were written."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Row, text

from medbook.domain.events import EVENT_TYPES, AppointmentEvent, AppointmentReminder, AppointmentRescheduled, AppointmentStatus
from medbook.postgres.staging import Staged
from medbook.postgres.transaction import Transaction

_TYPES = {kind.type: kind for kind in EVENT_TYPES}

# Locked, so that whoever publishes one appointment's events is alone with them and they leave in order.
_PENDING = text("""
    SELECT * FROM outbox WHERE published_at IS NULL ORDER BY position LIMIT :limit FOR UPDATE
""")
_PENDING_OF = text("""
    SELECT * FROM outbox WHERE appointment_id = :appointment_id AND published_at IS NULL ORDER BY position FOR UPDATE
""")
_PUBLISHED = text("UPDATE outbox SET published_at = now() WHERE event_id = ANY(CAST(:ids AS uuid[]))")
_SEND_AGAIN = text("UPDATE outbox SET published_at = NULL WHERE event_id = :event_id RETURNING *")
_BACKLOG = text("SELECT count(*) AS waiting, min(occurred_at) AS since FROM outbox WHERE published_at IS NULL")
_ALONE = text("SELECT pg_try_advisory_xact_lock(:lock)")
_RELAY_LOCK = 0x6F757462


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many events wait for a broker, and how old the oldest is; 0 when none waits."""

    waiting: int
    oldest_seconds: int


class Outbox:
    """The outbox as one transaction sees it."""

    def __init__(self, transaction: Transaction, staged: Staged) -> None:
        self._transaction = transaction
        self._staged = staged

    def is_mine_to_relay(self) -> bool:
        """Become the one relay until this transaction ends; False when another is at it."""
        return bool(self._transaction.execute(_ALONE, lock=_RELAY_LOCK).scalar_one())

    def pending(self, limit: int) -> list[tuple[AppointmentEvent, str | None]]:
        """List the oldest unpublished events with their traceparents, locked."""
        return [_event(row) for row in self._transaction.execute(_PENDING, limit=limit)]

    def pending_of(self, appointment_id: UUID) -> list[tuple[AppointmentEvent, str | None]]:
        """List one appointment's unpublished events with their traceparents, locked."""
        return [_event(row) for row in self._transaction.execute(_PENDING_OF, appointment_id=appointment_id)]

    def backlog(self, at: datetime) -> Backlog:
        """Count what is unpublished, as seen at an instant."""
        row = self._transaction.execute(_BACKLOG).one()
        age = at - row.since if row.since else timedelta()
        return Backlog(row.waiting, max(0, age // timedelta(seconds=1)))

    def send_again(self, event_id: UUID) -> bool:
        """Let an event leave once more, as it was and under its id, after the commit; False when it is no longer kept."""
        row = self._transaction.execute(_SEND_AGAIN, event_id=event_id).one_or_none()
        if row is None:
            return False
        event, _ = _event(row)
        self._staged.events.append(event)
        return True

    def mark_published(self, ids: list[UUID]) -> None:
        """Note that the broker has these events."""
        if ids:
            self._transaction.execute(_PUBLISHED, ids=[str(id) for id in ids])  # noqa: A001


def _event(row: Row[tuple[object, ...]]) -> tuple[AppointmentEvent, str | None]:
    kind = _TYPES[row.type]
    more = {}
    if kind is AppointmentRescheduled:
        more["previous_starts_at"] = row.previous_starts_at
    if kind is AppointmentReminder:
        more["offset"] = row.reminder_offset
    event = kind(
        event_id=row.event_id,
        occurred_at=row.occurred_at,
        appointment_id=row.appointment_id,
        doctor_id=row.doctor_id,
        patient_id=row.patient_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        status=AppointmentStatus(row.status),
        sequence=row.sequence,
        **more,
    )
    return event, row.traceparent
