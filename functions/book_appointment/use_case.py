"""Booking, as the clinic means it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from medbook.domain import appointments
from medbook.domain.appointments import Appointment, Stamp
from medbook.domain.diary import Diary
from medbook.postgres.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingCommand:
    """Who wants to see whom, and when; without a visit type it is the doctor's first."""

    doctor_id: UUID
    patient_id: UUID
    starts_at: datetime
    visit_type: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """The new appointment, with what its representation needs beside it."""

    appointment: Appointment
    diary: Diary
    patient_name: str


def book(command: BookingCommand, *, uow: UnitOfWork, stamp: Stamp) -> Booked:
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
    return Booked(appointment=change.appointment, diary=diary, patient_name=patient_name)
