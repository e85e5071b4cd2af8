"""When a schedule is due: `rate(…)` and `cron(…)` as EventBridge Scheduler writes them. Pure: the time is an argument.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
Of cron all is read but `W` and `#`, which no schedule here uses.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
MONTHS = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if name}
# 1 is Sunday in AWS's cron.
WEEKDAYS = {name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), start=1)}
YEARS = (1970, 2199)
LAST_DAY = -1


class Timing(Protocol):
    """A rule of time."""

    def next_after(self, moment: datetime) -> datetime | None:
        """The first instant later than `moment`, in UTC; None when there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Rate:
    """Every so often, counted from when it was first asked."""

    every: timedelta

    def next_after(self, moment: datetime) -> datetime:
        """One period later."""
        return moment + self.every


@dataclass(frozen=True, slots=True)
class Cron:
    """At wall-clock times of a zone. A time the clock skips in spring does not come that day; one it repeats comes once."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int] | None
    months: frozenset[int]
    weekdays: frozenset[int] | None
    years: frozenset[int]
    zone: ZoneInfo

    def next_after(self, moment: datetime) -> datetime | None:
        """The next minute that fits."""
        local = moment.astimezone(self.zone)
        day = local.date()
        while day.year <= YEARS[1] and day.year <= max(self.years):
            if self._fits_day(day.year, day.month, day.day):
                for hour in sorted(self.hours):
                    for minute in sorted(self.minutes):
                        candidate = self._instant(datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone))
                        if candidate is not None and candidate > moment:
                            return candidate
            day += timedelta(days=1)
        return None

    def _fits_day(self, year: int, month: int, day: int) -> bool:
        if year not in self.years or month not in self.months:
            return False
        if self.days is not None:
            is_last = day == calendar.monthrange(year, month)[1]
            return day in self.days or (is_last and LAST_DAY in self.days)
        # Monday is 0 in Python, Sunday 1 in AWS's cron.
        return self.weekdays is None or (calendar.weekday(year, month, day) + 1) % 7 + 1 in self.weekdays

    def _instant(self, local: datetime) -> datetime | None:
        instant = local.astimezone(UTC)
        return instant if instant.astimezone(self.zone).replace(tzinfo=None) == local.replace(tzinfo=None) else None


def parse(expression: str, time_zone: str = "UTC") -> Timing:
    """Read an expression. Raises: ValueError."""
    kind, _, inner = expression.strip().removesuffix(")").partition("(")
    if kind == "rate":
        return _rate(inner)
    if kind == "cron":
        return _cron(inner, ZoneInfo(time_zone))
    raise ValueError(f"{expression!r} is neither rate(…) nor cron(…)")


def _rate(text: str) -> Rate:
    match = re.fullmatch(r"(\d+) (minute|hour|day)s?", text.strip())
    if match is None or int(match[1]) < 1:
        raise ValueError(f"rate({text}) is not a positive number of minutes, hours or days")
    return Rate(int(match[1]) * UNITS[match[2]])


def _cron(text: str, zone: ZoneInfo) -> Cron:
    fields = text.upper().split()
    if len(fields) != 6:
        raise ValueError(f"cron({text}) has {len(fields)} fields instead of 6")
    minutes, hours, days, months, weekdays, years = fields
    if (days == "?") == (weekdays == "?"):
        raise ValueError(f"cron({text}): exactly one of day of month and day of week is ?")
    return Cron(
        minutes=_numbers(minutes, (0, 59)),
        hours=_numbers(hours, (0, 23)),
        days=None if days == "?" else _numbers(days, (1, 31), {"L": LAST_DAY}),
        months=_numbers(months, (1, 12), MONTHS),
        weekdays=None if weekdays == "?" else _numbers(weekdays, (1, 7), {**WEEKDAYS, "L": 7}),
        years=_numbers(years, YEARS),
        zone=zone,
    )


def _numbers(field: str, bounds: tuple[int, int], names: dict[str, int] | None = None) -> frozenset[int]:
    """Read one field: `*`, numbers, names, ranges, steps and lists of them."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, last = _span(span, bounds, names or {}, has_step=bool(step))
        found.update(range(first, last + 1, _number(step, {}) if step else 1))
    if not found or any(value != LAST_DAY and not bounds[0] <= value <= bounds[1] for value in found):
        raise ValueError(f"{field!r} is not within {bounds[0]} to {bounds[1]}")
    return frozenset(found)


def _span(span: str, bounds: tuple[int, int], names: dict[str, int], *, has_step: bool) -> tuple[int, int]:
    if span == "*":
        return bounds
    first, dash, last = span.partition("-")
    start = _number(first, names)
    if dash:
        return start, _number(last, names)
    return start, bounds[1] if has_step else start


def _number(text: str, names: dict[str, int]) -> int:
    if text in names:
        return names[text]
    if not text.isdecimal():
        raise ValueError(f"{text!r} is not understood")
    return int(text)
