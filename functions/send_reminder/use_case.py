"""Reminding, because the clinic asks for it."""

from uuid import UUID

from medbook.domain import appointments
from medbook.domain.appointments import Stamp
from medbook.domain.people import Person
from medbook.postgres.unit_of_work import UnitOfWork


def remind(appointment_id: UUID, *, by: Person, uow: UnitOfWork, stamp: Stamp) -> None:
    """Tell both sides of an open appointment again.

    Raises: NotFound for another doctor's appointment, AppointmentClosed.
    """
    appointment = uow.appointments.get(appointment_id)
    by.require_party(appointment.doctor_id)
    uow.appointments.save(appointments.remind(appointment, stamp=stamp))
    uow.commit()
