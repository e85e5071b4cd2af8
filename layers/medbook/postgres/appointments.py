"""Appointments as they are kept. `occupancy` proves that nobody is booked twice; history and outbox go with the state."""

from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text

from medbook.domain.appointments import Appointment, Change
from medbook.domain.errors import NotFound, PatientAlreadyBooked, SlotAlreadyTaken
from medbook.domain.events import AppointmentEvent, AppointmentReminder, AppointmentRescheduled, AppointmentStatus
from medbook.domain.slots import Range
from medbook.postgres.staging import Staged
from medbook.postgres.transaction import Transaction

# The claim never waits for a conflict it can see, and never aborts the transaction: a plain INSERT into an exclusion constraint
# deadlocks when many want one slot. The doctor's row comes first in every claim, so that two claims cannot wait for each other.
_CLAIM = """
    INSERT INTO occupancy (resource_id, during, appointment_id)
    VALUES (:doctor_id, tstzrange(:starts_at, :held_until), :id),
           (:patient_id, tstzrange(:starts_at, :ends_at), :id)
    ON CONFLICT DO NOTHING
    RETURNING resource_id
"""

_HISTORY = """
    INSERT INTO appointment_history (appointment_id, at, actor_id, action, starts_at, note)
    VALUES (:id, :now, :actor_id, :action, :starts_at, :note)
"""

_OUTBOX = """
    INSERT INTO outbox (event_id, type, occurred_at, appointment_id, doctor_id, patient_id, starts_at, ends_at, status, sequence,
                        previous_starts_at, reminder_offset, traceparent)
    VALUES (:event_id, :type, :now, :id, :doctor_id, :patient_id, :starts_at, :ends_at, :status, :sequence,
            :previous_starts_at, :reminder_offset, :traceparent)
"""

# One statement, because a booking is worth one round trip: if a row of the claim is missing, all of it is rolled back.
_ADD = text(f"""
    WITH claimed AS ({_CLAIM}),
    added AS (
        INSERT INTO appointment (id, doctor_id, patient_id, starts_at, ends_at, visit_type, status, reason, sequence, version,
                                 created_at, scheduled_at)
        VALUES (:id, :doctor_id, :patient_id, :starts_at, :ends_at, :visit_type, :status, :reason, :sequence, :version,
                :created_at, :scheduled_at)
    ),
    history AS ({_HISTORY}),
    told AS ({_OUTBOX})
    SELECT resource_id FROM claimed
""")  # noqa: S608  # no value is ever formatted into a statement, only the fragments above

_GET = text("SELECT * FROM appointment WHERE id = :id FOR UPDATE")
_RELEASE = text("DELETE FROM occupancy WHERE appointment_id = :id")
# Two visits that move into each other's places would each wait for the other's old row: in 20 tries 10 deadlocks, a second each.
# Moves of one doctor's visits therefore go one after another (none in 20 tries). Bookings do not wait: what they need of the
# doctor's row (FOR KEY SHARE) goes well with this lock.
_RELEASE_ALONE = text("""
    WITH alone AS (SELECT id FROM doctor WHERE id = :doctor_id FOR NO KEY UPDATE)
    DELETE FROM occupancy USING alone WHERE appointment_id = :id
""")
_TAKE = text(_CLAIM)
_UPDATE = """
    UPDATE appointment
    SET starts_at = :starts_at, ends_at = :ends_at, status = :status, sequence = :sequence, version = :version,
        scheduled_at = :scheduled_at
    WHERE id = :id
"""
_SAVE = text(f"WITH saved AS ({_UPDATE}), history AS ({_HISTORY}) SELECT")
_SAVE_AND_TELL = text(f"WITH saved AS ({_UPDATE}), history AS ({_HISTORY}), told AS ({_OUTBOX}) SELECT")


class Appointments:
    """The appointments of one transaction."""

    def __init__(self, transaction: Transaction, staged: Staged, traceparent: str | None) -> None:
        self._transaction = transaction
        self._staged = staged
        self._traceparent = traceparent

    def get(self, id: UUID) -> Appointment:  # noqa: A002
        """Load an appointment and lock it until the transaction ends.

        Raises: NotFound.
        """
        row = self._transaction.execute(_GET, id=id).mappings().one_or_none()
        if row is None:
            raise NotFound("There is no such appointment.")
        return appointment_from(row)

    def add(self, change: Change, held: Range) -> None:
        """Keep a new appointment, claiming the doctor's time `held` and the patient's.

        Raises: SlotAlreadyTaken, PatientAlreadyBooked.
        """
        result = self._transaction.execute(_ADD, **self._parameters(change), held_until=held[1])
        _require_claim(change.appointment, {row.resource_id for row in result})
        self._stage(change)

    def move(self, change: Change, held: Range) -> None:
        """Keep a moved appointment. Old and new time change hands in this transaction or not at all.

        Raises: SlotAlreadyTaken, PatientAlreadyBooked; the caller must then roll back.
        """
        appointment = change.appointment
        self._transaction.execute(_RELEASE_ALONE, id=appointment.id, doctor_id=appointment.doctor_id)
        result = self._transaction.execute(
            _TAKE,
            id=appointment.id,
            doctor_id=appointment.doctor_id,
            patient_id=appointment.patient_id,
            starts_at=appointment.starts_at,
            ends_at=appointment.ends_at,
            held_until=held[1],
        )
        _require_claim(appointment, {row.resource_id for row in result})
        self.save(change)

    def save(self, change: Change) -> None:
        """Keep a step that claims no time; a cancelled visit gives its time back."""
        if change.appointment.status is AppointmentStatus.CANCELLED:
            self._transaction.execute(_RELEASE, id=change.appointment.id)
        self._transaction.execute(_SAVE if change.event is None else _SAVE_AND_TELL, **self._parameters(change))
        self._stage(change)

    def _stage(self, change: Change) -> None:
        if change.event is not None:
            self._staged.events.append(change.event)

    def _parameters(self, change: Change) -> dict[str, Any]:
        appointment, stamp = change.appointment, change.stamp
        fields = {name: getattr(appointment, name) for name in Appointment.__dataclass_fields__}
        step = {"now": stamp.now, "actor_id": stamp.actor_id, "action": change.action, "note": change.note}
        return fields | step | {"event_id": stamp.event_id, "traceparent": self._traceparent} | _told(change.event)


def _told(event: AppointmentEvent | None) -> dict[str, Any]:
    return {
        "type": event.type if event else None,
        "previous_starts_at": event.previous_starts_at if isinstance(event, AppointmentRescheduled) else None,
        "reminder_offset": event.offset if isinstance(event, AppointmentReminder) else None,
    }


def _require_claim(appointment: Appointment, claimed: set[UUID]) -> None:
    if appointment.doctor_id not in claimed:
        raise SlotAlreadyTaken("The slot has just been taken.")
    if appointment.patient_id not in claimed:
        raise PatientAlreadyBooked("The patient has another appointment at this time.")


def appointment_from(row: RowMapping) -> Appointment:
    """Build the appointment of a row that has its columns."""
    fields = {name: row[name] for name in Appointment.__dataclass_fields__}
    return Appointment(**fields | {"status": AppointmentStatus(row["status"])})
