"""POST /v1/email-verifications."""

from fastapi import APIRouter

from medbook.bootstrap import Now, UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import Invalid, TokenInvalid
from medbook.http.fields import OneTimeToken
from medbook.http.models import Body
from medbook.http.problems import problems
from medbook.http.route import UseCaseRoute
from verify_email.use_case import verify

router = APIRouter(route_class=UseCaseRoute, tags=["accounts"])


class VerifyEmail(Body):
    """The token that came by mail."""

    token: OneTimeToken


@router.post("/v1/email-verifications", status_code=204, responses=problems(TokenInvalid, Invalid))
def verify_email(request: VerifyEmail, uow: UnitOfWork, now: Now) -> None:
    """Prove a mail address. A token works once, within 24 hours."""
    verify(request.token, uow=uow, now=now)


app = create_app(router)
handler = lambda_handler(app)
