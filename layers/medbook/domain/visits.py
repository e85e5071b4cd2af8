"""A visit as it stands, with its two people: what an event says is held against it before anyone is told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from medbook.domain.errors import MedBookError
from medbook.domain.events import (
    AppointmentCancelled,
    AppointmentEvent,
    AppointmentReminder,
    AppointmentRescheduled,
    AppointmentStatus,
)


class Undeliverable(MedBookError):
    """There is nobody to tell, or no way to tell them; no retry helps before a person has mended something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One of the two people, as letters address them."""

    id: UUID
    name: str
    email: str
    locale: str
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The present state of an appointment. `time_zone` is the clinic's; `visit_type` is a name for people."""

    patient: Party
    doctor: Party
    status: AppointmentStatus
    sequence: int
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    specialty: str
    visit_type: str
    location: str

    def contradicts(self, event: AppointmentEvent) -> bool:
        """Tell whether the event cannot be about this visit as it is or was: it comes from somebody else, or was tampered with."""
        if isinstance(event, AppointmentRescheduled) and event.sequence == 0:
            return True
        if event.sequence == self.sequence:
            return (event.starts_at, event.ends_at) != (self.starts_at, self.ends_at)
        return event.sequence > self.sequence

    def why_not_tell(self, event: AppointmentEvent, *, now: datetime) -> str | None:
        """Return why nobody should hear of the event any more, or None if it still holds.

        Topics are read independently: a cancellation may be handled before the booking it ends.
        """
        if event.sequence < self.sequence:
            return "the visit was moved since"
        if isinstance(event, AppointmentCancelled):
            return None if self.status is AppointmentStatus.CANCELLED else "the visit is not cancelled"
        if not self.status.is_open:
            return f"the visit is {self.status.replace('_', '-')}"
        if isinstance(event, AppointmentReminder) and self.starts_at <= now:
            return "the visit has begun"
        return None
