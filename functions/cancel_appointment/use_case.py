"""Cancelling: the patient up to the clinic's cut-off, doctor and admin as long as the visit is open."""

from dataclasses import dataclass
from uuid import UUID

from medbook.domain import appointments
from medbook.domain.appointments import Stamp
from medbook.domain.people import Person
from medbook.http.etags import require_match
from medbook.postgres.appointment_views import Visit
from medbook.postgres.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationCommand:
    """Which visit, which version of it, and why."""

    appointment_id: UUID
    if_match: str | None
    reason: str | None


def cancel(command: CancellationCommand, *, by: Person, uow: UnitOfWork, stamp: Stamp) -> Visit:
    """Call a visit off and give its time back.

    Raises: NotFound, PreconditionFailed, AppointmentClosed, TooLateToChange.
    """
    appointment = uow.appointments.get(command.appointment_id)
    by.require_party(appointment.doctor_id, appointment.patient_id)
    require_match(command.if_match, appointment.version)
    appointment.require_open()
    around = uow.appointment_views.around(appointment)
    if by.is_patient:
        appointment.require_changeable_by_patient(now=stamp.now, notice=around.change_notice)
    change = appointments.cancel(appointment, note=command.reason, stamp=stamp)
    uow.appointments.save(change)
    uow.commit()
    return Visit(appointment=change.appointment, around=around)
