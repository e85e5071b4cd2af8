"""POST /v1/doctors, PATCH and DELETE /v1/doctors/{id}, POST /v1/doctors/{id}/invitations."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from manage_doctors.use_case import ChangeCommand, change, deactivate, invite, invite_again
from medbook.bootstrap import Currency, Now, UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import Conflict, EmailTaken, Forbidden, Invalid, NotFound, PreconditionFailed, TooManyAttempts
from medbook.http.authentication import SignedInAdmin, SignedInDoctorOrAdmin
from medbook.http.doctors import Bio, Doctor, Entries, Fee, Location, Specialty
from medbook.http.etags import IfMatch, require_match, version_tag
from medbook.http.fields import EmailAddress, FullName, TimeZoneName
from medbook.http.models import Body, Representation
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute

router = APIRouter(route_class=UseCaseRoute, tags=["doctors"])


class InviteDoctor(Body):
    """A new doctor. The mail that invites them lets them choose a password."""

    email: EmailAddress
    full_name: FullName
    specialty: Specialty
    time_zone: TimeZoneName
    bio: Bio = ""
    qualifications: Entries = Field(default_factory=list)
    languages: Entries = Field(default_factory=list)
    location: Location | None = None
    consultation_fee: Fee | None = None

    def profile(self) -> dict[str, Any]:
        """Return all but the address."""
        return self.model_dump(exclude={"email"})


class ChangeDoctor(Body):
    """What to change of a profile; the rest stays. Null clears the location or the fee."""

    # A default that is made leaves no default in the schema: what is left out is left alone.
    full_name: FullName = Field(default_factory=str)
    specialty: Specialty = Field(default_factory=str, description="Changed by admins alone.")
    time_zone: TimeZoneName = Field(default_factory=str)
    bio: Bio = Field(default_factory=str)
    qualifications: Entries = Field(default_factory=list)
    languages: Entries = Field(default_factory=list)
    location: Location | None = None
    consultation_fee: Fee | None = None

    def changes(self) -> dict[str, Any]:
        """Return what was sent."""
        return self.model_dump(exclude_unset=True)


@router.post("/v1/doctors", status_code=201, responses=problems(Forbidden, EmailTaken, Invalid))
def invite_doctor(
    request: InviteDoctor, _admin: SignedInAdmin, uow: UnitOfWork, now: Now, currency: Currency, response: Response
) -> Doctor:
    """Add a doctor and send an invitation. Their hours are empty until they are published."""
    shown = invite(request.email, request.profile(), uow=uow, now=now)
    response.headers["Location"] = f"/v1/doctors/{shown['id']}"
    response.headers["ETag"] = version_tag(shown["version"])
    return Doctor.of(shown, currency=currency)


class InvitationAccepted(Representation):
    """The invitation is on its way again."""

    detail: str = "A mail with a link to choose a password is on its way."


@router.post(
    "/v1/doctors/{doctor_id}/invitations", status_code=202, responses=problems(Forbidden, NotFound, Conflict, TooManyAttempts)
)
def invite_doctor_again(doctor_id: UUID, _admin: SignedInAdmin, uow: UnitOfWork, now: Now) -> InvitationAccepted:
    """Send the invitation again, to a doctor who has not chosen a password yet."""
    invite_again(doctor_id, uow=uow, now=now)
    return InvitationAccepted()


@router.patch("/v1/doctors/{doctor_id}", responses=problems(Forbidden, NotFound, PreconditionFailed, Invalid))
def change_doctor(
    doctor_id: UUID,
    request: ChangeDoctor,
    person: SignedInDoctorOrAdmin,
    uow: UnitOfWork,
    now: Now,
    currency: Currency,
    response: Response,
    if_match: IfMatch = None,
) -> Doctor:
    """Change a doctor's profile: all of it as an admin, one's own but for the specialty as a doctor."""
    command = ChangeCommand(doctor_id=doctor_id, changes=request.changes(), by=person)
    shown = change(command, uow=uow, now=now, check=lambda version: require_match(if_match, version))
    response.headers["ETag"] = version_tag(shown["version"])
    return Doctor.of(shown, currency=currency)


@router.delete("/v1/doctors/{doctor_id}", status_code=204, responses=problems(Forbidden, NotFound, PreconditionFailed))
def deactivate_doctor(doctor_id: UUID, _admin: SignedInAdmin, uow: UnitOfWork, now: Now, if_match: IfMatch = None) -> None:
    """Deactivate a doctor, who can then neither sign in nor be booked. Booked visits stay, to be moved or cancelled."""
    deactivate(doctor_id, uow=uow, now=now, check=lambda version: require_match(if_match, version))


app = create_app(router)
handler = lambda_handler(app)
