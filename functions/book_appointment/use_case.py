"""Booking, as the clinic means it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from medbook.domain import appointments
from medbook.domain.appointments import Stamp
from medbook.postgres.appointment_views import Visit
from medbook.postgres.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingCommand:
    """Who wants to see whom, and when; without a visit type it is the doctor's first."""

    doctor_id: UUID
    patient_id: UUID
    starts_at: datetime
    visit_type: str | None
    reason: str | None


def book(command: BookingCommand, *, uow: UnitOfWork, stamp: Stamp) -> Visit:
    """Book a slot the doctor offers and nobody holds.

    Raises: NotFound, SlotNotOffered, SlotAlreadyTaken, PatientAlreadyBooked.
    """
    diary, patient_name = uow.diaries.for_visit(command.doctor_id, command.patient_id, command.starts_at)
    visit_type = diary.availability.visit_type(command.visit_type)
    slot = diary.slot(command.starts_at, visit_type, now=stamp.now)
    change = appointments.book(
        id=uuid7(),
        doctor_id=diary.doctor_id,
        patient_id=command.patient_id,
        slot=slot,
        visit_type=visit_type.code,
        reason=command.reason,
        stamp=stamp,
    )
    uow.appointments.add(change, diary.held(slot))
    uow.commit()
    return Visit(appointment=change.appointment, around=diary.around(visit_type, patient_name))
