"""What telling people needs of the database; `medbook.postgres` provides it, `bootstrap` puts the two together."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol
from uuid import UUID

from medbook.domain.events import AppointmentEvent
from medbook.domain.visits import Visit


class Ledger(Protocol):
    """Who was told of which event; see `medbook.postgres.ledger`."""

    def claim(self, event: AppointmentEvent, recipient: UUID, kind: str) -> bool: ...
    def skip(self, event: AppointmentEvent, recipient: UUID, kind: str, reason: str) -> None: ...
    def fail(self, event: AppointmentEvent, recipient: UUID, kind: str, detail: str) -> None: ...


class Visits(Protocol):
    """Visits as they stand."""

    def of(self, event: AppointmentEvent) -> Visit | None: ...


class UnitOfWork(Protocol):
    """One transaction; leaving it without a commit rolls back."""

    @property
    def ledger(self) -> Ledger: ...
    @property
    def visits(self) -> Visits: ...
    def commit(self) -> None: ...


type OpenUnitOfWork = Callable[[], AbstractContextManager[UnitOfWork]]
