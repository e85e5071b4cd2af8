"""Openings: the windows of many doctors as instants, and the earliest free slots in them. Knows no wall clock and no database."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from medbook.domain.slots import Range, Slot, clear_of
from medbook.domain.wall_clock import local_date

if TYPE_CHECKING:
    from medbook.domain.availability import Availability

# How far beyond a doctor's horizon openings are laid, so that the calendar stays whole when nobody rolls it on for a month.
SPARE_DAYS = 35

# The longest window, 24 hours of the wall's, with the longest hour put back that any zone has known, and some.
LONGEST_OPENING = timedelta(hours=26)


def lay(availability: Availability, now: datetime) -> list[Range]:
    """List the windows to come, from the one under way to `SPARE_DAYS` beyond the horizon, by start and one for each start.

    Two windows start at the same instant only around a gap, and are then the same grid, so the longer one holds the other.
    """
    today = local_date(now, availability.zone)
    last = today + timedelta(days=availability.horizon_days + SPARE_DAYS)
    ends: dict[datetime, datetime] = {}
    for start, end in availability.windows_between(today - timedelta(days=1), last):
        if end > now:
            ends[start] = max(end, ends.get(start, end))
    return sorted(ends.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A window of one doctor, with all that decides which visits of one kind may start in it.

    `bookable` is the half-open range in which they may start at all; `busy` holds what of the doctor's time is claimed, and time off.
    """

    doctor_id: UUID
    window: Range
    slot_minutes: int
    visit_minutes: int
    buffer_minutes: int
    bookable: Range
    busy: Sequence[Range]

    def free(self) -> Iterator[Slot]:
        """Yield the free slots, by start: the same that `slots.free_slots` finds in this window."""
        length = timedelta(minutes=self.visit_minutes)
        blocked = length + timedelta(minutes=self.buffer_minutes)
        return (Slot(start, start + length) for start in clear_of(self.busy, self._starts(length), blocked))

    def _starts(self, length: timedelta) -> list[datetime]:
        opens, closes = self.window
        step = timedelta(minutes=self.slot_minutes)
        first = opens + max(0, -((opens - self.bookable[0]) // step)) * step
        last = min(closes - length, self.bookable[1] - timedelta.resolution)
        return [first + n * step for n in range((last - first) // step + 1)]


@dataclass(frozen=True, slots=True)
class Batch:
    """Openings, with the doctor and start before which no opening of a later batch has a slot; None in the last batch."""

    openings: Sequence[Opening]
    rest_begins: tuple[datetime, UUID] | None


def earliest(batches: Iterable[Batch], limit: int) -> list[tuple[UUID, Slot]]:
    """List the first free slots over all doctors, by start and then by doctor, looking at no more batches than needed."""
    found: list[tuple[UUID, Slot]] = []
    for doctor_id, slot in _merged(batches):
        # Two windows that overlap around a gap may offer a start twice.
        if not found or found[-1] != (doctor_id, slot):
            found.append((doctor_id, slot))
        if len(found) == limit:
            break
    return found


def _merged(batches: Iterable[Batch]) -> Iterator[tuple[UUID, Slot]]:
    """Yield the free slots of all openings in order, asking each opening for no more than its next one."""
    # The count keeps the heap from comparing iterators.
    ahead: list[tuple[datetime, UUID, int, Slot, Iterator[Slot]]] = []
    count = itertools.count()

    def push(doctor_id: UUID, slots: Iterator[Slot]) -> None:
        for slot in itertools.islice(slots, 1):
            heapq.heappush(ahead, (slot.starts_at, doctor_id, next(count), slot, slots))

    for batch in batches:
        for opening in batch.openings:
            push(opening.doctor_id, opening.free())
        while ahead and (batch.rest_begins is None or ahead[0][:2] <= batch.rest_begins):
            _, doctor_id, _, slot, slots = heapq.heappop(ahead)
            yield doctor_id, slot
            push(doctor_id, slots)
