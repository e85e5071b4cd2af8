"""GET /v1/doctors/{id}/slots and /v1/slots."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from find_slots.use_case import earliest_slots, slots_of
from medbook.bootstrap import Now, UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import Invalid, NotFound
from medbook.http.days import Day
from medbook.http.models import Representation
from medbook.http.pagination import DEFAULT_LIMIT
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute
from medbook.http.slots import Slot, SlotsOfDoctor, SlotsWanted, VisitTypeCode

router = APIRouter(route_class=UseCaseRoute, tags=["slots"])


class DoctorsSlot(Slot):
    """A time that can be booked, and with whom; it is meant in the time zone."""

    doctor_id: UUID
    doctor_name: str
    specialty: str
    location: str | None
    time_zone: str


class EarliestSlots(Representation):
    """The first free slots over all doctors."""

    items: list[DoctorsSlot]


@router.get("/v1/doctors/{doctor_id}/slots", responses=problems(NotFound, Invalid))
def list_slots(
    doctor_id: UUID,
    wanted: SlotsWanted,
    uow: UnitOfWork,
    now: Now,
) -> SlotsOfDoctor:
    """List the free slots of one doctor by start."""
    return SlotsOfDoctor.of(*slots_of(doctor_id, wanted, uow=uow, now=now))


@router.get("/v1/slots", responses=problems(Invalid))
def list_earliest_slots(
    uow: UnitOfWork,
    now: Now,
    specialty: Annotated[
        str | None, Query(max_length=80, description="The whole specialty, in any case; all when left out.")
    ] = None,
    since: Annotated[
        Day | None, Query(alias="from", description="First date, in each doctor's own zone; now when left out.")
    ] = None,
    visit_type: VisitTypeCode = None,
    limit: Annotated[int, Query(ge=1, le=100, description="How many slots.")] = DEFAULT_LIMIT,
) -> EarliestSlots:
    """List the earliest free slots over all active doctors, by start and then by doctor."""
    found = earliest_slots(specialty, since, visit_type, limit, uow=uow, now=now)
    return EarliestSlots(items=[DoctorsSlot(**doctor, starts_at=slot.starts_at, ends_at=slot.ends_at) for doctor, slot in found])


app = create_app(router)
handler = lambda_handler(app)
