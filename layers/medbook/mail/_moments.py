"""Dates, times and durations in words, by the conventions of the reader's locale."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time, get_timezone_name
from babel.units import format_unit

# A bare language says nothing about a region; day before month and 24 hours are read by everybody.
_HOME_REGION = {"en": "GB", "de": "DE"}
_LONGEST_ZONE_ABBREVIATION = 5


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant for one reader. `own` is empty unless the reader's clock shows another time than the clinic's."""

    clinic: str
    zone: str
    own: str
    brief: str


def reading_locale(tag: str, language: str) -> Locale:
    """Return the conventions for a BCP 47 tag; those of `language` if the tag is another language or unknown."""
    try:
        wanted = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        wanted = None
    if wanted is None or wanted.language != language or wanted.territory is None:
        return Locale(language, _HOME_REGION[language])
    return wanted


def spell_moment(instant: datetime, clinic: ZoneInfo, own: ZoneInfo, locale: Locale) -> Moment:
    """Spell an aware instant, clinic time first."""
    there, here = instant.astimezone(clinic), instant.astimezone(own)
    differs = there.utcoffset() != here.utcoffset()
    day_and_time = _day_and_time(there, locale)
    return Moment(
        clinic=day_and_time,
        zone=_zone(there, clinic, locale),
        own=f"{_day_and_time(here, locale)}, {_zone(here, own, locale)}" if differs else "",
        brief=f"{day_and_time} {_zone_abbreviation(there, locale)}" if differs else day_and_time,
    )


def spell_duration(length: timedelta, locale: Locale) -> str:
    """Spell a duration exactly, in the largest unit that fits: 90 minutes, 24 hours, 7 days."""
    minutes = round(length / timedelta(minutes=1))
    if minutes >= 3 * 24 * 60 and minutes % (24 * 60) == 0:
        return format_unit(minutes // (24 * 60), "day", locale=locale)
    if minutes >= 60 and minutes % 60 == 0:
        return format_unit(minutes // 60, "hour", locale=locale)
    return format_unit(minutes, "minute", locale=locale)


def _day_and_time(local: datetime, locale: Locale) -> str:
    clock = format_time(local, "short", tzinfo=local.tzinfo, locale=locale)
    clock = f"{clock} Uhr" if locale.language == "de" else clock
    return f"{format_date(local, 'full', locale=locale)}, {clock}"


def _zone(local: datetime, zone: ZoneInfo, locale: Locale) -> str:
    abbreviation = _zone_abbreviation(local, locale)
    return abbreviation if abbreviation == zone.key else f"{zone.key}, {abbreviation}"


def _zone_abbreviation(local: datetime, locale: Locale) -> str:
    """Return CET or MEZ as the reader's region says it, otherwise what the zone itself says, otherwise the offset."""
    for name in (get_timezone_name(local, "short", locale=locale), local.tzname() or ""):
        if name.isalpha() and len(name) <= _LONGEST_ZONE_ABBREVIATION:
            return name
    return format_datetime(local, "OOOO", tzinfo=local.tzinfo, locale=locale)
