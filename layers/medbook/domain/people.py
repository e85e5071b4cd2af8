"""Who acts: roles, and the person a request speaks for."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from medbook.domain.errors import Forbidden, NotFound


class Role(StrEnum):
    """What an account may do. A doctor or admin is made by an admin; everyone who registers is a patient."""

    PATIENT = "patient"
    DOCTOR = "doctor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Person:
    """The signed-in caller."""

    id: UUID
    role: Role
    session_id: UUID
    time_zone: str

    @property
    def is_admin(self) -> bool:
        """Admins run the clinic: they see and change every appointment."""
        return self.role is Role.ADMIN

    @property
    def is_patient(self) -> bool:
        """Patients are bound by the clinic's cut-off for changes."""
        return self.role is Role.PATIENT

    def require(self, *roles: Role) -> None:
        """Raise Forbidden unless the caller has one of these roles."""
        if self.role not in roles:
            raise Forbidden(f"This is for {' and '.join(f'{role}s' for role in roles)}.")

    def require_party(self, *ids: UUID) -> None:
        """Raise NotFound unless the caller is one of these people or an admin: what is not theirs does not exist for them."""
        if not self.is_admin and self.id not in ids:
            raise NotFound("There is no such appointment.")
