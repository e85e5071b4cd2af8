"""Days as parameters."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter, ValidationError

from medbook.http.days import Day, DayOrInstant, end_instant, first_instant

BERLIN = ZoneInfo("Europe/Berlin")
DAY: TypeAdapter[date] = TypeAdapter(Day)
DAY_OR_INSTANT: TypeAdapter[date | datetime] = TypeAdapter(DayOrInstant)


def test_a_day_is_a_full_date() -> None:
    assert date(2026, 11, 24) == DAY.validate_python("2026-11-24")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20261124",
        "2026-W48-2",
        "2026-02-30",
        "2026-11-24T00:00:00Z",
        "1764000000",
        "1999-12-31",
        "2200-01-01",
        "2026-11-2٤",
        0,
    ],
)
def test_nothing_else_is_a_day(text: object) -> None:
    with pytest.raises(ValidationError):
        DAY.validate_python(text)


def test_a_range_may_begin_with_an_instant() -> None:
    assert datetime(2026, 11, 24, 8, tzinfo=UTC) == DAY_OR_INSTANT.validate_python("2026-11-24T09:00:00+01:00")


@pytest.mark.parametrize("text", ["2026-11-24T09:00:00", "T", "tomorrow", "2026-11-24 09:00:00Z", "1999-12-31T00:00:00Z"])
def test_an_instant_has_an_offset(text: str) -> None:
    with pytest.raises(ValidationError):
        DAY_OR_INSTANT.validate_python(text)


def test_a_day_begins_at_midnight_on_the_wall() -> None:
    assert datetime(2026, 11, 23, 23, tzinfo=UTC) == first_instant(date(2026, 11, 24), BERLIN)


def test_a_day_that_ends_a_range_belongs_to_it() -> None:
    assert datetime(2026, 11, 24, 23, tzinfo=UTC) == end_instant(date(2026, 11, 24), BERLIN)


def test_a_day_of_25_hours_ends_at_its_own_midnight() -> None:
    assert datetime(2026, 10, 25, 23, tzinfo=UTC) == end_instant(date(2026, 10, 25), BERLIN)


def test_an_instant_stands_for_itself() -> None:
    moment = datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert (moment, moment) == (first_instant(moment, BERLIN), end_instant(moment, BERLIN))
