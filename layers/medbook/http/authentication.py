"""Bearer tokens (RFC 6750): who signs a request. The signature is checked here, the session in the database."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from medbook.domain.errors import NotSignedIn
from medbook.domain.people import Person, Role
from medbook.http.ports import process_of

_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="Access token of `POST /v1/sessions`.")


def authenticate(request: Request) -> Person:
    """Return who the request speaks for; looked up once a request, so that a revoked session ends at once.

    Raises: NotSignedIn.
    """
    known: Person | None = getattr(request.state, "person", None)
    if known is None:
        account_id, session_id = process_of(request).tokens.verify(bearer_token(request))
        known = request.state.uow.sessions.person(session_id, account_id)
        request.state.person = known
    return known


def bearer_token(request: Request) -> str:
    """Return the access token that came with the request.

    Raises: NotSignedIn.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedIn("This needs an access token.")
    return token.strip()


async def _signed_in(request: Request, _documented: Annotated[object, Depends(_bearer)]) -> Person:
    return authenticate(request)


SignedIn = Annotated[Person, Depends(_signed_in)]


async def _patient_or_admin(person: SignedIn) -> Person:
    person.require(Role.PATIENT, Role.ADMIN)
    return person


async def _doctor_or_admin(person: SignedIn) -> Person:
    person.require(Role.DOCTOR, Role.ADMIN)
    return person


async def _admin(person: SignedIn) -> Person:
    person.require(Role.ADMIN)
    return person


SignedInPatientOrAdmin = Annotated[Person, Depends(_patient_or_admin)]
SignedInDoctorOrAdmin = Annotated[Person, Depends(_doctor_or_admin)]
SignedInAdmin = Annotated[Person, Depends(_admin)]

# What a dependency requires, for the OpenAPI document.
ROLES_OF: Mapping[Callable[..., object], tuple[Role, ...]] = {
    _patient_or_admin: (Role.PATIENT, Role.ADMIN),
    _doctor_or_admin: (Role.DOCTOR, Role.ADMIN),
    _admin: (Role.ADMIN,),
}
