"""GET /v1/appointments and /v1/appointments/{id}."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BeforeValidator

from medbook.bootstrap import UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import Invalid, NotFound
from medbook.domain.events import AppointmentStatus
from medbook.domain.people import Person, Role
from medbook.domain.wall_clock import zone
from medbook.http.authentication import SignedIn
from medbook.http.days import DayOrInstant, end_instant, first_instant
from medbook.http.etags import version_tag
from medbook.http.models import Appointment, Page
from medbook.http.pagination import DEFAULT_LIMIT, Cursor, Keyset, Limit
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute
from medbook.postgres.appointment_views import Visit, VisitFilter

router = APIRouter(route_class=UseCaseRoute, tags=["appointments"])

_ORDER = Keyset(datetime, UUID)


def _split(told: object) -> object:
    return [part for entry in told for part in str(entry).split(",") if part] if isinstance(told, list) else told


Statuses = Annotated[
    list[AppointmentStatus],
    BeforeValidator(_split),
    Query(alias="status", max_length=20, description="One or several, repeated or with commas; all when left out."),
]
Since = Annotated[
    DayOrInstant | None, Query(alias="from", description="Earliest start: a date in the caller's time zone, or an instant.")
]
Until = Annotated[
    DayOrInstant | None,
    Query(alias="to", description="Latest start: a date in the caller's time zone, included whole, or an instant, excluded."),
]

Order = Annotated[Literal["asc", "desc"], Query(description="By start: the earliest first, or the latest.")]


async def _filter(
    person: SignedIn,
    statuses: Statuses = [],  # noqa: B006 - never changed
    since: Since = None,
    until: Until = None,
    doctor_id: Annotated[UUID | None, Query(description="Only visits to this doctor.")] = None,
    patient_id: Annotated[UUID | None, Query(description="Only visits of this patient.")] = None,
) -> VisitFilter:
    here = zone(person.time_zone)
    return VisitFilter(
        of_doctor=person.id if person.role is Role.DOCTOR else None,
        of_patient=person.id if person.role is Role.PATIENT else None,
        doctor_id=doctor_id,
        patient_id=patient_id,
        statuses=tuple(statuses),
        since=first_instant(since, here) if since else None,
        until=end_instant(until, here) if until else None,
    )


@router.get("/v1/appointments", responses=problems(Invalid))
def list_appointments(
    person: SignedIn,
    wanted: Annotated[VisitFilter, Depends(_filter)],
    uow: UnitOfWork,
    order: Order = "asc",
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Page[Appointment]:
    """List visits by start: one's own, or everybody's for an admin."""
    after = _ORDER.read(cursor)
    visits = uow.appointment_views.list(
        wanted, after=after and (after[0], after[1]), limit=limit + 1, latest_first=order == "desc"
    )
    shown = [_shown(visit, person) for visit in visits]
    return _ORDER.page(shown, limit, key=lambda appointment: (appointment.starts_at, appointment.id))


@router.get("/v1/appointments/{appointment_id}", responses=problems(NotFound))
def get_appointment(appointment_id: UUID, person: SignedIn, uow: UnitOfWork, response: Response) -> Appointment:
    """Show one visit to its patient, its doctor or an admin."""
    visit = uow.appointment_views.one(appointment_id)
    person.require_party(visit.appointment.doctor_id, visit.appointment.patient_id)
    response.headers["ETag"] = version_tag(visit.appointment.version)
    return _shown(visit, person)


def _shown(visit: Visit, viewer: Person) -> Appointment:
    return Appointment.of(visit.appointment, visit.around, viewer=viewer)


app = create_app(router)
handler = lambda_handler(app)
