from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest

from medbook.domain.errors import Fault, Invalid
from medbook.domain.wall_clock import clock_text, dates_between, local_date, minute_of_day, to_instant, zone

BERLIN = ZoneInfo("Europe/Berlin")
# The zones on this machine hold names that are none of IANA's: `localtime` is a link of Debian's, `Factory` means "not set".
NOT_A_PLACE = {"localtime", "Factory"}


def test_every_iana_zone_is_found_by_its_name() -> None:
    names = sorted(available_timezones() - NOT_A_PLACE)
    assert [zone(name).key for name in names] == names


@pytest.mark.parametrize(
    "name",
    [
        *[
            "",
            " ",
            "Europe",
            "Europe/",
            "/Europe/Berlin",
            "Europe/Berlin ",
            "Europe/Berlin\n",
            "Europe/Berlin\0",
            "Europe/Munich",
        ],
        *["localtime", "Factory", "posix/Europe/Berlin", "right/UTC", "posixrules", "tzdata.zi", "zone.tab"],
        *[
            "../../etc/localtime",
            "/etc/localtime",
            "Europe/../Europe/Berlin",
            "CET-1CEST",
            "+02:00",
            "A" * 300,
            "A/" * 2000 + "B",
        ],
    ],
)
def test_what_is_no_zone_is_invalid(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        zone(name)
    assert refused.value.faults == (Fault("/time_zone", "is not the name of an IANA time zone"),)


def test_the_caller_says_where_the_zone_stood() -> None:
    with pytest.raises(Invalid) as refused:
        zone("Nowhere", pointer="/doctor/zone")
    assert [fault.pointer for fault in refused.value.faults] == ["/doctor/zone"]


@pytest.mark.parametrize(
    ("name", "day", "minute", "expected"),
    [
        ("Europe/Berlin", date(2026, 1, 15), 9 * 60, "2026-01-15T08:00Z"),
        ("Europe/Berlin", date(2026, 7, 15), 9 * 60, "2026-07-15T07:00Z"),
        ("Asia/Kolkata", date(2026, 3, 29), 9 * 60, "2026-03-29T03:30Z"),
    ],
)
def test_a_wall_time_is_read_with_the_offset_of_its_day(name: str, day: date, minute: int, expected: str) -> None:
    assert to_instant(day, minute, ZoneInfo(name)) == datetime.fromisoformat(expected)


def test_a_time_shown_twice_is_its_first_occurrence() -> None:
    assert to_instant(date(2026, 10, 25), 2 * 60 + 30, BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_skipped_time_takes_the_offset_before_the_gap() -> None:
    assert to_instant(date(2026, 3, 29), 2 * 60 + 30, BERLIN) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_skipped_midnight_is_the_moment_of_the_change() -> None:
    assert to_instant(date(2026, 9, 6), 0, ZoneInfo("America/Santiago")) == datetime(2026, 9, 6, 4, tzinfo=UTC)


def test_minute_1440_is_the_next_midnight() -> None:
    assert to_instant(date(2026, 12, 31), 1440, BERLIN) == to_instant(date(2027, 1, 1), 0, BERLIN)


def test_an_instant_is_utc() -> None:
    assert to_instant(date(2026, 7, 15), 0, BERLIN).tzinfo is UTC


def test_the_local_date_is_the_one_on_the_wall() -> None:
    assert local_date(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), BERLIN) == date(2027, 1, 1)


def test_dates_between_holds_both_ends() -> None:
    assert list(dates_between(date(2026, 2, 27), date(2026, 3, 1))) == [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)]


def test_dates_between_can_name_the_last_date_there_is() -> None:
    assert list(dates_between(date.max, date.max)) == [date.max]


def test_no_dates_lie_between_a_date_and_an_earlier_one() -> None:
    assert list(dates_between(date(2026, 3, 1), date(2026, 2, 28))) == []


@pytest.mark.parametrize(("text", "minute"), [("00:00", 0), ("09:30", 570), ("23:59", 1439), ("24:00", 1440)])
def test_a_clock_text_is_minutes_of_the_day_and_back(text: str, minute: int) -> None:
    assert (minute_of_day(text), clock_text(minute)) == (minute, text)


@pytest.mark.parametrize(
    "text", ["", "9:30", "09:60", "24:01", "25:00", "09:30:00", "09:30\n", " 09:30", "0９:30", "noon", "-1:00"]
)
def test_what_is_no_time_of_the_day_is_invalid(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        minute_of_day(text, pointer="/weekly/2/end")
    assert [fault.pointer for fault in refused.value.faults] == ["/weekly/2/end"]
