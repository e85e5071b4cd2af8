"""Signing in, staying signed in, signing out."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from medbook.domain.errors import CredentialsInvalid, EmailNotVerified, SessionInvalid
from medbook.domain.throttling import account_bucket, source_bucket
from medbook.postgres.accounts import Credentials
from medbook.postgres.sessions import Session, TokenReused
from medbook.postgres.unit_of_work import UnitOfWork
from medbook.security import passwords


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Who says they are who, and from where."""

    email: str
    password: str = field(repr=False)
    source: str


def sign_in(attempt: Attempt, *, uow: UnitOfWork, now: datetime, refresh_life: timedelta) -> Session:
    """Begin a session for whoever knows the password.

    The attempt is counted and committed before the password is looked at: a hundred guesses at once, or a process that dies over one, count
    as many. No connection is held while the password is hashed.

    Raises: TooManyAttempts, CredentialsInvalid, EmailNotVerified.
    """
    uow.throttle.count(source_bucket(attempt.source), now)
    uow.throttle.count(account_bucket(attempt.email), now)
    found = uow.accounts.credentials(attempt.email)
    uow.commit()
    known, password_hash = _checked(found, attempt.password)
    newer_hash = passwords.hash_password(attempt.password) if passwords.is_outdated(password_hash) else None
    if not uow.accounts.still_has(known.id, password_hash):
        raise _wrong()
    uow.throttle.forgive(source_bucket(attempt.source))
    uow.throttle.forget(account_bucket(attempt.email))
    if newer_hash is not None:
        uow.accounts.rehash(known.id, newer_hash)
    if not known.email_verified:
        uow.commit()
        raise EmailNotVerified("Follow the link in the mail you were sent first; register again for another one.")
    session = uow.sessions.begin(known.id, known.role, now=now, expires_at=now + refresh_life)
    uow.commit()
    return session


def renew(refresh_token: str | None, *, uow: UnitOfWork, now: datetime, refresh_life: timedelta) -> Session:
    """Exchange a refresh token for the next. Of two who bring the same one, the second ends the session for both.

    There is no grace for a client that asks twice at once: it cannot be told from a thief. A client asks once and waits.

    Raises: SessionInvalid.
    """
    if refresh_token is None:
        raise SessionInvalid("There is no refresh token.")
    try:
        session = uow.sessions.renew(refresh_token, now=now, expires_at=now + refresh_life)
    except TokenReused:
        uow.commit()
        raise
    uow.commit()
    return session


def sign_out(session_id: UUID, *, uow: UnitOfWork, now: datetime) -> None:
    """End a session."""
    uow.sessions.end(session_id, now)
    uow.commit()


def _checked(found: Credentials | None, password: str) -> tuple[Credentials, str]:
    """Return whose password it is, and the hash it fits; as slowly when there is nobody. Raises: CredentialsInvalid."""
    password_hash = found.password_hash if found else None
    if not passwords.matches(password, password_hash) or found is None or password_hash is None:
        raise _wrong()
    return found, password_hash


def _wrong() -> CredentialsInvalid:
    return CredentialsInvalid("Mail address and password do not belong together.")
