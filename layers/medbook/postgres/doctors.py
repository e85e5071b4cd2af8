"""Doctors as an admin makes and changes them: an account with a profile. What they publish is kept elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from medbook.domain.errors import EmailTaken, NotFound
from medbook.postgres.transaction import Transaction

# The conflict is waited for and told, not raised: whoever comes second with an address is refused, whatever the moment.
_ADD_ACCOUNT = text("""
    INSERT INTO account (id, email, full_name, role, time_zone)
    VALUES (:id, :email, :full_name, 'doctor', :time_zone)
    ON CONFLICT (email) DO NOTHING RETURNING id
""")
_ADD = text("""
    WITH first_visit AS (
        INSERT INTO visit_type (doctor_id, code, name, minutes, position) VALUES (:id, 'standard', 'Consultation', 30, 0)
    )
    INSERT INTO doctor (id, specialty, bio, qualifications, languages, location, consultation_fee, time_zone)
    VALUES (:id, :specialty, :bio, CAST(:qualifications AS text[]), CAST(:languages AS text[]), :location,
            CAST(:consultation_fee AS numeric), :time_zone)
""")
_LOCK = text("""
    SELECT a.version, a.active, a.password_hash IS NOT NULL AS signed_up
      FROM doctor d JOIN account a ON a.id = d.id WHERE d.id = :id FOR NO KEY UPDATE
""")
_DEACTIVATE = text("UPDATE account SET active = false, version = version + 1 WHERE id = :id")

# Columns that a change may name, with the type that PostgreSQL cannot tell from an empty list or a null.
_OF_DOCTOR = {
    "specialty": "text",
    "bio": "text",
    "qualifications": "text[]",
    "languages": "text[]",
    "location": "text",
    "consultation_fee": "numeric",
    "time_zone": "text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedDoctor:
    """What changing a doctor is decided by; `version` is the profile's, `signed_up` is whoever has chosen a password."""

    version: int
    active: bool
    signed_up: bool


class Doctors:
    """The doctors of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, doctor_id: UUID, email: str, profile: Mapping[str, Any]) -> None:
        """Keep a new doctor, who has no password and no hours yet, and one kind of visit.

        Raises: EmailTaken.
        """
        account = {name: profile[name] for name in ("full_name", "time_zone")}
        if self._transaction.execute(_ADD_ACCOUNT, id=doctor_id, email=email, **account).one_or_none() is None:
            raise EmailTaken("Another account uses this mail address.")
        self._transaction.execute(_ADD, id=doctor_id, **{name: profile[name] for name in _OF_DOCTOR})

    def lock(self, doctor_id: UUID) -> LockedDoctor:
        """Lock a doctor until the transaction ends.

        Raises: NotFound.
        """
        row = self._transaction.execute(_LOCK, id=doctor_id).mappings().one_or_none()
        if row is None:
            raise NotFound("There is no such doctor.")
        return LockedDoctor(**row)

    def change(self, doctor_id: UUID, changes: Mapping[str, Any]) -> None:
        """Change what is named of a locked doctor's profile."""
        of_doctor = {name: value for name, value in changes.items() if name in _OF_DOCTOR}
        if of_doctor:
            # The zone is a part of the availability too.
            columns = "availability_version = availability_version + 1, " if "time_zone" in of_doctor else ""
            columns += ", ".join(f"{name} = CAST(:{name} AS {_OF_DOCTOR[name]})" for name in of_doctor)
            self._transaction.execute(text(f"UPDATE doctor SET {columns} WHERE id = :id"), id=doctor_id, **of_doctor)  # noqa: S608
        name = ", full_name = :full_name" if "full_name" in changes else ""
        values = {"full_name": changes["full_name"]} if name else {}
        self._transaction.execute(text(f"UPDATE account SET version = version + 1{name} WHERE id = :id"), id=doctor_id, **values)  # noqa: S608

    def deactivate(self, doctor_id: UUID) -> None:
        """Let a locked doctor sign in and be booked no more. Visits that are booked stay; openings are laid apart."""
        self._transaction.execute(_DEACTIVATE, id=doctor_id)
