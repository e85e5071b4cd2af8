"""What a transaction has written for others to hear: delivered after the commit, and kept in the database until it is."""

from dataclasses import dataclass, field
from uuid import UUID

from medbook.domain.events import AppointmentEvent


@dataclass(slots=True)
class Staged:
    """Events by the transaction's order, and the ids of queued account mails."""

    events: list[AppointmentEvent] = field(default_factory=list)
    account_mails: list[UUID] = field(default_factory=list)

    def take(self) -> "Staged":
        """Return what is staged, and begin anew."""
        taken = Staged(self.events, self.account_mails)
        self.events, self.account_mails = [], []
        return taken

    def __bool__(self) -> bool:
        return bool(self.events or self.account_mails)
