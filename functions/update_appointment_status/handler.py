"""POST /v1/appointments/{id}/confirm, /complete and /no-show."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from medbook.bootstrap import SignedStamp, UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import AppointmentClosed, AppointmentNotConfirmed, NotFound, PreconditionFailed
from medbook.domain.people import Person
from medbook.http.authentication import SignedInDoctorOrAdmin
from medbook.http.etags import IfMatch, version_tag
from medbook.http.models import Appointment
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute
from medbook.postgres.appointment_views import Visit
from update_appointment_status.use_case import StatusCommand, complete, confirm, miss

router = APIRouter(route_class=UseCaseRoute, tags=["appointments"])


async def _command(appointment_id: UUID, if_match: IfMatch = None) -> StatusCommand:
    return StatusCommand(appointment_id=appointment_id, if_match=if_match)


Command = Annotated[StatusCommand, Depends(_command)]


@router.post("/v1/appointments/{appointment_id}/confirm", responses=problems(NotFound, AppointmentClosed, PreconditionFailed))
def confirm_appointment(
    command: Command, person: SignedInDoctorOrAdmin, uow: UnitOfWork, stamp: SignedStamp, response: Response
) -> Appointment:
    """Confirm a booked visit; confirming it again changes nothing."""
    return _shown(confirm(command, by=person, uow=uow, stamp=stamp), person, response)


@router.post(
    "/v1/appointments/{appointment_id}/complete",
    responses=problems(NotFound, AppointmentClosed, AppointmentNotConfirmed, PreconditionFailed),
)
def complete_appointment(
    command: Command, person: SignedInDoctorOrAdmin, uow: UnitOfWork, stamp: SignedStamp, response: Response
) -> Appointment:
    """Note that a confirmed visit took place."""
    return _shown(complete(command, by=person, uow=uow, stamp=stamp), person, response)


@router.post(
    "/v1/appointments/{appointment_id}/no-show",
    responses=problems(NotFound, AppointmentClosed, AppointmentNotConfirmed, PreconditionFailed),
)
def mark_no_show(
    command: Command, person: SignedInDoctorOrAdmin, uow: UnitOfWork, stamp: SignedStamp, response: Response
) -> Appointment:
    """Note that the patient of a confirmed visit did not come."""
    return _shown(miss(command, by=person, uow=uow, stamp=stamp), person, response)


def _shown(visit: Visit, viewer: Person, response: Response) -> Appointment:
    response.headers["ETag"] = version_tag(visit.appointment.version)
    return Appointment.of(visit.appointment, visit.around, viewer=viewer)


app = create_app(router)
handler = lambda_handler(app)
