"""Rolling the calendar on."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from medbook.postgres.unit_of_work import UnitOfWork

# Few enough that no doctor's row is locked for long.
_BATCH = 50


def roll(now: datetime, *, open_uow: Callable[[], AbstractContextManager[UnitOfWork]]) -> int:
    """Bring the openings of every active doctor up to `now`, some doctors a transaction; return how many doctors.

    A run that is cut short leaves the rest for the next, which begins with those who have waited longest.
    """
    rolled = 0
    while batch := _roll_some(now, open_uow):
        rolled += batch
    return rolled


def _roll_some(now: datetime, open_uow: Callable[[], AbstractContextManager[UnitOfWork]]) -> int:
    with open_uow() as uow:
        doctor_ids = uow.openings.due(now, _BATCH)
        if doctor_ids:
            uow.openings.lay(doctor_ids, now)
            uow.commit()
        return len(doctor_ids)
