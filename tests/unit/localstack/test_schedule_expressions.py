from datetime import UTC, datetime, timedelta

import pytest

from localstack.scheduler.expressions import Rate, parse


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "every"),
    [("rate(1 minute)", timedelta(minutes=1)), ("rate(5 hours)", timedelta(hours=5)), ("rate(1 day)", timedelta(days=1))],
)
def test_a_rate_is_read(expression: str, every: timedelta) -> None:
    assert Rate(every) == parse(expression)


@pytest.mark.parametrize(
    ("expression", "after", "expected"),
    [
        ("cron(15 0 * * ? *)", "2026-03-09T00:15", "2026-03-10T00:15"),
        ("cron(15 0 * * ? *)", "2026-03-09T00:14:59", "2026-03-09T00:15"),
        ("cron(0/20 9-10 ? * MON-FRI *)", "2026-03-06T10:40", "2026-03-09T09:00"),
        ("cron(0 12 L * ? *)", "2026-02-01T00:00", "2026-02-28T12:00"),
        ("cron(0 12 1 JAN,JUL ? *)", "2026-02-01T00:00", "2026-07-01T12:00"),
        ("cron(0 0 ? * 1 *)", "2026-03-09T00:00", "2026-03-15T00:00"),
        ("cron(0 0 29 2 ? *)", "2026-03-09T00:00", "2028-02-29T00:00"),
        ("cron(5,10 * * * ? 2027)", "2026-03-09T00:00", "2027-01-01T00:05"),
    ],
)
def test_the_next_time_of_a_cron(expression: str, after: str, expected: str) -> None:
    assert utc(expected) == parse(expression).next_after(utc(after))


def test_a_cron_of_a_past_year_has_no_next_time() -> None:
    assert parse("cron(0 0 1 1 ? 2020)").next_after(utc("2026-03-09T00:00")) is None


def test_a_cron_is_read_in_its_zone() -> None:
    assert utc("2026-07-01T06:00") == parse("cron(0 8 * * ? *)", "Europe/Berlin").next_after(utc("2026-07-01T00:00"))


def test_a_time_the_clock_skips_does_not_come_that_day() -> None:
    # In Berlin 02:30 does not exist on 29 March 2026.
    assert utc("2026-03-30T00:30") == parse("cron(30 2 * * ? *)", "Europe/Berlin").next_after(utc("2026-03-28T12:00"))


def test_a_time_the_clock_repeats_comes_once() -> None:
    rule = parse("cron(30 2 * * ? *)", "Europe/Berlin")
    first = rule.next_after(utc("2026-10-24T12:00"))
    assert first is not None
    assert (utc("2026-10-25T00:30"), utc("2026-10-26T01:30")) == (first, rule.next_after(first))


@pytest.mark.parametrize(
    "expression",
    [
        "every minute",
        "rate(0 minutes)",
        "rate(1 second)",
        "cron(* * *)",
        "cron(0 0 1 * 2 *)",
        "cron(61 0 * * ? *)",
        "cron(0 0 1W * ? *)",
    ],
)
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse(expression)
