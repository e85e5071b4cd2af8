"""The life of an appointment: each step gives the new state, a line of history, and what others may hear of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from medbook.domain.errors import AppointmentClosed, AppointmentNotConfirmed, TooLateToChange
from medbook.domain.events import (
    AppointmentCancelled,
    AppointmentCreated,
    AppointmentEvent,
    AppointmentReminder,
    AppointmentRescheduled,
    AppointmentStatus,
)
from medbook.domain.slots import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who acts, when, and under which id the event of it will be known."""

    actor_id: UUID
    now: datetime
    event_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One visit. `sequence` counts its moves (RFC 5545), `version` its changes; `scheduled_at` is when its time was chosen."""

    id: UUID
    doctor_id: UUID
    patient_id: UUID
    starts_at: datetime
    ends_at: datetime
    visit_type: str
    status: AppointmentStatus
    reason: str | None
    sequence: int
    version: int
    created_at: datetime
    scheduled_at: datetime

    @property
    def slot(self) -> Slot:
        """The visit's time without the buffer."""
        return Slot(self.starts_at, self.ends_at)

    def require_open(self) -> None:
        """Raise AppointmentClosed unless the visit is still to come about."""
        if not self.status.is_open:
            raise AppointmentClosed(f"The appointment is {self.status.replace('_', '-')}.")

    def require_not_begun(self, *, now: datetime) -> None:
        """Raise TooLateToChange once the visit has begun: then nobody can move it."""
        if self.starts_at <= now:
            raise TooLateToChange("The visit has already begun.")

    def cut_off(self, notice: timedelta) -> datetime:
        """Return until when its patient may move or cancel the visit."""
        return self.starts_at - notice

    def require_changeable_by_patient(self, *, now: datetime, notice: timedelta) -> None:
        """Raise TooLateToChange once the clinic's cut-off before the start has passed."""
        if now > self.cut_off(notice):
            raise TooLateToChange("The clinic's cut-off for changes has passed; please call the clinic.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is told of a visit beside the visit; all but the patient's name is the doctor's.

    `visit_type_name` is the code where the doctor no longer has that type.
    """

    doctor_name: str
    patient_name: str
    specialty: str
    location: str | None
    time_zone: str
    visit_type_name: str
    change_notice: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step: what the appointment is now, and who did what. `event` is None where nobody else need know."""

    appointment: Appointment
    action: str
    stamp: Stamp
    note: str | None = None
    event: AppointmentEvent | None = None

    @classmethod
    def told(cls, change: Self, kind: type[AppointmentEvent], **more: datetime | timedelta) -> Self:
        """Return the change with the event that tells of it."""
        now = change.appointment
        event = kind(
            event_id=change.stamp.event_id,
            occurred_at=change.stamp.now,
            appointment_id=now.id,
            doctor_id=now.doctor_id,
            patient_id=now.patient_id,
            starts_at=now.starts_at,
            ends_at=now.ends_at,
            status=now.status,
            sequence=now.sequence,
            **more,
        )
        return replace(change, event=event)


def book(*, id: UUID, doctor_id: UUID, patient_id: UUID, slot: Slot, visit_type: str, reason: str | None, stamp: Stamp) -> Change:  # noqa: A002
    """Begin an appointment."""
    appointment = Appointment(
        id=id,
        doctor_id=doctor_id,
        patient_id=patient_id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        visit_type=visit_type,
        status=AppointmentStatus.BOOKED,
        reason=reason,
        sequence=0,
        version=1,
        created_at=stamp.now,
        scheduled_at=stamp.now,
    )
    return Change.told(Change(appointment=appointment, action="booked", stamp=stamp), AppointmentCreated)


def reschedule(appointment: Appointment, *, slot: Slot, stamp: Stamp) -> Change:
    """Move an open appointment; it is `booked` again, whoever had confirmed the old time.

    Raises: AppointmentClosed.
    """
    appointment.require_open()
    moved = replace(
        _next(appointment, AppointmentStatus.BOOKED),
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        sequence=appointment.sequence + 1,
        scheduled_at=stamp.now,
    )
    change = Change(appointment=moved, action="rescheduled", stamp=stamp)
    return Change.told(change, AppointmentRescheduled, previous_starts_at=appointment.starts_at)


def cancel(appointment: Appointment, *, note: str | None, stamp: Stamp) -> Change:
    """Call an open appointment off.

    Raises: AppointmentClosed.
    """
    appointment.require_open()
    cancelled = _next(appointment, AppointmentStatus.CANCELLED)
    return Change.told(Change(appointment=cancelled, action="cancelled", stamp=stamp, note=note), AppointmentCancelled)


def confirm(appointment: Appointment, *, stamp: Stamp) -> Change:
    """Note that the clinic expects the patient.

    Raises: AppointmentClosed.
    """
    appointment.require_open()
    return Change(appointment=_next(appointment, AppointmentStatus.CONFIRMED), action="confirmed", stamp=stamp)


def complete(appointment: Appointment, *, stamp: Stamp) -> Change:
    """Note that the confirmed visit took place.

    Raises: AppointmentClosed, AppointmentNotConfirmed.
    """
    _require_confirmed(appointment)
    return Change(appointment=_next(appointment, AppointmentStatus.COMPLETED), action="completed", stamp=stamp)


def miss(appointment: Appointment, *, stamp: Stamp) -> Change:
    """Note that the patient of the confirmed visit did not come.

    Raises: AppointmentClosed, AppointmentNotConfirmed.
    """
    _require_confirmed(appointment)
    return Change(appointment=_next(appointment, AppointmentStatus.NO_SHOW), action="no_show", stamp=stamp)


def remind(appointment: Appointment, *, stamp: Stamp) -> Change:
    """Tell both sides of an open appointment again; nothing about it changes.

    Raises: AppointmentClosed, also once the visit has begun.
    """
    appointment.require_open()
    if appointment.starts_at <= stamp.now:
        raise AppointmentClosed("The appointment has already begun.")
    # Whole minutes: an offset is read by people and calendars, and "in 1 day, 2 hours and 13.48 seconds" is neither.
    offset = timedelta(minutes=(appointment.starts_at - stamp.now) // timedelta(minutes=1))
    change = Change(appointment=appointment, action="reminded", stamp=stamp)
    return Change.told(change, AppointmentReminder, offset=offset)


def _require_confirmed(appointment: Appointment) -> None:
    appointment.require_open()
    if appointment.status is not AppointmentStatus.CONFIRMED:
        raise AppointmentNotConfirmed("The appointment has not been confirmed.")


def _next(appointment: Appointment, status: AppointmentStatus) -> Appointment:
    return replace(appointment, status=status, version=appointment.version + 1)
