"""What a person reads off the clinic's wall on the days the clocks change. Expected slots show the wall time and its offset."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from medbook.domain.slots import free_slots
from tests.support.availabilities import an_availability, overrides, visit


def on_the_wall(zone: str, day: str, windows: Sequence[str], minutes: int) -> list[str]:
    """List the starts of visits of this length, back to back, on a date of its own."""
    of_day = date.fromisoformat(day)
    availability = an_availability(time_zone=zone, slot_minutes=minutes, weekly=[], overrides=overrides({of_day: windows}))
    now = datetime.combine(of_day - timedelta(days=7), datetime.min.time(), UTC)
    # A day on either side: what a gap pushes past midnight is still listed.
    slots = free_slots(availability, visit(minutes), of_day - timedelta(1), of_day + timedelta(1), now=now, busy=[])
    return [f"{slot.starts_at.astimezone(availability.zone):%H:%M%z}" for slot in slots]


SPRING_NIGHT = ["00:00+0100", "01:00+0100", "03:00+0200", "04:00+0200", "05:00+0200"]
AUTUMN_NIGHT = ["00:00+0200", "01:00+0200", "02:00+0200", "02:00+0100", "03:00+0100", "04:00+0100", "05:00+0100"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-03-29", SPRING_NIGHT), ("2027-03-28", SPRING_NIGHT), ("2026-10-25", AUTUMN_NIGHT), ("2027-10-31", AUTUMN_NIGHT)],
)
def test_midnight_to_six_in_berlin_is_five_hours_in_spring_and_seven_in_autumn(day: str, expected: list[str]) -> None:
    assert on_the_wall("Europe/Berlin", day, ["00:00-06:00"], 60) == expected


@pytest.mark.parametrize(("day", "offset"), [("2026-03-28", "+0100"), ("2026-03-29", "+0200"), ("2026-10-25", "+0100")])
def test_a_morning_in_berlin_stays_where_it_is_on_the_wall(day: str, offset: str) -> None:
    assert on_the_wall("Europe/Berlin", day, ["09:00-11:00"], 60) == [f"09:00{offset}", f"10:00{offset}"]


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        (["02:00-03:00"], []),
        (["02:15-02:45"], ["03:15+0200"]),
        (["02:30-03:00"], []),
        (["02:30-03:15"], []),
        (["02:30-04:00"], ["03:30+0200"]),
        (["01:30-02:30"], ["01:30+0100", "03:00+0200"]),
        (["01:00-02:00", "03:00-04:00"], ["01:00+0100", "01:30+0100", "03:00+0200", "03:30+0200"]),
        (["01:00-02:30", "03:00-04:00"], ["01:00+0100", "01:30+0100", "03:00+0200", "03:30+0200"]),
    ],
)
def test_edges_in_the_hour_berlin_skips(windows: list[str], expected: list[str]) -> None:
    assert on_the_wall("Europe/Berlin", "2026-03-29", windows, 30) == expected


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        (["02:00-03:00"], ["02:00+0200", "02:30+0200", "02:00+0100", "02:30+0100"]),
        (["02:00-02:30"], ["02:00+0200"]),
        (["01:30-02:30"], ["01:30+0200", "02:00+0200"]),
        (["02:30-03:30"], ["02:30+0200", "02:00+0100", "02:30+0100", "03:00+0100"]),
        (["02:00-02:30", "02:30-03:00"], ["02:00+0200", "02:30+0200", "02:00+0100", "02:30+0100"]),
        (["03:00-04:00"], ["03:00+0100", "03:30+0100"]),
    ],
)
def test_edges_in_the_hour_berlin_has_twice(windows: list[str], expected: list[str]) -> None:
    assert on_the_wall("Europe/Berlin", "2026-10-25", windows, 30) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-08", ["01:00-0500", "03:00-0400"]),
        ("2027-03-14", ["01:00-0500", "03:00-0400"]),
        ("2026-11-01", ["01:00-0400", "01:00-0500", "02:00-0500", "03:00-0500"]),
        ("2027-11-07", ["01:00-0400", "01:00-0500", "02:00-0500", "03:00-0500"]),
    ],
)
def test_one_to_four_in_new_york(day: str, expected: list[str]) -> None:
    assert on_the_wall("America/New_York", day, ["01:00-04:00"], 60) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-04-05", ["01:00+1100", "01:30+1100", "01:30+1030", "02:00+1030"]),
        ("2027-04-04", ["01:00+1100", "01:30+1100", "01:30+1030", "02:00+1030"]),
        ("2026-10-04", ["01:00+1030", "01:30+1030"]),
        ("2027-10-03", ["01:00+1030", "01:30+1030"]),
    ],
)
def test_one_to_half_past_two_on_lord_howe_moves_by_half_an_hour(day: str, expected: list[str]) -> None:
    assert on_the_wall("Australia/Lord_Howe", day, ["01:00-02:30"], 30) == expected


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2027-03-14", "2027-11-07"])
def test_kolkata_has_the_same_night_all_year(day: str) -> None:
    night = ["00:00+0530", "01:00+0530", "02:00+0530", "03:00+0530", "04:00+0530", "05:00+0530"]
    assert on_the_wall("Asia/Kolkata", day, ["00:00-06:00"], 60) == night


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-02-15", ["01:00+0100", "02:00+0100", "02:00+0000", "03:00+0000"]),
        ("2026-03-22", ["01:00+0000", "03:00+0100"]),
    ],
)
def test_one_to_four_in_casablanca_changes_round_ramadan(day: str, expected: list[str]) -> None:
    assert on_the_wall("Africa/Casablanca", day, ["01:00-04:00"], 60) == expected


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("America/Santiago", "2026-09-06", ["01:00-0300", "02:00-0300"]),
        ("Africa/Cairo", "2026-04-24", ["01:00+0300", "02:00+0300"]),
        ("Asia/Beirut", "2026-03-29", ["01:00+0300", "02:00+0300"]),
        ("America/Havana", "2026-03-08", ["01:00-0400", "02:00-0400"]),
    ],
)
def test_a_day_without_a_midnight_begins_at_one(zone: str, day: str, expected: list[str]) -> None:
    assert on_the_wall(zone, day, ["00:00-03:00"], 60) == expected


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("America/Santiago", "2026-09-05", ["22:00-0400", "23:00-0400"]),
        ("America/Santiago", "2026-04-04", ["22:00-0300", "23:00-0300", "23:00-0400"]),
        ("Africa/Cairo", "2026-10-29", ["22:00+0300", "23:00+0300", "23:00+0200"]),
        ("Asia/Beirut", "2026-10-24", ["22:00+0300", "23:00+0300", "23:00+0200"]),
        ("America/Nuuk", "2026-03-28", ["22:00-0200"]),
        ("America/Nuuk", "2026-10-24", ["22:00-0100", "23:00-0100", "23:00-0200"]),
    ],
)
def test_an_evening_lasts_until_the_midnight_that_really_comes(zone: str, day: str, expected: list[str]) -> None:
    assert on_the_wall(zone, day, ["22:00-24:00"], 60) == expected


def test_a_midnight_shown_twice_opens_with_the_first() -> None:
    night = ["00:00-0400", "00:30-0400", "00:00-0500", "00:30-0500"]
    assert on_the_wall("America/Havana", "2026-11-01", ["00:00-01:00"], 30) == night


def test_troll_skips_two_hours_and_repeats_two() -> None:
    spring, autumn = (on_the_wall("Antarctica/Troll", day, ["00:00-04:00"], 60) for day in ("2026-03-29", "2026-10-25"))
    assert (spring, autumn) == (
        ["00:00+0000", "03:00+0200"],
        ["00:00+0200", "01:00+0200", "02:00+0200", "01:00+0000", "02:00+0000", "03:00+0000"],
    )


def test_a_slot_across_the_change_lasts_its_real_minutes() -> None:
    spring = date(2026, 3, 29)
    availability = an_availability(slot_minutes=120, weekly=[], overrides=overrides({spring: ["01:00-06:00"]}))
    slots = free_slots(availability, visit(120), spring, spring, now=datetime(2026, 3, 1, tzinfo=UTC), busy=[])
    shown = [tuple(f"{moment.astimezone(availability.zone):%H:%M}" for moment in (s.starts_at, s.ends_at)) for s in slots]
    assert shown == [("01:00", "04:00"), ("04:00", "06:00")]


def test_what_a_gap_pushes_past_midnight_belongs_to_the_date_on_the_wall() -> None:
    # 23:00 to 24:00 on 28 March does not exist in Nuuk; read with the offset before the gap it is 00:00 to 00:30 on the 29th.
    spring = date(2026, 3, 28)
    nuuk = an_availability(time_zone="America/Nuuk", weekly=[], overrides=overrides({spring: ["23:00-23:30"]}))
    now = datetime(2026, 3, 1, tzinfo=UTC)
    found = [len(free_slots(nuuk, visit(30), day, day, now=now, busy=[])) for day in (spring, spring + timedelta(days=1))]
    assert found == [0, 1]
