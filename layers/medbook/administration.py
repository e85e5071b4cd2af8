"""The first admin, whom nobody could invite: an operator adds one with the database at hand. Every further one can be made by them."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from medbook.domain.account_mails import AccountMailKind
from medbook.http.fields import EmailAddress, FullName, Password, TimeZoneName
from medbook.http.models import Body
from medbook.postgres.unit_of_work import UnitOfWork
from medbook.security.passwords import hash_password
from medbook.security.strength import check_strength


class Invited(Body):
    """Who is to run the clinic."""

    email: EmailAddress
    full_name: FullName
    time_zone: TimeZoneName = "UTC"


class NewAdmin(Invited):
    """The same with a password. Without one they are sent an invitation to choose it."""

    password: Password | None = None


def create_admin(new: NewAdmin, *, uow: UnitOfWork, now: datetime) -> UUID:
    """Add an admin; the invitation leaves with the next run of `send_account_mail`.

    Raises: EmailTaken, PasswordTooWeak.
    """
    admin_id = uuid7()
    columns = new.model_dump(include={"email", "full_name", "time_zone"})
    uow.users.add_admin({"id": admin_id, **columns, "password_hash": _hashed(new)}, now)
    if new.password is None:
        uow.account_mails.queue(admin_id, AccountMailKind.INVITATION, now)
    uow.commit()
    return admin_id


def _hashed(new: NewAdmin) -> str | None:
    if new.password is None:
        return None
    password = new.password.get_secret_value()
    check_strength(password, email=new.email, full_name=new.full_name, pointer="/password")
    return hash_password(password)
