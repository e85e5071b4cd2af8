"""GET and PUT /v1/doctors/{id}/availability, and POST …/availability/preview; GET, POST and DELETE /v1/doctors/{id}/time-off."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from medbook.bootstrap import Now, UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import AvailabilityInvalid, Forbidden, Invalid, NotFound, PreconditionFailed
from medbook.http.authentication import SignedInDoctorOrAdmin
from medbook.http.etags import IfMatch, require_match, version_tag
from medbook.http.models import Page
from medbook.http.pagination import DEFAULT_LIMIT, Cursor, Keyset, Limit
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute
from medbook.http.slots import SlotsWanted
from set_availability.bodies import AddTimeOff, Availability, Preview, PreviewedSlot, PublishAvailability, TimeOff
from set_availability.use_case import add_time_off, preview, publish, remove_time_off

router = APIRouter(route_class=UseCaseRoute, tags=["availability"])

_ORDER = Keyset(datetime, UUID)


async def _their_own(doctor_id: UUID, person: SignedInDoctorOrAdmin) -> UUID:
    if not person.is_admin and person.id != doctor_id:
        raise NotFound("There is no such doctor.")
    return doctor_id


DoctorId = Annotated[UUID, Depends(_their_own)]


@router.get("/v1/doctors/{doctor_id}/availability", responses=problems(Forbidden, NotFound))
def read_availability(doctor_id: DoctorId, uow: UnitOfWork, response: Response) -> Availability:
    """Read what a doctor publishes: their own, or any as an admin."""
    published, version = uow.availabilities.get(doctor_id)
    response.headers["ETag"] = version_tag(version)
    return Availability.of(published)


@router.put(
    "/v1/doctors/{doctor_id}/availability",
    responses=problems(Forbidden, NotFound, PreconditionFailed, AvailabilityInvalid, Invalid),
)
def publish_availability(
    doctor_id: DoctorId, request: PublishAvailability, uow: UnitOfWork, now: Now, response: Response, if_match: IfMatch = None
) -> Availability:
    """Publish hours and visit types instead of those before. Booked visits stay as they are."""
    published = request.to_availability()
    version = publish(doctor_id, published, uow=uow, now=now, check=lambda version: require_match(if_match, version))
    response.headers["ETag"] = version_tag(version)
    return Availability.of(published)


@router.post(
    "/v1/doctors/{doctor_id}/availability/preview", responses=problems(Forbidden, NotFound, AvailabilityInvalid, Invalid)
)
def preview_availability(
    doctor_id: DoctorId, request: PublishAvailability, wanted: SlotsWanted, uow: UnitOfWork, now: Now
) -> Preview:
    """List every slot that this availability would offer if it were published now, free or not. Nothing is stored."""
    published = request.to_availability()
    found = preview(doctor_id, published, wanted, uow=uow, now=now)
    slots = [PreviewedSlot(starts_at=slot.starts_at, ends_at=slot.ends_at, free=is_free) for slot, is_free in found]
    return Preview(time_zone=published.time_zone, items=slots)


@router.get("/v1/doctors/{doctor_id}/time-off", responses=problems(Forbidden, NotFound, Invalid))
def list_time_off(
    doctor_id: DoctorId, uow: UnitOfWork, now: Now, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Page[TimeOff]:
    """List a doctor's time off by start, without what is over."""
    after = _ORDER.read(cursor)
    found = uow.times_off.page(doctor_id, since=now, after=after and (after[0], after[1]), limit=limit + 1)
    return _ORDER.page(
        [TimeOff.model_validate(one, from_attributes=True) for one in found], limit, lambda one: (one.starts_at, one.id)
    )


@router.post("/v1/doctors/{doctor_id}/time-off", status_code=201, responses=problems(Forbidden, NotFound, Invalid))
def begin_time_off(doctor_id: DoctorId, request: AddTimeOff, uow: UnitOfWork, now: Now, response: Response) -> TimeOff:
    """Close a range of time. The answer names the open appointments in it, which stay until someone moves or cancels them."""
    added = add_time_off(doctor_id, (request.starts_at, request.ends_at), request.reason or None, uow=uow, now=now)
    response.headers["Location"] = f"/v1/doctors/{doctor_id}/time-off/{added.id}"
    return TimeOff.model_validate(added, from_attributes=True)


@router.delete("/v1/doctors/{doctor_id}/time-off/{time_off_id}", status_code=204, responses=problems(Forbidden, NotFound))
def end_time_off(doctor_id: DoctorId, time_off_id: UUID, uow: UnitOfWork) -> None:
    """Open the time again."""
    remove_time_off(doctor_id, time_off_id, uow=uow)


app = create_app(router)
handler = lambda_handler(app)
