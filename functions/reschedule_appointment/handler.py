"""GET /v1/appointments/{id}/slots and POST /v1/appointments/{id}/reschedule."""

from uuid import UUID

from fastapi import APIRouter, Response

from medbook.bootstrap import Now, SignedStamp, UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import (
    AppointmentClosed,
    Invalid,
    NotFound,
    PatientAlreadyBooked,
    PreconditionFailed,
    SlotAlreadyTaken,
    SlotNotOffered,
    TooLateToChange,
)
from medbook.http.authentication import SignedIn
from medbook.http.etags import IfMatch, version_tag
from medbook.http.instants import Instant
from medbook.http.models import Appointment, Body
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute
from medbook.http.slots import DaysWanted, SlotsOfDoctor
from reschedule_appointment.use_case import ReschedulingCommand, reschedule, slots_for

router = APIRouter(route_class=UseCaseRoute, tags=["appointments"])


class RescheduleAppointment(Body):
    """Where to; the visit keeps its doctor and its type."""

    starts_at: Instant


@router.get("/v1/appointments/{appointment_id}/slots", responses=problems(NotFound, AppointmentClosed, Invalid))
def list_slots_to_move_to(appointment_id: UUID, person: SignedIn, wanted: DaysWanted, uow: UnitOfWork, now: Now) -> SlotsOfDoctor:
    """List where an open visit can move to: its doctor's free slots, and those that only the visit itself is in the way of."""
    return SlotsOfDoctor.of(*slots_for(appointment_id, wanted, by=person, uow=uow, now=now))


@router.post(
    "/v1/appointments/{appointment_id}/reschedule",
    responses=problems(
        NotFound,
        AppointmentClosed,
        TooLateToChange,
        SlotAlreadyTaken,
        PatientAlreadyBooked,
        PreconditionFailed,
        SlotNotOffered,
    ),
)
def reschedule_appointment(
    appointment_id: UUID,
    request: RescheduleAppointment,
    person: SignedIn,
    uow: UnitOfWork,
    stamp: SignedStamp,
    response: Response,
    if_match: IfMatch = None,
) -> Appointment:
    """Move an open visit: its patient up to the clinic's cut-off, its doctor or an admin until it begins."""
    command = ReschedulingCommand(appointment_id=appointment_id, if_match=if_match, starts_at=request.starts_at)
    visit = reschedule(command, by=person, uow=uow, stamp=stamp)
    response.headers["ETag"] = version_tag(visit.appointment.version)
    return Appointment.of(visit.appointment, visit.around, viewer=person)


app = create_app(router)
handler = lambda_handler(app)
