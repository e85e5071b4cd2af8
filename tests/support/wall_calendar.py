"""A slow, second reading of the wall clock: step through every UTC minute and look what the wall shows.

It never turns wall time into UTC by way of Python's `fold`; it only ever asks "what does the wall show now?". So it can
contradict `medbook.domain.wall_clock`.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
YEARS = (2026, 2027)


@cache
def transition_days() -> dict[str, list[date]]:
    """Map zones that change their clocks in 2026 or 2027 to the UTC dates on which they do.

    Of zones that show the same on all these dates (Berlin, Paris, Ceuta) only the first by name is listed.
    """
    alike: dict[str, tuple[str, list[date]]] = {}
    for name in sorted(available_timezones() - {"localtime", "Factory"}):
        days = _changes_of(ZoneInfo(name))
        if days:
            alike.setdefault(_shown_on(days, ZoneInfo(name)), (name, days))
    return dict(alike.values())


def _changes_of(zone: ZoneInfo) -> list[date]:
    midnights = [datetime(YEARS[0], 1, 1, tzinfo=UTC) + DAY * n for n in range(365 * len(YEARS) + 1)]
    offsets = [midnight.astimezone(zone).utcoffset() for midnight in midnights]
    return [midnights[n].date() for n in range(len(midnights) - 1) if offsets[n] != offsets[n + 1]]


def _shown_on(days: list[date], zone: ZoneInfo) -> str:
    """Write what the wall shows each quarter of an hour on these dates; no zone changes at any other minute."""
    moments = [datetime.combine(day, time(), UTC) + 15 * n * MINUTE for day in days for n in range(97)]
    return " ".join(moment.astimezone(zone).isoformat() for moment in moments)


class WallCalendar:
    """What the wall of a zone shows at each UTC minute from the start of `first` to the end of `last`, and some hours around."""

    def __init__(self, zone: ZoneInfo, first: date, last: date) -> None:
        start = datetime.combine(first, time(), UTC) - 30 * 60 * MINUTE
        count = (last - first).days * 1440 + 84 * 60
        self.shown: dict[datetime, datetime] = {}
        self._first_shown: dict[datetime, datetime] = {}
        self._gaps: list[tuple[datetime, datetime, datetime]] = []
        before: datetime | None = None
        for number in range(count):
            instant = start + number * MINUTE
            wall = instant.astimezone(zone).replace(tzinfo=None)
            self.shown[instant] = wall
            self._first_shown.setdefault(wall, instant)
            if before is not None and wall > before + MINUTE:
                self._gaps.append((before, wall, instant - MINUTE))
            before = wall

    def instant(self, day: date, minute: int) -> datetime:
        """Return when the wall first shows this; if it never does, as long after the gap's last minute as it would have been."""
        # `day` has no zone here, so adding minutes to it is plain counting.
        wanted = datetime.combine(day, time(), tzinfo=None) + minute * MINUTE
        if wanted in self._first_shown:
            return self._first_shown[wanted]
        for before, after, last_before in self._gaps:
            if before < wanted < after:
                return last_before + (wanted - before)
        raise LookupError(f"{wanted} is not within this calendar")
