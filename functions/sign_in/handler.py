"""POST /v1/sessions, POST /v1/sessions/refresh, DELETE /v1/sessions/current, GET /.well-known/jwks.json."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Cookie, Request, Response
from pydantic import Field, StringConstraints

from medbook.bootstrap import Now, Process, UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import CredentialsInvalid, EmailNotVerified, Invalid, NotSignedIn, SessionInvalid, TooManyAttempts
from medbook.http.authentication import SignedIn
from medbook.http.fields import EmailAddress, Password
from medbook.http.models import Body, Representation
from medbook.http.ports import process_of
from medbook.http.problems import problems
from medbook.http.route import SecretRoute
from medbook.http.signing import SessionSigner, public_keys, thumbprint
from medbook.http.source import SourceAddress
from medbook.postgres.sessions import Session
from sign_in.cookie import COOKIE, drop_cookie, set_cookie
from sign_in.use_case import Attempt, renew, sign_in, sign_out

router = APIRouter(route_class=SecretRoute, tags=["sessions"])


class SignIn(Body):
    """Who signs in, and where the refresh token goes: into the answer, or into a cookie that scripts cannot read."""

    email: EmailAddress
    password: Password
    refresh_in: Literal["body", "cookie"] = "body"


class RefreshSession(Body):
    """The refresh token, unless it comes as a cookie."""

    refresh_token: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None


class SignedInSession(Representation):
    """The access token, and the refresh token unless that is in the cookie."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - how it is presented (RFC 6750)
    expires_in: int = Field(description="Seconds until the access token is out of date.")
    refresh_token: str | None = Field(None, description="Works once. Left out when it is in the cookie.")

    @classmethod
    def of(cls, session: Session, signer: SessionSigner, now: datetime, cookie_on: Response | None) -> "SignedInSession":
        """Hand a session out; with `cookie_on`, the refresh token as that response's cookie."""
        if cookie_on is not None:
            set_cookie(cookie_on, session.refresh_token, signer.refresh_life)
        return cls(
            access_token=signer.sign(session.account_id, session.id, session.role, now),
            expires_in=int(signer.access_life.total_seconds()),
            refresh_token=None if cookie_on is not None else session.refresh_token,
        )


class KeySet(Representation):
    """A JSON Web Key Set (RFC 7517)."""

    keys: list[dict[str, Any]]


@router.post(
    "/v1/sessions",
    status_code=201,
    response_model_exclude_none=True,
    responses=problems(CredentialsInvalid, EmailNotVerified, Invalid, TooManyAttempts),
)
def create_session(
    request: SignIn, source: SourceAddress, uow: UnitOfWork, signer: SessionSigner, now: Now, response: Response
) -> SignedInSession:
    """Sign in with mail address and password. Wrong guesses are slowed down, per account and per source."""
    attempt = Attempt(email=request.email, password=request.password.get_secret_value(), source=source)
    session = sign_in(attempt, uow=uow, now=now, refresh_life=signer.refresh_life)
    return SignedInSession.of(session, signer, now, response if request.refresh_in == "cookie" else None)


@router.post("/v1/sessions/refresh", response_model_exclude_none=True, responses=problems(SessionInvalid, Invalid))
def refresh_session(
    uow: UnitOfWork,
    signer: SessionSigner,
    now: Now,
    response: Response,
    request: RefreshSession | None = None,
    cookie: Annotated[str | None, Cookie(alias=COOKIE)] = None,
) -> SignedInSession:
    """Exchange a refresh token for new tokens, the way it came. A refresh token that comes a second time ends the session."""
    told = request.refresh_token if request else None
    session = renew(told or cookie, uow=uow, now=now, refresh_life=signer.refresh_life)
    return SignedInSession.of(session, signer, now, None if told else response)


@router.delete("/v1/sessions/current", status_code=204, responses=problems(NotSignedIn))
def end_session(person: SignedIn, uow: UnitOfWork, now: Now, response: Response) -> None:
    """Sign out: the session's access and refresh tokens are worthless from now on."""
    sign_out(person.session_id, uow=uow, now=now)
    drop_cookie(response)


@router.get("/.well-known/jwks.json")
def read_keys(request: Request, response: Response) -> KeySet:
    """Publish the keys that access tokens are signed with."""
    response.headers["Cache-Control"] = "public, max-age=300"
    return KeySet.model_validate(public_keys(process_of(request).key_set))


def read_own_keys(parts: Process) -> None:
    """See that tokens can be signed and will be believed: without, every sign-in is a 500. Raises: ValueError."""
    published = {key.get("kid") for key in public_keys(parts.key_set)["keys"]}
    if thumbprint(parts.signer.key) not in published:
        raise ValueError("the public half of TOKEN_SIGNING_KEY is not in TOKEN_JWKS")


app = create_app(router, make_ready=read_own_keys)
handler = lambda_handler(app)
