"""POST /v1/password-resets and /v1/password-resets/confirm."""

from fastapi import APIRouter

from medbook.bootstrap import Now, UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import Invalid, PasswordTooWeak, TokenInvalid, TooManyAttempts
from medbook.http.discreet import DiscreetRoute
from medbook.http.fields import EmailAddress, OneTimeToken, Password
from medbook.http.models import Body, Representation
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute
from medbook.http.source import SourceAddress

# While the function starts, for its first request would wait a tenth of a second for Babel and Jinja.
from medbook.mail import account_mails as _account_mails  # noqa: F401
from reset_password.use_case import choose_password, request_reset

asking = APIRouter(route_class=DiscreetRoute, tags=["accounts"])
confirming = APIRouter(route_class=UseCaseRoute, tags=["accounts"])


class RequestReset(Body):
    """Whose password was forgotten."""

    email: EmailAddress


class ResetAccepted(Representation):
    """Says the same to everyone."""

    detail: str = "If there is an account with this address, a mail with a link is on its way."


class ChoosePassword(Body):
    """The token that came by mail, of a reset or an invitation, and the password to be."""

    token: OneTimeToken
    new_password: Password


@asking.post("/v1/password-resets", status_code=202, responses=problems(Invalid, TooManyAttempts))
def ask_for_reset(request: RequestReset, source: SourceAddress, uow: UnitOfWork, now: Now) -> ResetAccepted:
    """Ask for a link to choose a new password. The answer never tells whether there is an account."""
    request_reset(request.email, source=source, uow=uow, now=now)
    return ResetAccepted()


@confirming.post("/v1/password-resets/confirm", status_code=204, responses=problems(TokenInvalid, Invalid, PasswordTooWeak))
def confirm_reset(request: ChoosePassword, uow: UnitOfWork, now: Now) -> None:
    """Choose a new password. It ends every session; a password that is too weak leaves the token good."""
    choose_password(request.token, request.new_password.get_secret_value(), uow=uow, now=now)


router = APIRouter()
router.include_router(asking)
router.include_router(confirming)

app = create_app(router)
handler = lambda_handler(app)
