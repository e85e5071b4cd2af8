"""What becomes of a visit, as its doctor or an admin notes it."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from medbook.domain import appointments
from medbook.domain.appointments import Appointment, Change, Stamp
from medbook.domain.events import AppointmentStatus
from medbook.domain.people import Person
from medbook.http.etags import require_match
from medbook.postgres.appointment_views import Visit
from medbook.postgres.unit_of_work import UnitOfWork


class Step(Protocol):
    """One step in the life of an appointment."""

    def __call__(self, appointment: Appointment, *, stamp: Stamp) -> Change: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCommand:
    """Which visit, and which version of it."""

    appointment_id: UUID
    if_match: str | None


def confirm(command: StatusCommand, *, by: Person, uow: UnitOfWork, stamp: Stamp) -> Visit:
    """Note that the patient is expected; of a confirmed visit it is known already, and nothing is written.

    Raises: NotFound, PreconditionFailed, AppointmentClosed.
    """
    appointment = _load(command, by=by, uow=uow)
    if appointment.status is AppointmentStatus.CONFIRMED:
        return Visit(appointment=appointment, around=uow.appointment_views.around(appointment))
    return _take(appointments.confirm, appointment, uow=uow, stamp=stamp)


def complete(command: StatusCommand, *, by: Person, uow: UnitOfWork, stamp: Stamp) -> Visit:
    """Note that the visit took place.

    Raises: NotFound, PreconditionFailed, AppointmentClosed, AppointmentNotConfirmed.
    """
    return _take(appointments.complete, _load(command, by=by, uow=uow), uow=uow, stamp=stamp)


def miss(command: StatusCommand, *, by: Person, uow: UnitOfWork, stamp: Stamp) -> Visit:
    """Note that the patient did not come.

    Raises: NotFound, PreconditionFailed, AppointmentClosed, AppointmentNotConfirmed.
    """
    return _take(appointments.miss, _load(command, by=by, uow=uow), uow=uow, stamp=stamp)


def _load(command: StatusCommand, *, by: Person, uow: UnitOfWork) -> Appointment:
    appointment = uow.appointments.get(command.appointment_id)
    by.require_party(appointment.doctor_id)
    require_match(command.if_match, appointment.version)
    return appointment


def _take(step: Step, appointment: Appointment, *, uow: UnitOfWork, stamp: Stamp) -> Visit:
    change = step(appointment, stamp=stamp)
    around = uow.appointment_views.around(appointment)
    uow.appointments.save(change)
    uow.commit()
    return Visit(appointment=change.appointment, around=around)
