"""GET and PATCH /v1/me; GET /v1/me/notifications."""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from manage_profile.use_case import change_profile
from medbook.bootstrap import UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import Invalid, NotSignedIn, PreconditionFailed
from medbook.domain.people import Role
from medbook.http.authentication import SignedIn
from medbook.http.etags import IfMatch, version_tag
from medbook.http.fields import FullName, Locale, Phone, TimeZoneName
from medbook.http.instants import Instant
from medbook.http.models import Body, Page, Representation
from medbook.http.pagination import DEFAULT_LIMIT, Cursor, Keyset, Limit
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute

router = APIRouter(route_class=UseCaseRoute, tags=["accounts"])

_NEWEST_FIRST = Keyset(int)


class Profile(Representation):
    """What somebody sees of their own account."""

    id: UUID
    email: str
    full_name: str
    role: Role
    time_zone: str
    locale: str
    phone: str | None
    created_at: Instant


class ChangeProfile(Body):
    """What changes; what is left out stays. `"phone": null` removes the number."""

    # The defaults are never looked at: only what was sent is read.
    full_name: FullName = Field(default_factory=str)
    time_zone: TimeZoneName = Field(default_factory=str)
    locale: Locale = Field(default_factory=str)
    phone: Phone | None = None

    def changes(self) -> dict[str, Any]:
        """Return what was sent."""
        return self.model_dump(exclude_unset=True)


class OwnNotification(Representation):
    """What somebody was told of a visit, or should have been; the visit's time is its present one, in its doctor's zone."""

    id: int
    appointment_id: UUID
    kind: str = Field(description="`booked`, `rescheduled`, `cancelled` or `reminder`.")
    channel: str
    status: Literal["sent", "failed", "skipped"]
    created_at: Instant
    starts_at: Instant
    time_zone: str
    doctor_name: str
    patient_name: str


@router.get("/v1/me", responses=problems(NotSignedIn))
def read_profile(person: SignedIn, uow: UnitOfWork, response: Response) -> Profile:
    """Show the signed-in person's account."""
    row = uow.accounts.profile(person.id)
    response.headers["ETag"] = version_tag(row["version"])
    return Profile.model_validate(row)


@router.patch("/v1/me", responses=problems(NotSignedIn, PreconditionFailed, Invalid))
def update_profile(
    request: ChangeProfile, person: SignedIn, uow: UnitOfWork, response: Response, if_match: IfMatch = None
) -> Profile:
    """Change the signed-in person's name, time zone, language or telephone number."""
    row = change_profile(person.id, request.changes(), if_match=if_match, uow=uow)
    response.headers["ETag"] = version_tag(row["version"])
    return Profile.model_validate(row)


@router.get("/v1/me/notifications", responses=problems(NotSignedIn, Invalid))
def list_own_notifications(
    person: SignedIn, uow: UnitOfWork, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Page[OwnNotification]:
    """List what the signed-in person was told of their visits, newest first."""
    before = _NEWEST_FIRST.read(cursor)
    rows = uow.ledger_views.of(person.id, before_id=before[0] if before else None, limit=limit + 1)
    return _NEWEST_FIRST.page([OwnNotification(**row) for row in rows], limit, lambda one: (one.id,))


app = create_app(router)
handler = lambda_handler(app)
