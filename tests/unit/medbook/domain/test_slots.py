"""Which slots are free on an ordinary day, beside visits and time off."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from medbook.domain.availability import Availability
from medbook.domain.slots import Slot, free_slots, held, offered_slots, overlaps
from tests.support.availabilities import an_availability, visit, weekly

MONDAY = date(2026, 1, 12)
"""In winter Berlin is an hour ahead of UTC: the window 09:00 to 12:00 is 08:00 to 11:00."""

EARLIER = datetime(2026, 1, 5, tzinfo=UTC)


def at(clock: str, day: date = MONDAY) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}Z")


def starts(
    availability: Availability,
    *,
    minutes: int = 30,
    first: date = MONDAY,
    last: date = MONDAY,
    now: datetime = EARLIER,
    busy: Sequence[tuple[datetime, datetime]] = (),
) -> list[str]:
    slots = free_slots(availability, visit(minutes), first, last, now=now, busy=busy)
    return [f"{slot.starts_at:%H:%M}" for slot in slots]


def test_a_free_day_offers_the_whole_grid() -> None:
    assert starts(an_availability()) == ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30"]


def test_a_slot_lasts_as_long_as_the_visit() -> None:
    slots = free_slots(an_availability(slot_minutes=60), visit(20), MONDAY, MONDAY, now=EARLIER, busy=[])
    assert slots == [Slot(at("08:00"), at("08:20")), Slot(at("09:00"), at("09:20")), Slot(at("10:00"), at("10:20"))]


def test_a_visit_longer_than_the_grid_still_starts_on_each_step() -> None:
    assert starts(an_availability(), minutes=120) == ["08:00", "08:30", "09:00"]


def test_a_visit_longer_than_the_window_is_never_free() -> None:
    assert starts(an_availability(), minutes=181) == []


def test_touching_windows_are_grids_of_their_own() -> None:
    availability = an_availability(slot_minutes=40, weekly=weekly("09:00-11:00", "11:00-12:00"))
    assert starts(availability, minutes=45) == ["08:00", "08:40", "10:00"]


@pytest.mark.parametrize(
    ("busy", "expected"),
    [
        ([], ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30"]),
        ([("08:30", "09:00")], ["08:00", "09:00", "09:30", "10:00", "10:30"]),
        ([("08:59", "09:01")], ["08:00", "09:30", "10:00", "10:30"]),
        ([("06:00", "08:00"), ("11:00", "12:00")], ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30"]),
        ([("10:00", "10:30"), ("07:00", "08:10"), ("07:30", "08:05")], ["08:30", "09:00", "09:30", "10:30"]),
        ([("08:00", "10:30"), ("08:30", "09:00")], ["10:30"]),
        ([("00:00", "23:00")], []),
        ([("09:15", "09:15")], ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30"]),
    ],
)
def test_what_is_busy_is_not_free(busy: list[tuple[str, str]], expected: list[str]) -> None:
    assert starts(an_availability(), busy=[(at(start), at(end)) for start, end in busy]) == expected


def test_the_buffer_after_a_new_visit_must_be_free_too() -> None:
    assert starts(an_availability(buffer_minutes=10), busy=[(at("09:00"), at("09:40"))]) == ["08:00", "10:00", "10:30"]


def test_a_buffer_may_touch_the_next_visit() -> None:
    assert "08:00" in starts(an_availability(slot_minutes=20, buffer_minutes=10), busy=[(at("08:40"), at("09:10"))])


def test_the_buffer_hangs_over_the_end_of_the_window_when_that_is_free() -> None:
    availability = an_availability(buffer_minutes=15)
    assert (starts(availability)[-1], starts(availability, busy=[(at("11:10"), at("12:00"))])[-1]) == ("10:30", "10:00")


def test_busy_ranges_may_come_in_the_clinics_zone() -> None:
    # 02:30 to 02:10 on the wall, for the hour comes twice: 40 minutes in truth.
    berlin = ZoneInfo("Europe/Berlin")
    busy = [(datetime(2026, 10, 25, 2, 30, tzinfo=berlin), datetime(2026, 10, 25, 2, 10, tzinfo=berlin, fold=1))]
    availability = an_availability(weekly=weekly("02:00-03:00"))
    assert starts(availability, first=date(2026, 10, 25), last=date(2026, 10, 25), busy=busy) == ["00:00", "01:30"]


def test_nothing_is_free_before_the_notice_has_passed() -> None:
    assert starts(an_availability(minimum_notice_minutes=60), now=at("08:30")) == ["09:30", "10:00", "10:30"]


def test_days_beyond_the_horizon_are_left_out() -> None:
    everyday = an_availability(horizon_days=2, slot_minutes=480, weekly=weekly("09:00-12:00"))
    slots = free_slots(everyday, visit(30), MONDAY, date(2026, 1, 31), now=at("22:59"), busy=[])
    assert [slot.starts_at.day for slot in slots] == [13, 14]


def test_both_dates_are_included() -> None:
    everyday = an_availability(slot_minutes=480, weekly=weekly("09:00-12:00"))
    slots = free_slots(everyday, visit(30), MONDAY, date(2026, 1, 14), now=EARLIER, busy=[])
    assert [slot.starts_at.day for slot in slots] == [12, 13, 14]


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 1, 13), MONDAY), (date.min, date.min), (date.max, date.max), (date(2026, 1, 17), date(2026, 1, 18))],
)
def test_dates_without_hours_have_no_slots(first: date, last: date) -> None:
    assert starts(an_availability(), first=first, last=last) == []


def test_all_dates_there_are_can_be_asked_for() -> None:
    availability = an_availability(horizon_days=7, slot_minutes=480)
    assert starts(availability, first=date.min, last=date.max) == ["08:00"] * 6


def test_nothing_is_free_when_the_notice_reaches_past_the_horizon() -> None:
    availability = an_availability(horizon_days=1, minimum_notice_minutes=1440, weekly=weekly("00:00-24:00"))
    assert len(starts(availability, first=date.min, last=date.max, now=at("22:00"))) == 2


def test_nothing_is_free_when_a_short_day_lets_the_horizon_end_before_the_notice() -> None:
    # At 23:30 in Berlin, the night before the clocks go forward, tomorrow ends in 23 and a half hours.
    availability = an_availability(horizon_days=1, minimum_notice_minutes=1440, weekly=weekly("00:00-24:00"))
    now = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)
    assert starts(availability, first=date(2026, 3, 1), last=date(2026, 4, 30), now=now) == []


def test_slots_are_in_utc() -> None:
    slots = free_slots(an_availability(), visit(30), MONDAY, MONDAY, now=EARLIER, busy=[])
    assert {moment.tzinfo for slot in slots for moment in (slot.starts_at, slot.ends_at)} == {UTC}


def test_a_visit_holds_its_time_and_the_buffer_after_it() -> None:
    assert held(Slot(at("08:00"), at("08:30")), 10) == (at("08:00"), at("08:40"))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("08:00", "09:00"), ("08:59", "10:00"), True),
        (("08:00", "09:00"), ("09:00", "10:00"), False),
        (("09:00", "10:00"), ("08:00", "09:00"), False),
        (("08:00", "12:00"), ("09:00", "10:00"), True),
        (("08:00", "12:00"), ("09:00", "09:00"), False),
    ],
)
def test_ranges_overlap_when_they_share_an_instant(one: tuple[str, str], other: tuple[str, str], expected: bool) -> None:
    assert overlaps((at(one[0]), at(one[1])), (at(other[0]), at(other[1]))) == expected


def test_every_slot_is_offered_and_the_busy_ones_are_not_free() -> None:
    availability = an_availability(buffer_minutes=10)
    busy = [(at("08:35"), at("08:50"))]
    found = offered_slots(availability, visit(30), MONDAY, MONDAY, now=at("08:10"), busy=busy)
    expected = {"08:30": False, "09:00": True, "09:30": True, "10:00": True, "10:30": True}
    assert expected == {f"{slot.starts_at:%H:%M}": free for slot, free in found}
