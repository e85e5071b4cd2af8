"""When a doctor sees patients: wall-clock windows in one zone, and what may be booked in them. Knows no visit that is booked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from medbook.domain import _availability_faults as faults
from medbook.domain import wall_clock
from medbook.domain.errors import AvailabilityInvalid, Fault, SlotNotOffered
from medbook.domain.slots import Range, Slot, held, overlaps
from medbook.domain.wall_clock import MINUTES_PER_DAY, dates_between, local_date, to_instant


@dataclass(frozen=True, slots=True)
class VisitType:
    """A kind of visit and how long it takes."""

    code: str
    name: str
    minutes: int


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Opening time in minutes of the wall-clock day; an end of 1440 is "24:00"."""

    start_minute: int
    end_minute: int


@dataclass(frozen=True, slots=True)
class WeeklyWindow:
    """A window that comes back every week; `weekday` is ISO, 1 is Monday."""

    weekday: int
    start_minute: int
    end_minute: int

    @property
    def window(self) -> Window:
        """Return the window without its weekday."""
        return Window(self.start_minute, self.end_minute)


@dataclass(frozen=True, slots=True)
class Override:
    """What counts on one date instead of its weekday; no windows means closed."""

    date: date
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """What one doctor publishes. Make it with `of`, which checks it."""

    time_zone: str
    slot_minutes: int
    buffer_minutes: int
    minimum_notice_minutes: int
    horizon_days: int
    change_notice_minutes: int
    visit_types: tuple[VisitType, ...]
    weekly: Mapping[int, tuple[Window, ...]]
    overrides: Mapping[date, tuple[Window, ...]]

    @classmethod
    def of(
        cls,
        *,
        time_zone: str,
        slot_minutes: int,
        buffer_minutes: int,
        minimum_notice_minutes: int,
        horizon_days: int,
        change_notice_minutes: int,
        visit_types: Sequence[VisitType],
        weekly: Sequence[WeeklyWindow],
        overrides: Sequence[Override] = (),
    ) -> Self:
        """Take the lists in the order of the contract's JSON, which the faults point into.

        Raises: AvailabilityInvalid with every fault found.
        """
        numbers = {
            "slot_minutes": slot_minutes,
            "buffer_minutes": buffer_minutes,
            "minimum_notice_minutes": minimum_notice_minutes,
            "horizon_days": horizon_days,
            "change_notice_minutes": change_notice_minutes,
        }
        found = [
            *faults.zone_faults(time_zone),
            *faults.number_faults(**numbers),
            *faults.visit_type_faults(visit_types),
            *faults.weekly_faults(weekly),
            *faults.override_faults(overrides),
        ]
        if found:
            raise AvailabilityInvalid("This availability cannot be kept.", found)
        return cls(
            time_zone=time_zone,
            **numbers,
            visit_types=tuple(visit_types),
            weekly=_by_weekday(weekly),
            overrides={override.date: tuple(sorted(override.windows)) for override in overrides},
        )

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone the windows are read in."""
        return wall_clock.zone(self.time_zone)

    def visit_type(self, code: str | None) -> VisitType:
        """Find a visit type by its code; without a code it is the first.

        Raises: SlotNotOffered with a fault at /visit_type.
        """
        for visit_type in self.visit_types:
            if code is None or visit_type.code == code:
                return visit_type
        raise SlotNotOffered(
            "The doctor does not offer this kind of visit.", [Fault("/visit_type", "is not one of the doctor's visit types")]
        )

    def windows_on(self, day: date) -> list[Range]:
        """List what is open on a date, in UTC, by start. An override replaces the weekday's windows.

        A window lasts what really lies between its edges; one that a gap swallows vanishes. Around a gap, windows that are apart
        on the wall can overlap in UTC: 01:00 to 02:30 and 03:00 to 05:00, where 02:00 to 03:00 is skipped.
        """
        windows = self.overrides.get(day)
        if windows is None:
            windows = self.weekly.get(day.isoweekday(), ())
        zone = self.zone
        edges = [(to_instant(day, window.start_minute, zone), to_instant(day, window.end_minute, zone)) for window in windows]
        return sorted((start, end) for start, end in edges if start < end)

    def windows_between(self, first: date, last: date) -> list[Range]:
        """List what is open on the dates from `first` to `last`, both included."""
        return [window for day in dates_between(first, last) for window in self.windows_on(day)]

    def bookable_between(self, now: datetime) -> Range:
        """Return the half-open range in which a visit may start when it is booked at `now`.

        It opens after the minimum notice and closes at the end of the doctor's day that is `horizon_days` after today: whole
        days, so that the last one shown is not cut in the middle.
        """
        earliest = now.astimezone(UTC) + timedelta(minutes=self.minimum_notice_minutes)
        last_day = local_date(now, self.zone) + timedelta(days=self.horizon_days)
        return earliest, to_instant(last_day, MINUTES_PER_DAY, self.zone)

    def offers(self, start: datetime, visit_type: VisitType, *, now: datetime, time_off: Iterable[Range] = ()) -> Slot:
        """Return the slot that begins at `start`; whether somebody holds it already is not asked here.

        Raises: SlotNotOffered with a fault at /starts_at that says why.
        """
        starts_at = start.astimezone(UTC)
        slot = Slot(starts_at, starts_at + timedelta(minutes=visit_type.minutes))
        refusal = self._untimely(slot, now) or self._unpublished(slot) or self._away(slot, time_off)
        if refusal:
            raise SlotNotOffered("The doctor does not offer this time.", [Fault("/starts_at", refusal)])
        return slot

    def _untimely(self, slot: Slot, now: datetime) -> str | None:
        earliest, latest = self.bookable_between(now)
        if slot.starts_at < now:
            return "has passed"
        if slot.starts_at < earliest:
            return f"is too soon: visits are booked at least {self.minimum_notice_minutes} minutes ahead"
        if slot.starts_at >= latest:
            return f"is too far ahead: visits are booked at most {self.horizon_days} days ahead"
        return None

    def _unpublished(self, slot: Slot) -> str | None:
        day = local_date(slot.starts_at, self.zone)
        # Yesterday's last window reaches into today when its edge lies in a gap before midnight.
        around = self.windows_between(day - timedelta(days=1), day)
        holding = [window for window in around if window[0] <= slot.starts_at and slot.ends_at <= window[1]]
        if not holding:
            return "is outside the doctor's hours, or leaves too little of them for this visit"
        step = timedelta(minutes=self.slot_minutes)
        if all((slot.starts_at - opens) % step for opens, _ in holding):
            return f"is not one of the doctor's starts, which lie {self.slot_minutes} minutes apart"
        return None

    def _away(self, slot: Slot, time_off: Iterable[Range]) -> str | None:
        claim = held(slot, self.buffer_minutes)
        away = any(overlaps(claim, (start.astimezone(UTC), end.astimezone(UTC))) for start, end in time_off)
        return "is in the doctor's time off" if away else None


def _by_weekday(weekly: Sequence[WeeklyWindow]) -> dict[int, tuple[Window, ...]]:
    weekdays = sorted({entry.weekday for entry in weekly})
    return {day: tuple(sorted(entry.window for entry in weekly if entry.weekday == day)) for day in weekdays}
