"""Forgotten passwords, and the first password of somebody who was invited."""

from datetime import datetime

from medbook.domain.account_mails import AccountMailKind, TokenPurpose
from medbook.domain.throttling import account_bucket, mail_bucket
from medbook.postgres.unit_of_work import UnitOfWork
from medbook.security import passwords
from medbook.security.strength import check_strength


def request_reset(email: str, *, source: str, uow: UnitOfWork, now: datetime) -> None:
    """Let a mail with a link leave, if somebody has the address and was not just written to five times.

    Raises: TooManyAttempts, which depends on the source alone.
    """
    uow.throttle.count(mail_bucket(source), now)
    holder = uow.accounts.lock(email)
    if holder is not None and not uow.account_mails.is_flooded(holder.id, now):
        uow.account_mails.queue(holder.id, AccountMailKind.RESET_PASSWORD, now)
    uow.commit()


def choose_password(token: str, password: str, *, uow: UnitOfWork, now: datetime) -> None:
    """Set a password for whoever has the token, end their sessions and every other link, and let them sign in at once.

    Raises: TokenInvalid; PasswordTooWeak, which leaves the token good.
    """
    owner = uow.one_time_tokens.owner(token, TokenPurpose.RESET, now)
    check_strength(password, email=owner.email, full_name=owner.full_name, pointer="/new_password")
    # Nothing is written yet; it gives the connection back while the processor is busy.
    uow.commit()
    password_hash = passwords.hash_password(password)
    account_id = uow.one_time_tokens.use(token, TokenPurpose.RESET, now)
    email = uow.accounts.set_password(account_id, password_hash, now)
    uow.sessions.end_all(account_id, now)
    uow.one_time_tokens.void(account_id, now, TokenPurpose.RESET, TokenPurpose.VERIFY)
    uow.throttle.forget(account_bucket(email))
    uow.commit()
