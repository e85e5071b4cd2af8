"""Which starts the server accepts, and what it says of the others."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from medbook.domain.availability import Availability
from medbook.domain.errors import Fault, SlotNotOffered
from medbook.domain.slots import Slot
from tests.support.availabilities import an_availability, overrides, visit, weekly

FRIDAY_NOON = "2026-05-29T10:00Z"
OUTSIDE = "is outside the doctor's hours, or leaves too little of them for this visit"
OFF_THE_GRID = "is not one of the doctor's starts, which lie 30 minutes apart"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def offer(
    availability: Availability, start: str, *, now: str = FRIDAY_NOON, minutes: int = 30, away: Sequence[tuple[str, str]] = ()
) -> Slot:
    time_off = [(utc(begin), utc(end)) for begin, end in away]
    return availability.offers(datetime.fromisoformat(start), visit(minutes), now=utc(now), time_off=time_off)


def refusal(
    availability: Availability, start: str, *, now: str = FRIDAY_NOON, minutes: int = 30, away: Sequence[tuple[str, str]] = ()
) -> str:
    with pytest.raises(SlotNotOffered) as refused:
        offer(availability, start, now=now, minutes=minutes, away=away)
    assert [fault.pointer for fault in refused.value.faults] == ["/starts_at"]
    return refused.value.faults[0].detail


def test_a_published_start_is_the_slot_that_begins_there() -> None:
    slot = offer(an_availability(), "2026-06-01T07:30Z", minutes=45)
    assert slot == Slot(utc("2026-06-01T07:30Z"), utc("2026-06-01T08:15Z"))


def test_a_start_may_be_written_in_any_zone() -> None:
    slot = offer(an_availability(), "2026-06-01T17:30+10:00")
    assert (slot.starts_at, slot.starts_at.tzinfo) == (utc("2026-06-01T07:30Z"), UTC)


def test_the_last_visit_ends_with_the_window() -> None:
    assert offer(an_availability(), "2026-06-01T09:30Z").ends_at == utc("2026-06-01T10:00Z")


def test_the_buffer_may_hang_over_the_end_of_the_window() -> None:
    assert offer(an_availability(buffer_minutes=60), "2026-06-01T09:30Z").ends_at == utc("2026-06-01T10:00Z")


@pytest.mark.parametrize("start", ["2026-06-01T06:30Z", "2026-06-01T10:00Z", "2026-06-06T07:00Z", "2026-06-01T22:00Z"])
def test_a_start_outside_the_hours_is_refused(start: str) -> None:
    assert refusal(an_availability(), start) == OUTSIDE


def test_a_visit_longer_than_what_is_left_of_the_window_is_refused() -> None:
    assert refusal(an_availability(), "2026-06-01T09:30Z", minutes=31) == OUTSIDE


def test_a_visit_does_not_run_on_into_a_window_that_touches() -> None:
    touching = an_availability(weekly=weekly("09:00-12:00", "12:00-17:00"))
    assert refusal(touching, "2026-06-01T09:30Z", minutes=60) == OUTSIDE


@pytest.mark.parametrize("start", ["2026-06-01T07:15Z", "2026-06-01T07:30:01Z", "2026-06-01T07:29:59.999999Z"])
def test_a_start_off_the_grid_is_refused(start: str) -> None:
    assert refusal(an_availability(), start) == OFF_THE_GRID


def test_the_grid_counts_from_the_start_of_its_own_window() -> None:
    availability = an_availability(weekly=weekly("09:00-12:00", "12:10-17:00"))
    assert offer(availability, "2026-06-01T10:10Z").starts_at == utc("2026-06-01T10:10Z")
    assert refusal(availability, "2026-06-01T10:30Z") == OFF_THE_GRID


def test_a_start_in_the_past_is_refused() -> None:
    assert refusal(an_availability(), "2026-06-01T07:00Z", now="2026-06-01T07:00:01Z") == "has passed"


def test_a_visit_may_start_right_now_when_no_notice_is_asked() -> None:
    assert offer(an_availability(), "2026-06-01T07:00Z", now="2026-06-01T07:00Z").starts_at == utc("2026-06-01T07:00Z")


def test_a_start_within_the_notice_is_refused() -> None:
    detail = refusal(an_availability(minimum_notice_minutes=120), "2026-06-01T07:00Z", now="2026-06-01T05:00:01Z")
    assert detail == "is too soon: visits are booked at least 120 minutes ahead"


def test_a_start_right_after_the_notice_is_offered() -> None:
    slot = offer(an_availability(minimum_notice_minutes=120), "2026-06-01T07:00Z", now="2026-06-01T05:00Z")
    assert slot.starts_at == utc("2026-06-01T07:00Z")


def test_the_whole_last_day_of_the_horizon_is_offered() -> None:
    availability = an_availability(horizon_days=3, weekly=weekly("00:00-24:00"))
    assert offer(availability, "2026-06-01T21:30Z", now="2026-05-29T21:59Z").starts_at == utc("2026-06-01T21:30Z")


def test_a_start_beyond_the_horizon_is_refused() -> None:
    availability = an_availability(horizon_days=3, weekly=weekly("00:00-24:00"))
    detail = refusal(availability, "2026-06-01T22:00Z", now="2026-05-29T21:59Z")
    assert detail == "is too far ahead: visits are booked at most 3 days ahead"


@pytest.mark.parametrize(
    "away",
    [
        ("2026-06-01T07:00Z", "2026-06-01T07:30Z"),
        ("2026-05-01T00:00Z", "2026-07-01T00:00Z"),
        ("2026-06-01T07:10Z", "2026-06-01T07:20Z"),
        ("2026-06-01T07:39Z", "2026-06-01T08:00Z"),
    ],
)
def test_a_start_whose_visit_or_buffer_meets_time_off_is_refused(away: tuple[str, str]) -> None:
    assert refusal(an_availability(buffer_minutes=10), "2026-06-01T07:00Z", away=[away]) == "is in the doctor's time off"


def test_time_off_may_touch_a_visit_and_its_buffer() -> None:
    away = [("2026-06-01T06:00Z", "2026-06-01T07:00Z"), ("2026-06-01T07:40Z", "2026-06-01T09:00Z")]
    slot = offer(an_availability(buffer_minutes=10), "2026-06-01T07:00Z", away=away)
    assert slot.starts_at == utc("2026-06-01T07:00Z")


def test_an_override_decides_what_is_offered() -> None:
    availability = an_availability(overrides=overrides({date(2026, 6, 1): ["18:00-19:00"]}))
    assert offer(availability, "2026-06-01T16:30Z").starts_at == utc("2026-06-01T16:30Z")
    assert refusal(availability, "2026-06-01T07:00Z") == OUTSIDE


def test_a_refusal_is_a_sentence_and_a_pointer() -> None:
    with pytest.raises(SlotNotOffered) as refused:
        offer(an_availability(), "2026-06-01T06:30Z")
    assert (str(refused.value), refused.value.faults) == (
        "The doctor does not offer this time.",
        (Fault("/starts_at", OUTSIDE),),
    )


def test_the_first_of_two_hours_of_the_same_name_is_told_from_the_second() -> None:
    night = an_availability(weekly=weekly("02:00-02:30"))
    assert offer(night, "2026-10-25T02:00+02:00").starts_at == utc("2026-10-25T00:00Z")
    assert refusal(night, "2026-10-25T02:00+01:00") == OUTSIDE


def test_an_evening_window_that_a_gap_pushes_past_midnight_is_offered() -> None:
    # In Nuuk the clock goes from 22:59 on 28 March to 00:00 on the 29th.
    nuuk = an_availability(time_zone="America/Nuuk", overrides=overrides({date(2026, 3, 28): ["22:00-24:00"]}))
    assert offer(nuuk, "2026-03-28T22:30-02:00", now="2026-03-28T10:00Z").starts_at == utc("2026-03-29T00:30Z")
    late = an_availability(time_zone="America/Nuuk", weekly=[], overrides=overrides({date(2026, 3, 28): ["23:00-23:30"]}))
    assert offer(late, "2026-03-29T00:00-01:00", now="2026-03-28T10:00Z").starts_at == utc("2026-03-29T01:00Z")
