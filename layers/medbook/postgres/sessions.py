"""Who is signed in. A session is a family of refresh tokens, each of which works once and is kept as its SHA-256."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import text
from uuid_utils.compat import uuid7

from medbook.domain.errors import NotSignedIn, SessionInvalid
from medbook.domain.people import Person, Role
from medbook.postgres.transaction import Transaction

_PERSON = text("""
    SELECT a.id, a.role, a.time_zone
      FROM session s JOIN account a ON a.id = s.account_id
     WHERE s.id = :session_id AND a.id = :account_id AND s.revoked_at IS NULL AND a.active
""")
_BEGIN = text("INSERT INTO session (id, account_id, created_at) VALUES (:id, :account_id, :now)")
_ADD_TOKEN = text("INSERT INTO refresh_token (hash, session_id, expires_at) VALUES (:hash, :session_id, :expires_at)")
# The row stays locked until the commit: of two that bring the same token, the second finds it used.
_TOKEN = text("""
    SELECT r.session_id, r.used_at, r.expires_at, s.revoked_at, a.id AS account_id, a.role, a.active
      FROM refresh_token r JOIN session s ON s.id = r.session_id JOIN account a ON a.id = s.account_id
     WHERE r.hash = :hash FOR UPDATE OF r
""")
_USE_TOKEN = text("UPDATE refresh_token SET used_at = :now WHERE hash = :hash")
_END = text("UPDATE session SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL")
_END_ALL = text("UPDATE session SET revoked_at = :now WHERE account_id = :account_id AND revoked_at IS NULL")


@dataclass(frozen=True, slots=True)
class Session:
    """A session that goes on, and the token that renews it next time."""

    id: UUID
    account_id: UUID
    role: Role
    refresh_token: str


class TokenReused(SessionInvalid):
    """A refresh token came a second time: one of the two who have it stole it, so the session was ended. Commit that."""


class Sessions:
    """The sessions of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def person(self, session_id: UUID, account_id: UUID) -> Person:
        """Return who holds the session.

        Raises: NotSignedIn when it was ended, or the account closed.
        """
        row = self._transaction.execute(_PERSON, session_id=session_id, account_id=account_id).one_or_none()
        if row is None:
            raise NotSignedIn("The session has ended.")
        return Person(id=row.id, role=Role(row.role), session_id=session_id, time_zone=row.time_zone)

    def begin(self, account_id: UUID, role: Role, *, now: datetime, expires_at: datetime) -> Session:
        """Begin a session; its first refresh token is good until `expires_at`."""
        session_id = uuid7()
        self._transaction.execute(_BEGIN, id=session_id, account_id=account_id, now=now)
        return Session(session_id, account_id, role, self._add_token(session_id, expires_at))

    def renew(self, refresh_token: str, *, now: datetime, expires_at: datetime) -> Session:
        """Exchange a refresh token for the next one (RFC 9700, section 4.14.2).

        Raises: TokenReused, which has ended the session; SessionInvalid for any other token that is not good.
        """
        digest = _digest(refresh_token)
        row = self._transaction.execute(_TOKEN, hash=digest).one_or_none()
        if row is None or row.revoked_at is not None or not row.active:
            raise SessionInvalid(_NOT_GOOD)
        if row.used_at is not None:
            self.end(row.session_id, now)
            raise TokenReused(_NOT_GOOD)
        if row.expires_at <= now:
            raise SessionInvalid(_NOT_GOOD)
        self._transaction.execute(_USE_TOKEN, hash=digest, now=now)
        return Session(row.session_id, row.account_id, Role(row.role), self._add_token(row.session_id, expires_at))

    def end(self, session_id: UUID, now: datetime) -> None:
        """Sign out: neither its access tokens nor its refresh tokens are good any more."""
        self._transaction.execute(_END, id=session_id, now=now)

    def end_all(self, account_id: UUID, now: datetime) -> None:
        """Sign somebody out everywhere."""
        self._transaction.execute(_END_ALL, account_id=account_id, now=now)

    def _add_token(self, session_id: UUID, expires_at: datetime) -> str:
        token = secrets.token_urlsafe(32)
        self._transaction.execute(_ADD_TOKEN, hash=_digest(token), session_id=session_id, expires_at=expires_at)
        return token


_NOT_GOOD = "The refresh token is unknown, was used, or is out of date."


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
