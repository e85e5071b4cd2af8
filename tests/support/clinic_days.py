"""Days on the wall of the clinic, as the web app writes them. Tests of it ask for days to come, so that they hold at any hour."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def clinic_day(days: int) -> date:
    """The clinic's day in some days."""
    return datetime.now(BERLIN).date() + timedelta(days=days)


def instant(day: date, hour: int, minute: int = 0) -> str:
    """When the clinic's wall shows a time, as the API writes it."""
    shown = datetime.combine(day, time(hour, minute), tzinfo=BERLIN)
    return shown.astimezone(UTC).isoformat().replace("+00:00", "Z")


def spoken(day: date, *, year: bool = False) -> str:
    """As British English has it: "Tuesday 1 December"."""
    return f"{day:%A} {day.day} {day:%B}" + (f" {day.year}" if year else "")
