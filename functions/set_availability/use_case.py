"""Publishing hours, seeing beforehand what they would offer, and being away."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from medbook.domain.availability import Availability
from medbook.domain.errors import Fault, Invalid
from medbook.domain.slots import Range, Slot, offered_slots
from medbook.domain.wall_clock import MINUTES_PER_DAY, local_date, to_instant
from medbook.http.slots import SlotQuery
from medbook.postgres.time_off import TimeOff
from medbook.postgres.unit_of_work import UnitOfWork

LONGEST_TIME_OFF = timedelta(days=366)
_ONE_DAY = timedelta(days=1)


def publish(doctor_id: UUID, published: Availability, *, uow: UnitOfWork, now: datetime, check: Callable[[int], None]) -> int:
    """Publish an availability in place of the one before; return its version.

    Raises: NotFound, and what `check` raises for the present version.
    """
    check(uow.availabilities.lock(doctor_id))
    version = uow.availabilities.replace(doctor_id, published)
    uow.openings.lay([doctor_id], now)
    uow.commit()
    return version


def preview(
    doctor_id: UUID, published: Availability, wanted: SlotQuery, *, uow: UnitOfWork, now: datetime
) -> list[tuple[Slot, bool]]:
    """List the slots that this availability would offer if it were published now, and which of them would be free.

    Raises: NotFound, Invalid.
    """
    first, last = wanted.days(local_date(now, published.zone))
    visit_type = wanted.kind(published)
    # A visit that begins before the first day, or a slot that begins on the last, ends within a day.
    since = to_instant(first, 0, published.zone) - _ONE_DAY
    until = to_instant(last, MINUTES_PER_DAY, published.zone) + _ONE_DAY
    time_off = uow.diaries.between(doctor_id, since, until).time_off
    busy = uow.diaries.busy(doctor_id, since, until)
    return offered_slots(published, visit_type, first, last, now=now, busy=[*busy, *time_off])


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
