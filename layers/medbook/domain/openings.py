"""Openings: the windows of many doctors as instants, and the earliest free slots in them. Knows no wall clock and no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

    def free(self) -> list[Slot]:
        """List the free slots, by start: the same that `slots.free_slots` finds in this window."""
        length = timedelta(minutes=self.visit_minutes)
        blocked = length + timedelta(minutes=self.buffer_minutes)
        return [Slot(start, start + length) for start in clear_of(self.busy, self._starts(length), blocked)]

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
    found: set[tuple[datetime, UUID, datetime]] = set()
    first: list[tuple[datetime, UUID, datetime]] = []
    for batch in batches:
        # A set, for two windows that overlap around a gap may offer a start twice.
        found.update((slot.starts_at, opening.doctor_id, slot.ends_at) for opening in batch.openings for slot in opening.free())
        first = sorted(found)[:limit]
        if batch.rest_begins is None or (len(first) == limit and first[-1][:2] <= batch.rest_begins):
            break
    return [(doctor_id, Slot(starts_at, ends_at)) for starts_at, doctor_id, ends_at in first]
