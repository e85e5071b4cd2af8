"""Which starts are free. Knows instants, grids and busy ranges; all of it in UTC, where adding minutes means what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from medbook.domain.wall_clock import local_date, to_instant

if TYPE_CHECKING:
    from medbook.domain.availability import Availability, VisitType

type Range = tuple[datetime, datetime]
"""Half-open: the end no longer belongs to it."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A visit's time, without the buffer after it. Both ends are UTC."""

    starts_at: datetime
    ends_at: datetime


def held(slot: Slot, buffer_minutes: int) -> Range:
    """Return the doctor's time that a visit claims: the visit and the buffer after it."""
    return slot.starts_at, slot.ends_at + timedelta(minutes=buffer_minutes)


def overlaps(one: Range, other: Range) -> bool:
    """Tell whether two ranges share an instant; an empty range shares none."""
    return max(one[0], other[0]) < min(one[1], other[1])


def free_slots(
    availability: Availability,
    visit_type: VisitType,
    first: date,
    last: date,
    *,
    now: datetime,
    busy: Iterable[Range],
) -> list[Slot]:
    """List, by start, the free slots that start on the doctor's dates `first` to `last`, both included.

    A visit fits into its window with both ends; the buffer after it may hang over. Each window is a grid of its own, counted from
    its start. Nothing is listed that may not be booked at `now`, or whose time with the buffer meets something busy.

    `busy` holds what the doctor has claimed (visits with their buffers) and time off, in any order; ranges may overlap.
    """
    starts_from, starts_before = starts_between(availability, first, last, now)
    length = timedelta(minutes=visit_type.minutes)
    grid = _grid(availability, length, starts_from, starts_before)
    free = clear_of(busy, grid, length + timedelta(minutes=availability.buffer_minutes))
    return [Slot(start, start + length) for start in free]


def offered_slots(
    availability: Availability,
    visit_type: VisitType,
    first: date,
    last: date,
    *,
    now: datetime,
    busy: Iterable[Range],
) -> list[tuple[Slot, bool]]:
    """List, by start, every slot of these dates that is offered, with whether it is free as `free_slots` means it."""
    every = free_slots(availability, visit_type, first, last, now=now, busy=())
    free = set(free_slots(availability, visit_type, first, last, now=now, busy=busy))
    return [(slot, slot in free) for slot in every]


def starts_between(availability: Availability, first: date, last: date, now: datetime) -> Range:
    """Return the range in which a slot of these dates may start; it does not begin before its end when there is none."""
    zone = availability.zone
    earliest, latest = availability.bookable_between(now)
    # The dates are cut before they are converted: year 1 and year 9999 are valid dates, but have no midnight in every zone.
    first = max(first, local_date(earliest, zone))
    last = min(last, local_date(latest, zone))
    if first > last:
        return earliest, earliest
    return max(earliest, to_instant(first, 0, zone)), min(latest, to_instant(last, 24 * 60, zone))


def _grid(availability: Availability, length: timedelta, starts_from: datetime, starts_before: datetime) -> list[datetime]:
    """List, sorted, the starts from which a visit of this length fits into its window."""
    if starts_from >= starts_before:
        return []
    # A window whose edge falls into a gap at midnight reaches into the next day, so the day before counts too. In such a gap two
    # windows can also lie over each other and offer a start twice: hence the set.
    windows = availability.windows_between(
        local_date(starts_from, availability.zone) - _ONE_DAY, local_date(starts_before, availability.zone)
    )
    step = timedelta(minutes=availability.slot_minutes)
    return sorted({start for window in windows for start in _steps(window, step, length) if starts_from <= start < starts_before})


def _steps(window: Range, step: timedelta, length: timedelta) -> Iterator[datetime]:
    start, end = window
    while start + length <= end:
        yield start
        start += step


def clear_of(busy: Iterable[Range], starts: list[datetime], blocked: timedelta) -> Iterator[datetime]:
    """Yield those of the sorted `starts` whose blocked range meets nothing busy: one walk over both."""
    # In one zone, aware datetimes compare as wall-clock times, wrong in the hour that comes twice; in UTC they do not.
    ranges = [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in busy]
    ahead = iter(sorted((start, end) for start, end in ranges if start < end))
    upcoming = next(ahead, None)
    busy_until = datetime.min.replace(tzinfo=UTC)
    for start in starts:
        end = start + blocked
        # Starts only grow, so whatever began before this one's end need not be looked at again: its end is in `busy_until`.
        while upcoming is not None and upcoming[0] < end:
            busy_until = max(busy_until, upcoming[1])
            upcoming = next(ahead, None)
        if busy_until <= start:
            yield start
