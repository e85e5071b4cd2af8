"""POST /v1/appointments/{id}/cancel."""

from uuid import UUID

from fastapi import APIRouter, Response

from cancel_appointment.use_case import CancellationCommand, cancel
from medbook.bootstrap import SignedStamp, UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import AppointmentClosed, NotFound, PreconditionFailed, TooLateToChange
from medbook.http.authentication import SignedIn
from medbook.http.etags import IfMatch, version_tag
from medbook.http.models import Appointment, Body, Reason
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute

router = APIRouter(route_class=UseCaseRoute, tags=["appointments"])


class CancelAppointment(Body):
    """Why, if there is something to say; it is kept in the history and sent to nobody."""

    reason: Reason | None = None


@router.post(
    "/v1/appointments/{appointment_id}/cancel",
    responses=problems(NotFound, AppointmentClosed, TooLateToChange, PreconditionFailed),
)
def cancel_appointment(
    appointment_id: UUID,
    person: SignedIn,
    uow: UnitOfWork,
    stamp: SignedStamp,
    response: Response,
    request: CancelAppointment | None = None,
    if_match: IfMatch = None,
) -> Appointment:
    """Cancel an open visit: its patient up to the clinic's cut-off, its doctor, or an admin. The body may be left out."""
    reason = (request.reason if request else None) or None
    command = CancellationCommand(appointment_id=appointment_id, if_match=if_match, reason=reason)
    visit = cancel(command, by=person, uow=uow, stamp=stamp)
    response.headers["ETag"] = version_tag(visit.appointment.version)
    return Appointment.of(visit.appointment, visit.around, viewer=person)


app = create_app(router)
handler = lambda_handler(app)
