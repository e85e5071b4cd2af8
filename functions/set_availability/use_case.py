"""Publishing hours, and being away."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from medbook.domain.availability import Availability
from medbook.domain.errors import Fault, Invalid
from medbook.domain.slots import Range
from medbook.postgres.time_off import TimeOff
from medbook.postgres.unit_of_work import UnitOfWork

LONGEST_TIME_OFF = timedelta(days=366)


def publish(doctor_id: UUID, published: Availability, *, uow: UnitOfWork, now: datetime, check: Callable[[int], None]) -> int:
    """Publish an availability in place of the one before; return its version.

    Raises: NotFound, and what `check` raises for the present version.
    """
    check(uow.availabilities.lock(doctor_id))
    version = uow.availabilities.replace(doctor_id, published)
    uow.openings.lay([doctor_id], now)
    uow.commit()
    return version


def add_time_off(doctor_id: UUID, during: Range, reason: str | None, *, uow: UnitOfWork, now: datetime) -> TimeOff:
    """Close a range of the doctor's time, and tell which open appointments it meets.

    Raises: Invalid, NotFound.
    """
    _require_sensible(during, now)
    # Bookings under way share the doctor's row: they are waited for, and then found among the affected. Later ones see the time off.
    uow.availabilities.lock(doctor_id)
    added = uow.times_off.add(uuid7(), doctor_id, during, reason)
    uow.commit()
    return added


def remove_time_off(doctor_id: UUID, time_off_id: UUID, *, uow: UnitOfWork) -> None:
    """Open the time again.

    Raises: NotFound.
    """
    uow.times_off.remove(time_off_id, doctor_id)
    uow.commit()


def _require_sensible(during: Range, now: datetime) -> None:
    start, end = during
    fault = None
    if end <= start:
        fault = "must be later than the start"
    elif end <= now:
        fault = "has passed"
    elif end - start > LONGEST_TIME_OFF:
        fault = f"must not be more than {LONGEST_TIME_OFF.days} days after the start"
    if fault:
        raise Invalid("That is no time to be away.", [Fault("/ends_at", fault)])
