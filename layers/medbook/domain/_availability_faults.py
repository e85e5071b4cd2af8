"""What can be wrong with a published availability. Faults point into the JSON the doctor sent, so lists keep their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from medbook.domain import wall_clock
from medbook.domain.errors import Fault, Invalid
from medbook.domain.wall_clock import MINUTES_PER_DAY, clock_text

if TYPE_CHECKING:
    from medbook.domain.availability import Override, VisitType, WeeklyWindow, Window

VISIT_MINUTES = (5, 480)
ONE_YEAR_OF_MINUTES = 366 * MINUTES_PER_DAY
RANGES = {
    "slot_minutes": (5, 480),
    "buffer_minutes": (0, 240),
    "minimum_notice_minutes": (0, ONE_YEAR_OF_MINUTES),
    "horizon_days": (1, 730),
    "change_notice_minutes": (0, ONE_YEAR_OF_MINUTES),
}

# Far above what a clinic needs; they bound what one doctor can make every slot search work through.
MOST_VISIT_TYPES = 100
MOST_WINDOWS_A_DAY = 48
MOST_OVERRIDES = 1_000
LONGEST_CODE = 40
LONGEST_NAME = 80


def zone_faults(time_zone: str) -> tuple[Fault, ...]:
    """Check that the zone is one."""
    try:
        wall_clock.zone(time_zone)
    except Invalid as unknown:
        return unknown.faults
    return ()


def number_faults(**numbers: int) -> Iterator[Fault]:
    """Check each number against its range, then the notice against the horizon."""
    for name, number in numbers.items():
        yield from _out_of_range(number, RANGES[name], f"/{name}")
    if numbers["minimum_notice_minutes"] > max(numbers["horizon_days"], 1) * MINUTES_PER_DAY:
        yield Fault("/minimum_notice_minutes", "is longer than the horizon, so nothing could ever be booked")


def visit_type_faults(visit_types: Sequence[VisitType]) -> Iterator[Fault]:
    """Check codes, names and lengths; there must be a first one, for it is what is booked when nothing is said."""
    if not visit_types:
        yield Fault("/visit_types", "must hold at least one visit type")
    yield from _too_many(len(visit_types), MOST_VISIT_TYPES, "/visit_types")
    seen: dict[str, int] = {}
    for index, visit_type in enumerate(visit_types):
        pointer = f"/visit_types/{index}"
        yield from _not_a_line(visit_type.code, LONGEST_CODE, f"{pointer}/code")
        yield from _not_a_line(visit_type.name, LONGEST_NAME, f"{pointer}/name")
        yield from _out_of_range(visit_type.minutes, VISIT_MINUTES, f"{pointer}/minutes")
        if visit_type.code in seen:
            yield Fault(f"{pointer}/code", f"is already used by /visit_types/{seen[visit_type.code]}")
        seen.setdefault(visit_type.code, index)


def weekly_faults(weekly: Sequence[WeeklyWindow]) -> Iterator[Fault]:
    """Check each window, then those of one weekday against each other."""
    by_weekday: dict[int, list[tuple[str, Window]]] = {}
    for index, entry in enumerate(weekly):
        pointer = f"/weekly/{index}"
        if entry.weekday not in range(1, 8):
            yield Fault(f"{pointer}/weekday", "must be from 1 (Monday) to 7 (Sunday)")
        by_weekday.setdefault(entry.weekday, []).append((pointer, entry.window))
    for windows in by_weekday.values():
        yield from _day_faults(windows, "/weekly")


def override_faults(overrides: Sequence[Override]) -> Iterator[Fault]:
    """Check that no date comes twice, and each date's windows against each other."""
    yield from _too_many(len(overrides), MOST_OVERRIDES, "/overrides")
    seen: dict[date, int] = {}
    for index, override in enumerate(overrides):
        pointer = f"/overrides/{index}"
        if override.date in seen:
            yield Fault(f"{pointer}/date", f"is already overridden by /overrides/{seen[override.date]}")
        seen.setdefault(override.date, index)
        windows = [(f"{pointer}/windows/{position}", window) for position, window in enumerate(override.windows)]
        yield from _day_faults(windows, f"{pointer}/windows")


def _day_faults(windows: list[tuple[str, Window]], whole: str) -> Iterator[Fault]:
    """Check one day's windows; `whole` points to the list they came in. Windows may touch, not overlap."""
    yield from _too_many(len(windows), MOST_WINDOWS_A_DAY, whole)
    sound = []
    for pointer, window in windows:
        faults = list(_window_faults(pointer, window))
        yield from faults
        if not faults:
            sound.append((window.start_minute, window.end_minute, pointer))
    reached, reached_by = 0, ""
    for start, end, pointer in sorted(sound, key=lambda window: window[:2]):
        if start < reached:
            yield Fault(pointer, f"overlaps the window at {reached_by}, which lasts until {clock_text(reached)}")
        if end > reached:
            reached, reached_by = end, pointer


def _window_faults(pointer: str, window: Window) -> Iterator[Fault]:
    if not 0 <= window.start_minute < MINUTES_PER_DAY:
        yield Fault(f"{pointer}/start", "must be from 00:00 to 23:59")
    if not 0 < window.end_minute <= MINUTES_PER_DAY:
        yield Fault(f"{pointer}/end", "must be from 00:01 to 24:00")
    elif window.start_minute >= window.end_minute:
        yield Fault(f"{pointer}/end", "must be later than the start; a window cannot pass midnight")


def _out_of_range(number: int, limits: tuple[int, int], pointer: str) -> Iterator[Fault]:
    least, most = limits
    if not least <= number <= most:
        yield Fault(pointer, f"must be from {least} to {most}")


def _not_a_line(text: str, longest: int, pointer: str) -> Iterator[Fault]:
    if not text or text != text.strip() or len(text) > longest or not text.isprintable():
        yield Fault(pointer, f"must be 1 to {longest} printable characters without space at either end")


def _too_many(count: int, most: int, pointer: str) -> Iterator[Fault]:
    if count > most:
        yield Fault(pointer, f"holds {count} entries; at most {most} are allowed")
