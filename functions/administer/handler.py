"""GET /v1/admin/statistics, /v1/admin/users and /v1/admin/notifications; GET and PATCH /v1/admin/users/{id}.

POST /v1/admin/notifications/{id}/retries.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import Field, StringConstraints

from administer.statistics import Statistics, statistics
from administer.use_case import UserCommand, change_user, retry
from medbook.bootstrap import Now, UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import (
    Conflict,
    EmailTaken,
    Fault,
    Forbidden,
    Invalid,
    NotFound,
    NotificationSettled,
    NotificationTooOld,
    PreconditionFailed,
)
from medbook.domain.people import Role
from medbook.domain.wall_clock import local_date, zone
from medbook.http.authentication import SignedInAdmin
from medbook.http.days import Day
from medbook.http.etags import IfMatch, version_tag
from medbook.http.fields import EmailAddress, FullName, Phone
from medbook.http.instants import Instant
from medbook.http.models import Page, Patch, Representation
from medbook.http.pagination import DEFAULT_LIMIT, Cursor, Keyset, Limit
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute
from medbook.postgres.ledger_views import LedgerFilter
from medbook.postgres.users import UserFilter

router = APIRouter(route_class=UseCaseRoute, tags=["administration"])

_MONTH = timedelta(days=30)
_LONGEST_PERIOD = timedelta(days=366)
_BY_NAME = Keyset(str, UUID)
_NEWEST_FIRST = Keyset(int)

# PostgreSQL's bigint ends there.
NotificationId = Annotated[int, Path(ge=1, le=2**63 - 1)]


class User(Representation):
    """An account."""

    id: UUID
    email: str
    full_name: str
    role: Role
    time_zone: str
    locale: str
    phone: str | None
    active: bool
    email_verified: bool
    created_at: Instant


class ChangeUser(Patch):
    """What becomes of an account; what is left out stays. Roles change between patient and admin alone."""

    active: bool = Field(True, description="False signs the person out everywhere and lets them in no more.")
    role: Role = Role.PATIENT
    email: EmailAddress = Field("", description="Links that were mailed to the address before are void.")
    full_name: FullName = ""
    phone: Phone | None = None


class Recipient(Representation):
    """Who was to be told; without a name and a role when the account is gone."""

    id: UUID
    full_name: str | None
    role: Role | None


class Notification(Representation):
    """One line of the ledger: one event, one recipient, one channel."""

    id: int
    event_id: UUID
    appointment_id: UUID
    starts_at: Instant | None = Field(description="When the visit begins, as it stands now.")
    time_zone: str | None = Field(description="The doctor's, whose clock the visit is on.")
    recipient: Recipient
    channel: str
    kind: str = Field(description="`booked`, `rescheduled`, `cancelled` or `reminder`.")
    status: Literal["sent", "failed", "skipped"]
    attempts: int
    detail: str | None = Field(description="Why it was skipped, or what the mail server said.")
    created_at: Instant
    updated_at: Instant


async def _period(
    person: SignedInAdmin,
    now: Now,
    first: Annotated[
        Day | None, Query(alias="from", description="First day, in the admin's zone; 30 days ago unless given.")
    ] = None,
    last: Annotated[Day | None, Query(alias="to", description="Last day, included; in 30 days unless given.")] = None,
) -> tuple[date, date]:
    today = local_date(now, zone(person.time_zone))
    first, last = first or today - _MONTH, last or today + _MONTH
    if not timedelta(0) <= last - first < _LONGEST_PERIOD:
        raise Invalid("The period cannot be counted.", [Fault("/query/to", "must be 0 to 365 days after `from`")])
    return first, last


@router.get("/v1/admin/statistics", responses=problems(Forbidden, Invalid))
def get_statistics(person: SignedInAdmin, period: Annotated[tuple[date, date], Depends(_period)], uow: UnitOfWork) -> Statistics:
    """Count bookings, visits, cancellations and no-shows by status, day, doctor and specialty."""
    return statistics(*period, person.time_zone, uow=uow)


async def _user_filter(
    role: Role | None = None,
    active: bool | None = None,
    q: Annotated[
        Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] | None,
        Query(description="Part of a name or mail address, in any case."),
    ] = None,
) -> UserFilter:
    return UserFilter(role=role, active=active, q=q)


@router.get("/v1/admin/users", responses=problems(Forbidden, Invalid))
def list_users(
    _person: SignedInAdmin,
    wanted: Annotated[UserFilter, Depends(_user_filter)],
    uow: UnitOfWork,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Page[User]:
    """List accounts by name."""
    after = _BY_NAME.read(cursor)
    rows = uow.users.list(wanted, after=after and (after[0], after[1]), limit=limit + 1)
    page = _BY_NAME.page(rows, limit, key=lambda row: (row["sort_name"], row["id"]))
    return Page(items=[User(**row) for row in page.items], next_cursor=page.next_cursor)


@router.get("/v1/admin/users/{user_id}", responses=problems(NotFound, Forbidden))
def read_user(user_id: UUID, _person: SignedInAdmin, uow: UnitOfWork, response: Response) -> User:
    """Read an account, with the tag that a change to it names."""
    row = uow.users.get(user_id)
    response.headers["ETag"] = version_tag(row["version"])
    return User(**row)


@router.patch(
    "/v1/admin/users/{user_id}", responses=problems(NotFound, Forbidden, Conflict, EmailTaken, PreconditionFailed, Invalid)
)
def patch_user(
    user_id: UUID,
    request: ChangeUser,
    person: SignedInAdmin,
    uow: UnitOfWork,
    now: Now,
    response: Response,
    if_match: IfMatch = None,
) -> User:
    """Close, open or correct an account, or make a patient an admin."""
    command = UserCommand(user_id=user_id, if_match=if_match, changes=request.changes())
    changed = change_user(command, by=person, uow=uow, now=now)
    response.headers["ETag"] = version_tag(changed["version"])
    return User(**changed)


async def _ledger_filter(
    status: Literal["sent", "failed", "skipped"] | None = None,
    appointment_id: Annotated[UUID | None, Query(description="Only who was told of this visit.")] = None,
    recipient_id: Annotated[UUID | None, Query(description="Only what this person was told.")] = None,
) -> LedgerFilter:
    return LedgerFilter(status=status, appointment_id=appointment_id, recipient_id=recipient_id)


@router.get("/v1/admin/notifications", responses=problems(Forbidden, Invalid))
def list_notifications(
    _person: SignedInAdmin,
    wanted: Annotated[LedgerFilter, Depends(_ledger_filter)],
    uow: UnitOfWork,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Page[Notification]:
    """List who was told of what, newest first."""
    before = _NEWEST_FIRST.read(cursor)
    rows = uow.ledger_views.list(wanted, before_id=before[0] if before else None, limit=limit + 1)
    page = _NEWEST_FIRST.page(rows, limit, key=lambda row: (row["id"],))
    return Page(items=[_notification(row) for row in page.items], next_cursor=page.next_cursor)


@router.post(
    "/v1/admin/notifications/{notification_id}/retries",
    status_code=202,
    responses=problems(NotFound, Forbidden, NotificationSettled, NotificationTooOld),
)
def retry_notification(notification_id: NotificationId, _person: SignedInAdmin, uow: UnitOfWork) -> Notification:
    """Tell somebody after all who could not be told. Whoever was told of the same is not told again."""
    return _notification(retry(notification_id, uow=uow))


def _notification(row: Mapping[str, Any]) -> Notification:
    recipient = Recipient(id=row["recipient_id"], full_name=row["recipient_name"], role=row["recipient_role"])
    return Notification(**row, recipient=recipient)


app = create_app(router)
handler = lambda_handler(app)
