from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medbook.kafka.values import CreatedValue, format_duration, format_instant, parse_duration, parse_instant
from tests.support.events import facts


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (timedelta(hours=24), "PT24H"),
        (timedelta(hours=2), "PT2H"),
        (timedelta(minutes=90), "PT1H30M"),
        (timedelta(days=3, seconds=5, microseconds=1500), "PT72H5.0015S"),
        (timedelta(milliseconds=500), "PT0.5S"),
        (timedelta(0), "PT0S"),
    ],
)
def test_durations_are_written_in_hours_minutes_and_seconds(duration: timedelta, text: str) -> None:
    assert text == format_duration(duration)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("P1D", timedelta(days=1)),
        ("P1W", timedelta(weeks=1)),
        ("P1DT2H", timedelta(hours=26)),
        ("PT0.25S", timedelta(milliseconds=250)),
    ],
)
def test_weeks_and_days_are_read(text: str, duration: timedelta) -> None:
    assert duration == parse_duration(text)


@pytest.mark.parametrize(
    "text", ["P", "PT", "P1DT", "1D", "PT1", "P1Y", "P1M", "PT1H2", "pt1h", "PT1,5H", "PT1H ", "PT١H", 3600, None]
)
def test_what_is_no_exact_duration_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="is not an ISO 8601 duration"):
        parse_duration(text)


@given(st.timedeltas(timedelta(0), timedelta(days=40_000)))
def test_durations_survive_the_round_trip(duration: timedelta) -> None:
    assert duration == parse_duration(format_duration(duration))


@given(st.datetimes(min_value=datetime(1000, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_instants_survive_the_round_trip(instant: datetime) -> None:
    assert instant == parse_instant(format_instant(instant))


def test_instants_are_written_in_utc_with_a_z() -> None:
    vienna = datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    assert format_instant(vienna) == "2026-11-24T09:00:00Z"


def test_a_time_without_a_zone_is_not_published() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        CreatedValue.model_validate(facts() | {"starts_at": datetime(2026, 11, 24, 9, 0)})  # noqa: DTZ001
