"""POST /v1/patients."""

from fastapi import APIRouter

from medbook.bootstrap import Now, UnitOfWork, create_app, lambda_handler
from medbook.domain.errors import Invalid, PasswordTooWeak, TooManyAttempts
from medbook.http.discreet import DiscreetRoute
from medbook.http.fields import EmailAddress, FullName, Locale, Password, Phone, TimeZoneName
from medbook.http.models import Body, Representation
from medbook.http.problems import problems
from medbook.http.source import SourceAddress

# While the function starts, for its first request would wait a tenth of a second for Babel and Jinja.
from medbook.mail import account_mails as _account_mails  # noqa: F401
from register_patient.use_case import Registration, register

router = APIRouter(route_class=DiscreetRoute, tags=["accounts"])


class RegisterPatient(Body):
    """Who wants an account. Telephone number and language can be left out."""

    email: EmailAddress
    password: Password
    full_name: FullName
    time_zone: TimeZoneName
    phone: Phone | None = None
    locale: Locale = "en"

    def to_registration(self) -> Registration:
        """Say what the use case needs."""
        return Registration(
            email=self.email,
            password=self.password.get_secret_value(),
            full_name=self.full_name,
            time_zone=self.time_zone,
            phone=self.phone,
            locale=self.locale,
        )


class Accepted(Representation):
    """Says the same to everyone."""

    detail: str = "If the address can be reached, a mail with the next step is on its way."


@router.post("/v1/patients", status_code=202, responses=problems(Invalid, PasswordTooWeak, TooManyAttempts))
def register_patient(request: RegisterPatient, source: SourceAddress, uow: UnitOfWork, now: Now) -> Accepted:
    """Ask for a patient's account; a mail says how to go on. The answer never tells whether the address is taken."""
    register(request.to_registration(), source=source, uow=uow, now=now)
    return Accepted()


app = create_app(router)
handler = lambda_handler(app)
