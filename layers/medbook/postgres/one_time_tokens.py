"""Tokens that come by mail and work once. The database has their SHA-256: 256 random bits need no salt."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import text

from medbook.domain.account_mails import TokenPurpose
from medbook.domain.errors import TokenInvalid
from medbook.postgres.transaction import Transaction

_ADD = text("""
    INSERT INTO one_time_token (hash, account_id, purpose, expires_at) VALUES (:hash, :account_id, :purpose, :expires_at)
""")
_OWNER = text("""
    SELECT a.id, a.email, a.full_name FROM one_time_token t JOIN account a ON a.id = t.account_id
     WHERE t.hash = :hash AND t.purpose = :purpose AND t.used_at IS NULL AND t.expires_at > :now AND a.active
""")
# The account first, as everyone locks it who touches its tokens; two at once then wait for each other in one order.
_LOCK_OWNER = text("""
    SELECT id FROM account WHERE id = (SELECT account_id FROM one_time_token WHERE hash = :hash) AND active FOR UPDATE
""")
_USE = text("""
    UPDATE one_time_token SET used_at = :now
     WHERE hash = :hash AND purpose = :purpose AND used_at IS NULL AND expires_at > :now RETURNING account_id
""")
_VOID = text("""
    UPDATE one_time_token SET used_at = :now
     WHERE account_id = :account_id AND purpose = ANY(CAST(:purposes AS text[])) AND used_at IS NULL
""")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose token it is."""

    id: UUID
    email: str
    full_name: str


class OneTimeTokens:
    """The tokens of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def mint(self, account_id: UUID, purpose: TokenPurpose, expires_at: datetime) -> str:
        """Make a token. It is told once, here."""
        token = secrets.token_urlsafe(32)
        self._transaction.execute(_ADD, hash=_digest(token), account_id=account_id, purpose=purpose.value, expires_at=expires_at)
        return token

    def owner(self, token: str, purpose: TokenPurpose, now: datetime) -> Owner:
        """Return whose good token this is, and leave it good. Raises: TokenInvalid."""
        row = self._transaction.execute(_OWNER, hash=_digest(token), purpose=purpose.value, now=now).one_or_none()
        if row is None:
            raise _invalid()
        return Owner(row.id, row.email, row.full_name)

    def use(self, token: str, purpose: TokenPurpose, now: datetime) -> UUID:
        """Use a token up, lock its account and return the account's id. Raises: TokenInvalid."""
        digest = _digest(token)
        locked = self._transaction.execute(_LOCK_OWNER, hash=digest).one_or_none()
        used = locked and self._transaction.execute(_USE, hash=digest, purpose=purpose.value, now=now).one_or_none()
        if not used:
            raise _invalid()
        account_id: UUID = used.account_id
        return account_id

    def void(self, account_id: UUID, now: datetime, *purposes: TokenPurpose) -> None:
        """Make every open token of an account worthless. The account must be locked."""
        self._transaction.execute(_VOID, account_id=account_id, purposes=[purpose.value for purpose in purposes], now=now)


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _invalid() -> TokenInvalid:
    return TokenInvalid("The token is unknown, was used, or is out of date.")
