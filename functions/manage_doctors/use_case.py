"""Inviting, changing and deactivating doctors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from medbook.domain.account_mails import AccountMailKind
from medbook.domain.errors import Conflict, Forbidden
from medbook.domain.people import Person
from medbook.postgres.unit_of_work import UnitOfWork

type VersionCheck = Callable[[int], None]

# What of a profile decides where the doctor's openings lie, and who finds them.
_OF_OPENINGS = {"specialty", "time_zone"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCommand:
    """Whose profile changes, in what, and who says so."""

    doctor_id: UUID
    changes: Mapping[str, Any]
    by: Person

    def require_permitted(self) -> None:
        """Raise Forbidden when a doctor changes another, or what only admins may."""
        if self.by.is_admin:
            return
        if self.by.id != self.doctor_id:
            raise Forbidden("Doctors change their own profile alone.")
        if "specialty" in self.changes:
            raise Forbidden("The specialty is changed by admins alone.")


def invite(email: str, profile: Mapping[str, Any], *, uow: UnitOfWork, now: datetime) -> Mapping[Any, Any]:
    """Add a doctor and let the invitation leave after the commit.

    Raises: EmailTaken.
    """
    doctor_id = uuid7()
    uow.doctors.add(doctor_id, email, profile)
    uow.account_mails.queue(doctor_id, AccountMailKind.INVITATION, now)
    shown = uow.doctor_views.get(doctor_id)
    uow.commit()
    return shown


def invite_again(doctor_id: UUID, *, uow: UnitOfWork, now: datetime) -> None:
    """Let another invitation leave, for a doctor who has not chosen a password yet. Links of earlier ones stay good.

    Raises: NotFound, Conflict, TooManyAttempts.
    """
    doctor = uow.doctors.lock(doctor_id)
    if not doctor.active:
        raise Conflict("The doctor is deactivated; nobody is invited to an account that is closed.")
    if doctor.signed_up:
        raise Conflict("The doctor has chosen a password already; who forgot it asks for another.")
    uow.account_mails.require_not_flooded(doctor_id, now)
    uow.account_mails.queue(doctor_id, AccountMailKind.INVITATION, now)
    uow.commit()


def change(command: ChangeCommand, *, uow: UnitOfWork, now: datetime, check: VersionCheck) -> Mapping[Any, Any]:
    """Change a profile; a doctor who moves to another zone keeps the hours on the wall.

    Raises: Forbidden, NotFound, and what `check` raises for the present version.
    """
    command.require_permitted()
    check(uow.doctors.lock(command.doctor_id).version)
    if command.changes:
        uow.doctors.change(command.doctor_id, command.changes)
    if _OF_OPENINGS & command.changes.keys():
        uow.openings.lay([command.doctor_id], now)
    shown = uow.doctor_views.get(command.doctor_id)
    uow.commit()
    return shown


def deactivate(doctor_id: UUID, *, uow: UnitOfWork, now: datetime, check: VersionCheck) -> None:
    """Deactivate a doctor; once more changes nothing.

    Raises: NotFound, and what `check` raises for the present version.
    """
    doctor = uow.doctors.lock(doctor_id)
    check(doctor.version)
    if doctor.active:
        uow.doctors.deactivate(doctor_id)
        # Not to come back to life with the account, should an admin open it again.
        uow.sessions.end_all(doctor_id, now)
        uow.openings.lay([doctor_id], now)
    uow.commit()
