"""POST /v1/appointments/{appointment_id}/reminders."""

from uuid import UUID

from fastapi import APIRouter

from medbook.bootstrap import SignedStamp, UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import AppointmentClosed, Forbidden, NotFound
from medbook.http.authentication import SignedInDoctorOrAdmin
from medbook.http.models import Representation
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute
from send_reminder.use_case import remind

router = APIRouter(route_class=UseCaseRoute, tags=["appointments"])


class Reminder(Representation):
    """A reminder on its way; `event_id` names it in the notification ledger."""

    appointment_id: UUID
    event_id: UUID


@router.post(
    "/v1/appointments/{appointment_id}/reminders",
    status_code=202,
    responses=problems(Forbidden, NotFound, AppointmentClosed),
)
def send_reminder(appointment_id: UUID, person: SignedInDoctorOrAdmin, uow: UnitOfWork, stamp: SignedStamp) -> Reminder:
    """Remind patient and doctor of an open appointment now."""
    remind(appointment_id, by=person, uow=uow, stamp=stamp)
    return Reminder(appointment_id=appointment_id, event_id=stamp.event_id)


app = create_app(router)
handler = lambda_handler(app)
