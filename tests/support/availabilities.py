"""Builds availabilities as a doctor would publish them; a test names only what it is about."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict, Unpack

from medbook.domain.availability import Availability, Override, VisitType, WeeklyWindow, Window
from medbook.domain.wall_clock import minute_of_day

EVERY_DAY = range(1, 8)


class Changes(TypedDict, total=False):
    """What a test may set apart from `an_availability`'s defaults."""

    time_zone: str
    slot_minutes: int
    buffer_minutes: int
    minimum_notice_minutes: int
    horizon_days: int
    change_notice_minutes: int
    visit_types: Sequence[VisitType]
    weekly: Sequence[WeeklyWindow]
    overrides: Sequence[Override]


def an_availability(**changes: Unpack[Changes]) -> Availability:
    """Build a doctor in Berlin, Monday to Friday 09:00 to 12:00: visits and slots of 30 minutes, no buffer, no notice."""
    defaults: Changes = {
        "time_zone": "Europe/Berlin",
        "slot_minutes": 30,
        "buffer_minutes": 0,
        "minimum_notice_minutes": 0,
        "horizon_days": 365,
        "change_notice_minutes": 0,
        "visit_types": [visit(30)],
        "weekly": weekly("09:00-12:00", weekdays=range(1, 6)),
        "overrides": [],
    }
    defaults.update(changes)
    return Availability.of(**defaults)


def visit(minutes: int, code: str = "visit") -> VisitType:
    """Build a visit type of this length."""
    return VisitType(code, code.title(), minutes)


def windows(*texts: str) -> tuple[Window, ...]:
    """Read windows written "09:00-12:00"."""
    return tuple(Window(*map(minute_of_day, text.split("-"))) for text in texts)


def weekly(*texts: str, weekdays: Sequence[int] = EVERY_DAY) -> list[WeeklyWindow]:
    """Repeat windows written "09:00-12:00" on each of the weekdays."""
    return [WeeklyWindow(weekday, one.start_minute, one.end_minute) for weekday in weekdays for one in windows(*texts)]


def overrides(days: Mapping[date, Sequence[str]]) -> list[Override]:
    """Read windows written "09:00-12:00" for each date."""
    return [Override(day, windows(*texts)) for day, texts in days.items()]
