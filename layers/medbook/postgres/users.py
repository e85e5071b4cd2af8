"""Accounts as an admin sees and changes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.exc import DBAPIError

from medbook.domain.errors import EmailTaken, NotFound
from medbook.domain.people import Role
from medbook.postgres.transaction import Transaction, violated_constraint

_COLUMNS = """id, email, full_name, role, time_zone, locale, phone, active, email_verified_at IS NOT NULL AS email_verified,
       version, created_at"""

# What a list may be narrowed by; a condition is used when its parameter is given.
_CONDITIONS = {
    "role": "role = :role",
    "active": "active = :active",
    "pattern": "(full_name ILIKE :pattern OR email ILIKE :pattern)",
    "after_id": "(lower(full_name), id) > (:after_name, :after_id)",
}

_READ = text(f"SELECT {_COLUMNS} FROM account WHERE id = :id")  # noqa: S608 - constants
_LOCK = text(f"SELECT {_COLUMNS} FROM account WHERE id = :id FOR UPDATE")  # noqa: S608
_CHANGE = text(f"""
    UPDATE account SET email = :email, full_name = :full_name, phone = :phone, role = :role, active = :active, version = version + 1
     WHERE id = :id RETURNING {_COLUMNS}
""")  # noqa: S608
# In one order, so that two admins who do this at once wait for each other instead of deadlocking.
_LOCK_ADMINS = text("SELECT id FROM account WHERE role = 'admin' AND active ORDER BY id FOR UPDATE")
_ADD_ADMIN = text("""
    INSERT INTO account (id, email, full_name, role, time_zone, password_hash, email_verified_at, created_at)
    VALUES (:id, :email, :full_name, 'admin', :time_zone, :password_hash, :now, :now)
    ON CONFLICT (email) DO NOTHING RETURNING id
""")

CHANGEABLE = ("email", "full_name", "phone", "role", "active")


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFilter:
    """Which accounts are wanted; `q` is part of a name or mail address."""

    role: Role | None = None
    active: bool | None = None
    q: str | None = None


class Users:
    """The accounts of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def list(self, wanted: UserFilter, *, after: tuple[str, UUID] | None, limit: int) -> Sequence[dict[str, Any]]:
        """List accounts by name, whatever its case, then id, beginning after a key; `sort_name` is the key's first part."""
        given = _given(wanted) | ({"after_name": after[0], "after_id": after[1]} if after else {})
        where = " AND ".join(["true", *(condition for name, condition in _CONDITIONS.items() if name in given)])
        statement = text(f"""
            SELECT {_COLUMNS}, lower(full_name) AS sort_name FROM account
             WHERE {where} ORDER BY lower(full_name), id LIMIT :limit
        """)  # noqa: S608 - no value is formatted in
        return [{**row} for row in self._transaction.execute(statement, **given, limit=limit).mappings()]

    def get(self, user_id: UUID) -> dict[str, Any]:
        """Read an account. Raises: NotFound."""
        return self._one(_READ, user_id)

    def lock(self, user_id: UUID) -> dict[str, Any]:
        """Read an account and lock it until the transaction ends. Raises: NotFound."""
        return self._one(_LOCK, user_id)

    def lock_admins(self) -> set[UUID]:
        """Return who is an active admin, and let nobody change that until the transaction ends."""
        return {row.id for row in self._transaction.execute(_LOCK_ADMINS)}

    def change(self, user: Mapping[str, Any]) -> dict[str, Any]:
        """Write what is changeable of an account that was read under lock, and return it with its new version.

        Raises: EmailTaken.
        """
        try:
            changed = self._transaction.execute(_CHANGE, id=user["id"], **{name: user[name] for name in CHANGEABLE})
        except DBAPIError as error:
            if violated_constraint(error) == "account_email_key":
                raise EmailTaken("Another account uses this mail address.") from error
            raise
        return {**changed.mappings().one()}

    def add_admin(self, admin: Mapping[str, Any], now: datetime) -> None:
        """Add an admin whose mail address need not be proved: whoever adds one answers for it.

        Raises: EmailTaken.
        """
        if self._transaction.execute(_ADD_ADMIN, **admin, now=now).one_or_none() is None:
            raise EmailTaken("Another account uses this mail address.")

    def _one(self, statement: TextClause, user_id: UUID) -> dict[str, Any]:
        row = self._transaction.execute(statement, id=user_id).mappings().one_or_none()
        if row is None:
            raise NotFound("There is no such account.")
        return {**row}


def _given(wanted: UserFilter) -> dict[str, Any]:
    # A percent sign that is searched for is one, not "anything".
    literal = wanted.q and wanted.q.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    parameters = {"role": wanted.role, "active": wanted.active, "pattern": f"%{literal}%" if literal else None}
    return {name: value for name, value in parameters.items() if value is not None}
