"""Rescheduling: where a visit can move to; and old and new time change hands in one transaction, or nothing does."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from medbook.domain import appointments
from medbook.domain.appointments import Appointment, Stamp
from medbook.domain.availability import Availability, VisitType
from medbook.domain.people import Person
from medbook.domain.slots import Slot, free_slots
from medbook.domain.wall_clock import local_date
from medbook.http.etags import require_match
from medbook.http.slots import SlotQuery
from medbook.postgres.appointment_views import Visit
from medbook.postgres.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ReschedulingCommand:
    """Which visit, which version of it, and its new start."""

    appointment_id: UUID
    if_match: str | None
    starts_at: datetime


def reschedule(command: ReschedulingCommand, *, by: Person, uow: UnitOfWork, stamp: Stamp) -> Visit:
    """Move a visit to another start its doctor offers; to where it is already, nothing happens and nobody is told.

    Raises: NotFound, PreconditionFailed, AppointmentClosed, TooLateToChange, SlotNotOffered, SlotAlreadyTaken,
        PatientAlreadyBooked.
    """
    appointment = uow.appointments.get(command.appointment_id)
    by.require_party(appointment.doctor_id, appointment.patient_id)
    require_match(command.if_match, appointment.version)
    appointment.require_open()
    around = uow.appointment_views.around(appointment)
    if command.starts_at == appointment.starts_at:
        return Visit(appointment=appointment, around=around)
    appointment.require_not_begun(now=stamp.now)
    if by.is_patient:
        appointment.require_changeable_by_patient(now=stamp.now, notice=around.change_notice)
    moved = _move(appointment, command.starts_at, uow=uow, stamp=stamp)
    uow.commit()
    return Visit(appointment=moved, around=around)


def _move(appointment: Appointment, starts_at: datetime, *, uow: UnitOfWork, stamp: Stamp) -> Appointment:
    diary = uow.diaries.around(appointment.doctor_id, starts_at)
    slot = diary.slot(starts_at, kept_visit_type(appointment, diary.availability), now=stamp.now)
    change = appointments.reschedule(appointment, slot=slot, stamp=stamp)
    uow.appointments.move(change, diary.held(slot))
    return change.appointment


def slots_for(appointment_id: UUID, wanted: SlotQuery, *, by: Person, uow: UnitOfWork, now: datetime) -> tuple[str, list[Slot]]:
    """List the slots that an open visit can move to, on dates in the doctor's zone, and name the zone.

    What the visit holds itself is not in its way: it may move by a quarter of an hour. Where it is already is no move.

    Raises: NotFound, AppointmentClosed, Invalid.
    """
    appointment = uow.appointment_views.one(appointment_id).appointment
    by.require_party(appointment.doctor_id, appointment.patient_id)
    appointment.require_open()
    around = wanted.around(now)
    diary = uow.diaries.between(appointment.doctor_id, *around)
    published = diary.availability
    if not diary.active:
        return published.time_zone, []
    busy = uow.diaries.busy(appointment.doctor_id, *around, besides=appointment.id)
    first, last = wanted.days(local_date(now, published.zone))
    visit_type = kept_visit_type(appointment, published)
    found = free_slots(published, visit_type, first, last, now=now, busy=[*busy, *diary.time_off])
    return published.time_zone, [slot for slot in found if slot.starts_at != appointment.starts_at]


def kept_visit_type(appointment: Appointment, availability: Availability) -> VisitType:
    """Return the visit's own type as the doctor offers it now; one that is no longer offered keeps its length."""
    code = appointment.visit_type
    length = (appointment.ends_at - appointment.starts_at) // timedelta(minutes=1)
    offered = (visit_type for visit_type in availability.visit_types if visit_type.code == code)
    return next(offered, VisitType(code=code, name=code, minutes=length))
