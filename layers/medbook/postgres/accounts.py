"""Accounts: who somebody is, and what they sign in with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from uuid_utils.compat import uuid7

from medbook.domain.errors import NotFound
from medbook.domain.people import Role
from medbook.postgres.transaction import Transaction

_ADD_PATIENT = text("""
    INSERT INTO account (id, email, password_hash, full_name, role, time_zone, locale, phone, created_at)
    VALUES (:id, :email, :password_hash, :full_name, 'patient', :time_zone, :locale, :phone, :now)
    ON CONFLICT (email) DO NOTHING RETURNING id
""")
_LOCK_BY_EMAIL = text("SELECT id, role, active, email_verified_at FROM account WHERE email = :email FOR UPDATE")
_REPLACE = text("""
    UPDATE account SET password_hash = :password_hash, full_name = :full_name, time_zone = :time_zone, locale = :locale,
                       phone = :phone, version = version + 1
     WHERE id = :id
""")
_CREDENTIALS = text("""
    SELECT id, role, password_hash, email_verified_at IS NOT NULL AS email_verified FROM account WHERE email = :email AND active
""")
# Locked, so that a password that changes meanwhile either sees the new session or is seen here.
_CONFIRM = text("SELECT id FROM account WHERE id = :id AND active AND password_hash = :password_hash FOR UPDATE")
_SET_PASSWORD = text("""
    UPDATE account SET password_hash = :password_hash, email_verified_at = coalesce(email_verified_at, :now) WHERE id = :id
    RETURNING email
""")
_REHASH = text("UPDATE account SET password_hash = :password_hash WHERE id = :id")
_VERIFY = text("UPDATE account SET email_verified_at = coalesce(email_verified_at, :now) WHERE id = :id")

_PROFILE_COLUMNS = "id, email, full_name, role, time_zone, locale, phone, version, created_at"
_PROFILE = text(f"SELECT {_PROFILE_COLUMNS} FROM account WHERE id = :id")  # noqa: S608 - constants
_PROFILE_LOCKED = text(f"SELECT {_PROFILE_COLUMNS} FROM account WHERE id = :id FOR UPDATE")  # noqa: S608
_CHANGE_PROFILE = text(f"""
    UPDATE account SET full_name = :full_name, time_zone = :time_zone, locale = :locale, phone = :phone, version = version + 1
     WHERE id = :id RETURNING {_PROFILE_COLUMNS}
""")  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPatient:
    """What somebody registers with; the password is hashed already."""

    email: str
    password_hash: str
    full_name: str
    time_zone: str
    locale: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class Registered:
    """Who has a mail address."""

    id: UUID
    is_open: bool
    """True for a patient who has not proved the address yet: nobody has signed in to it, nothing hangs on it."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What signing in is decided by."""

    id: UUID
    role: Role
    password_hash: str | None
    email_verified: bool


class Accounts:
    """The accounts of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add_patient(self, patient: NewPatient, now: datetime) -> UUID | None:
        """Add an unverified patient; None when somebody has the mail address."""
        added = self._transaction.execute(_ADD_PATIENT, id=uuid7(), now=now, **_columns(patient)).one_or_none()
        return None if added is None else added.id

    def lock(self, email: str) -> Registered | None:
        """Find and lock the account with a mail address."""
        row = self._transaction.execute(_LOCK_BY_EMAIL, email=email).one_or_none()
        if row is None:
            return None
        return Registered(row.id, row.role == Role.PATIENT and row.active and row.email_verified_at is None)

    def replace(self, account_id: UUID, patient: NewPatient) -> None:
        """Put a newer registration in the place of one that was never verified."""
        columns = _columns(patient)
        del columns["email"]
        self._transaction.execute(_REPLACE, id=account_id, **columns)

    def credentials(self, email: str) -> Credentials | None:
        """Find what signing in with a mail address is decided by; closed accounts have none."""
        row = self._transaction.execute(_CREDENTIALS, email=email).one_or_none()
        return None if row is None else Credentials(row.id, Role(row.role), row.password_hash, row.email_verified)

    def still_has(self, account_id: UUID, password_hash: str) -> bool:
        """Lock the account, and tell whether it is open and its password still the one that was checked."""
        return self._transaction.execute(_CONFIRM, id=account_id, password_hash=password_hash).one_or_none() is not None

    def rehash(self, account_id: UUID, password_hash: str) -> None:
        """Keep the same password under newer parameters."""
        self._transaction.execute(_REHASH, id=account_id, password_hash=password_hash)

    def set_password(self, account_id: UUID, password_hash: str, now: datetime) -> str:
        """Set a password with a token from a mail, which proves the address as well; return the address."""
        email: str = self._transaction.execute(_SET_PASSWORD, id=account_id, password_hash=password_hash, now=now).scalar_one()
        return email

    def verify_email(self, account_id: UUID, now: datetime) -> None:
        """Note that the mail address is proved."""
        self._transaction.execute(_VERIFY, id=account_id, now=now)

    def profile(self, account_id: UUID, *, locked: bool = False) -> dict[str, Any]:
        """Read what somebody sees of their own account. Raises: NotFound."""
        row = self._transaction.execute(_PROFILE_LOCKED if locked else _PROFILE, id=account_id).mappings().one_or_none()
        if row is None:
            raise NotFound("There is no such account.")
        return dict(row)

    def change_profile(self, profile: Mapping[str, Any]) -> dict[str, Any]:
        """Write a profile that was read under lock, and return it with its new version."""
        changed = self._transaction.execute(_CHANGE_PROFILE, **{name: profile[name] for name in _CHANGEABLE})
        return dict(changed.mappings().one())


_CHANGEABLE = ("id", "full_name", "time_zone", "locale", "phone")


def _columns(patient: NewPatient) -> dict[str, Any]:
    return {name: getattr(patient, name) for name in NewPatient.__slots__}
