"""Reminding by the clock."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from medbook.postgres.unit_of_work import UnitOfWork


def emit(now: datetime, offsets: Iterable[timedelta], *, uow: UnitOfWork) -> int:
    """Put the reminders that are due at `now` into the outbox; return how many."""
    emitted = uow.reminders.emit(now, offsets)
    uow.commit()
    return emitted
