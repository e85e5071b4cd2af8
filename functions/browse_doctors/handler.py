"""GET /v1/doctors, /v1/doctors/{id} and /v1/specialties."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from browse_doctors.use_case import browse
from medbook.bootstrap import Currency, Now, UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import Invalid, NotFound
from medbook.http.days import Day
from medbook.http.doctors import Doctor
from medbook.http.etags import version_tag
from medbook.http.models import Page, Representation
from medbook.http.pagination import DEFAULT_LIMIT, Cursor, Keyset, Limit
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute
from medbook.postgres.doctor_views import DoctorFilter

router = APIRouter(route_class=UseCaseRoute, tags=["doctors"])

_ORDER = Keyset(str, UUID)

SpecialtyQuery = Annotated[str | None, Query(max_length=80, description="The whole specialty, in any case.")]
Words = Annotated[
    str | None,
    Query(
        max_length=200, description="Words that all occur in name, specialty, place, qualifications or bio; accents do not count."
    ),
]
AvailableOn = Annotated[
    Day | None, Query(description="Only doctors with a free slot that starts on this date in their own zone.")
]


class Specialty(Representation):
    """A specialty and how many doctors have it."""

    name: str
    doctors: int


@router.get("/v1/doctors", responses=problems(Invalid))
def list_doctors(
    uow: UnitOfWork,
    now: Now,
    currency: Currency,
    specialty: SpecialtyQuery = None,
    q: Words = None,
    available_on: AvailableOn = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Page[Doctor]:
    """List active doctors by name."""
    wanted = DoctorFilter(specialty=specialty, words=q)
    rows = browse(wanted, available_on, after=_ORDER.read(cursor), limit=limit + 1, uow=uow, now=now)
    page = _ORDER.page(rows, limit, key=lambda row: (row["sort_name"], row["id"]))
    return Page(items=[Doctor.of(row, currency=currency) for row in page.items], next_cursor=page.next_cursor)


@router.get("/v1/doctors/{doctor_id}", responses=problems(NotFound))
def read_doctor(doctor_id: UUID, uow: UnitOfWork, currency: Currency, response: Response) -> Doctor:
    """Read about an active doctor."""
    row = uow.doctor_views.get_active(doctor_id)
    response.headers["ETag"] = version_tag(row["version"])
    return Doctor.of(row, currency=currency)


@router.get("/v1/specialties")
def list_specialties(uow: UnitOfWork) -> Page[Specialty]:
    """List the specialties of active doctors; all of them, for a clinic has few."""
    return Page(items=[Specialty(**row) for row in uow.doctor_views.specialties()])


app = create_app(router)
handler = lambda_handler(app)
