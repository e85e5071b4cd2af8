"""Dates and durations in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from medbook.mail._moments import reading_locale, spell_duration, spell_moment

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
INSTANT = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "Tuesday, 24 November 2026, 09:30 (Europe/Berlin, CET)"),
        ("en-US", "Tuesday, November 24, 2026, 9:30\u202fAM (Europe/Berlin, CET)"),
        ("de", "Dienstag, 24. November 2026, 09:30 Uhr (Europe/Berlin, MEZ)"),
    ],
)
def test_a_moment_follows_the_readers_region(tag: str, expected: str) -> None:
    moment = spell_moment(INSTANT, BERLIN, BERLIN, reading_locale(tag, tag[:2]))
    assert f"{moment.clinic} ({moment.zone})" == expected


def test_austria_has_its_own_january() -> None:
    moment = spell_moment(datetime(2027, 1, 4, 9, tzinfo=UTC), BERLIN, BERLIN, reading_locale("de-AT", "de"))
    assert moment.clinic == "Montag, 4. Jänner 2027, 10:00 Uhr"


def test_a_reader_elsewhere_also_gets_their_own_time() -> None:
    moment = spell_moment(INSTANT, BERLIN, NEW_YORK, reading_locale("en", "en"))
    assert moment.own == "Tuesday, 24 November 2026, 03:30, America/New_York, EST"


def test_a_zone_with_the_same_offset_at_that_instant_adds_nothing() -> None:
    assert spell_moment(INSTANT, BERLIN, ZoneInfo("Africa/Lagos"), reading_locale("en", "en")).own == ""


def test_the_same_two_zones_differ_in_summer() -> None:
    in_july = datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert spell_moment(in_july, BERLIN, ZoneInfo("Africa/Lagos"), reading_locale("en", "en")).own != ""


def test_a_zone_without_an_abbreviation_shows_its_offset() -> None:
    brazil = ZoneInfo("America/Sao_Paulo")
    assert spell_moment(INSTANT, brazil, brazil, reading_locale("en", "en")).zone == "America/Sao_Paulo, GMT-03:00"


def test_the_two_hours_of_an_autumn_night_are_told_apart() -> None:
    night = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    zones = [spell_moment(instant, BERLIN, BERLIN, reading_locale("en", "en")).zone for instant in night]
    assert zones == ["Europe/Berlin, CEST", "Europe/Berlin, CET"]


@pytest.mark.parametrize("tag", ["", "xx", "en-XX-nonsense", "../../etc", "zh-Hans-CN", "de_DE"])
def test_an_unknown_locale_reads_as_the_language_at_home(tag: str) -> None:
    assert str(reading_locale(tag, "en")) == "en_GB"


@pytest.mark.parametrize(
    ("length", "english", "german"),
    [
        (timedelta(minutes=15), "15 minutes", "15 Minuten"),
        (timedelta(minutes=60), "1 hour", "1 Stunde"),
        (timedelta(minutes=90), "90 minutes", "90 Minuten"),
        (timedelta(hours=24), "24 hours", "24 Stunden"),
        (timedelta(days=7), "7 days", "7 Tage"),
    ],
)
def test_a_duration_is_exact(length: timedelta, english: str, german: str) -> None:
    spelled = (spell_duration(length, reading_locale("en", "en")), spell_duration(length, reading_locale("de", "de")))
    assert spelled == (english, german)
