"""Days on the wire: RFC 3339 full-date, nothing else that Python would take for one. And ranges that begin and end with days."""

import re
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, TypeAdapter, WithJsonSchema

from medbook.domain.wall_clock import MINUTES_PER_DAY, to_instant
from medbook.http.instants import Instant

_FULL_DATE = re.compile(r"2[01][0-9]{2}-[0-9]{2}-[0-9]{2}")
_INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


def _day(value: object) -> date:
    # Python's own reader takes 20261124 and 2026-W48-2 too; a datetime is a date to it.
    if type(value) is date:
        return value
    if not isinstance(value, str) or not _FULL_DATE.fullmatch(value):
        raise ValueError("must be a date such as 2026-11-24, between the years 2000 and 2199")
    return date.fromisoformat(value)


def _day_or_instant(value: object) -> date | datetime:
    if isinstance(value, datetime) or (isinstance(value, str) and "T" in value.upper()):
        return _INSTANT.validate_python(value)
    return _day(value)


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-11-24"]})]
DayOrInstant = Annotated[
    date | datetime,
    BeforeValidator(_day_or_instant),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}],
            "examples": ["2026-11-24", "2026-11-24T09:30:00Z"],
        }
    ),
]


def first_instant(since: date | datetime, zone: ZoneInfo) -> datetime:
    """Return the instant a range that starts here includes first; a date begins at midnight in the zone."""
    return since if isinstance(since, datetime) else to_instant(since, 0, zone)


def end_instant(until: date | datetime, zone: ZoneInfo) -> datetime:
    """Return the instant that a range ends before; a date is included whole, an instant is not."""
    return until if isinstance(until, datetime) else to_instant(until, MINUTES_PER_DAY, zone)
