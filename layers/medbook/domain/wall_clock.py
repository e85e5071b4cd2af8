"""Between the clock on the clinic's wall and UTC. Knows zones, dates and minutes of the day; nothing of doctors or visits."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from medbook.domain.errors import Fault, Invalid

MINUTES_PER_DAY = 24 * 60

# Every IANA name fits; what else lies beside the zones on a disk does not: `localtime`, `posixrules`, `right/UTC`, `../x`.
_ZONE_NAME = re.compile(r"[A-Z][A-Za-z0-9_+-]{0,31}(/[A-Z][A-Za-z0-9_+-]{0,31}){0,2}")
_CLOCK_TEXT = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")


def zone(name: str, pointer: str = "/time_zone") -> ZoneInfo:
    """Find a zone by its IANA name.

    Raises: Invalid with a fault at `pointer` when there is no such zone.
    """
    # `Factory` is the database's own word for "not yet set"; ZoneInfo takes it for UTC.
    if _ZONE_NAME.fullmatch(name) and name != "Factory":
        try:
            return ZoneInfo(name)
        except (LookupError, ValueError, OSError):
            pass
    raise Invalid("The time zone is unknown.", [Fault(pointer, "is not the name of an IANA time zone")])


def to_instant(day: date, minute_of_day: int, zone: ZoneInfo) -> datetime:
    """Return the UTC instant at which the wall clock shows `minute_of_day` (0 to 1440, the next midnight) on `day`.

    A time shown twice is its first occurrence; a time skipped takes the offset before the gap (RFC 5545, section 3.3.5). PEP 495
    gives both for fold=0, which the sum below always has.
    """
    # Wall-clock arithmetic is what is wanted here, and nowhere else.
    shown = datetime.combine(day, time(), tzinfo=zone) + timedelta(minutes=minute_of_day)
    return shown.astimezone(UTC)


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """Return the date on the wall at an instant."""
    return instant.astimezone(zone).date()


def dates_between(first: date, last: date) -> Iterator[date]:
    """Yield every date from `first` to `last`, both included."""
    return (date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1))


def minute_of_day(text: str, pointer: str = "") -> int:
    """Read "09:30" as 570; "24:00" is 1440.

    Raises: Invalid with a fault at `pointer` when it is no time of the day.
    """
    if not _CLOCK_TEXT.fullmatch(text):
        raise Invalid("That is not a time of the day.", [Fault(pointer, "is not a time from 00:00 to 24:00, written HH:MM")])
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def clock_text(minute_of_day: int) -> str:
    """Write 570 as "09:30"; 1440 is "24:00"."""
    return f"{minute_of_day // 60:02}:{minute_of_day % 60:02}"
