"""What may be published."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from medbook.domain.availability import Override, VisitType, WeeklyWindow, Window
from medbook.domain.errors import AvailabilityInvalid, Fault, SlotNotOffered
from tests.support.availabilities import Changes, an_availability, overrides, visit, weekly, windows


def faults_of(changes: Changes) -> list[Fault]:
    with pytest.raises(AvailabilityInvalid) as refused:
        an_availability(**changes)
    return list(refused.value.faults)


def pointers_of(changes: Changes) -> list[str]:
    return [fault.pointer for fault in faults_of(changes)]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ({"slot_minutes": 4}, "/slot_minutes"),
        ({"slot_minutes": 481}, "/slot_minutes"),
        ({"buffer_minutes": -1}, "/buffer_minutes"),
        ({"buffer_minutes": 241}, "/buffer_minutes"),
        ({"minimum_notice_minutes": -1}, "/minimum_notice_minutes"),
        ({"horizon_days": 0}, "/horizon_days"),
        ({"horizon_days": 731}, "/horizon_days"),
        ({"change_notice_minutes": -1}, "/change_notice_minutes"),
        ({"change_notice_minutes": 366 * 1440 + 1}, "/change_notice_minutes"),
        ({"horizon_days": 2, "minimum_notice_minutes": 2 * 1440 + 1}, "/minimum_notice_minutes"),
    ],
)
def test_a_number_or_zone_out_of_its_range_is_a_fault_there(changes: Changes, pointer: str) -> None:
    assert pointers_of(changes) == [pointer]


@pytest.mark.parametrize(
    "changes",
    [
        {"slot_minutes": 5, "buffer_minutes": 240, "horizon_days": 1, "minimum_notice_minutes": 1440},
        {"slot_minutes": 480, "horizon_days": 730, "visit_types": [visit(5, "a"), visit(480, "b")]},
        {"weekly": []},
        {"weekly": weekly("00:00-24:00")},
        {"weekly": weekly("09:00-12:00", "12:00-17:00")},
        {"overrides": overrides({date(2026, 12, 24): [], date(2026, 12, 25): ["10:00-11:00", "09:00-10:00"]})},
    ],
)
def test_what_lies_on_the_edge_of_a_rule_is_accepted(changes: Changes) -> None:
    assert an_availability(**changes).time_zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("visit_types", "pointers"),
    [
        ([], ["/visit_types"]),
        ([visit(4)], ["/visit_types/0/minutes"]),
        ([visit(30), visit(481, "long")], ["/visit_types/1/minutes"]),
        ([visit(30, "a"), visit(30, "b"), visit(60, "a")], ["/visit_types/2/code"]),
        ([VisitType("", "Visit", 30)], ["/visit_types/0/code"]),
        ([VisitType("a" * 65, "Visit", 30)], ["/visit_types/0/code"]),
        ([VisitType("first visit", " ", 30)], ["/visit_types/0/name"]),
        ([VisitType("a", "nul\0", 30)], ["/visit_types/0/name"]),
        ([visit(30, f"kind-{number}") for number in range(101)], ["/visit_types"]),
    ],
)
def test_a_visit_type_needs_its_own_code_a_name_and_a_length(visit_types: Sequence[VisitType], pointers: list[str]) -> None:
    assert pointers_of({"visit_types": visit_types}) == pointers


@pytest.mark.parametrize(
    ("entry", "pointer"),
    [
        (WeeklyWindow(0, 540, 600), "/weekly/1/weekday"),
        (WeeklyWindow(8, 540, 600), "/weekly/1/weekday"),
        (WeeklyWindow(2, -1, 600), "/weekly/1/start"),
        (WeeklyWindow(2, 1440, 1500), "/weekly/1/start"),
        (WeeklyWindow(2, 540, 540), "/weekly/1/end"),
        (WeeklyWindow(2, 1320, 120), "/weekly/1/end"),
        (WeeklyWindow(2, 540, 1441), "/weekly/1/end"),
    ],
)
def test_a_weekly_window_lies_within_one_day(entry: WeeklyWindow, pointer: str) -> None:
    assert pointer in pointers_of({"weekly": [WeeklyWindow(1, 540, 600), entry]})


def test_weekly_windows_of_one_weekday_must_not_overlap() -> None:
    entries = [WeeklyWindow(1, 540, 720), WeeklyWindow(2, 600, 660), WeeklyWindow(1, 1000, 1100), WeeklyWindow(1, 700, 800)]
    assert faults_of({"weekly": entries}) == [Fault("/weekly/3", "overlaps the window at /weekly/0, which lasts until 12:00")]


def test_every_window_inside_a_long_one_overlaps_it() -> None:
    entries = [WeeklyWindow(1, 660, 720), WeeklyWindow(1, 540, 1000), WeeklyWindow(1, 780, 800)]
    assert sorted(pointers_of({"weekly": entries})) == ["/weekly/0", "/weekly/2"]


def test_the_same_window_twice_overlaps_itself() -> None:
    assert pointers_of({"weekly": [WeeklyWindow(1, 540, 720), WeeklyWindow(1, 540, 720)]}) == ["/weekly/1"]


def test_a_day_has_at_most_48_windows() -> None:
    assert pointers_of({"weekly": [WeeklyWindow(1, minute, minute + 1) for minute in range(49)]}) == ["/weekly"]


def test_override_windows_are_checked_where_they_stand() -> None:
    days = [
        Override(date(2026, 12, 24), windows("09:00-10:00")),
        Override(date(2026, 12, 25), (Window(60, 30), Window(1500, 1600))),
    ]
    assert pointers_of({"overrides": days}) == [
        "/overrides/1/windows/0/end",
        "/overrides/1/windows/1/start",
        "/overrides/1/windows/1/end",
    ]


def test_override_windows_of_one_date_must_not_overlap() -> None:
    days = overrides({date(2026, 12, 24): ["09:00-10:00", "09:59-11:00"]})
    assert pointers_of({"overrides": days}) == ["/overrides/0/windows/1"]


def test_a_date_is_overridden_once() -> None:
    days = [Override(date(2026, 12, 24), ()), Override(date(2026, 12, 25), ()), Override(date(2026, 12, 24), ())]
    assert faults_of({"overrides": days}) == [Fault("/overrides/2/date", "is already overridden by /overrides/0")]


def test_there_are_at_most_a_thousand_overrides() -> None:
    days = [Override(date.fromordinal(740_000 + number), ()) for number in range(1_001)]
    assert pointers_of({"overrides": days}) == ["/overrides"]


def test_all_faults_are_told_at_once() -> None:
    changes: Changes = {"time_zone": "", "slot_minutes": 0, "visit_types": [], "weekly": [WeeklyWindow(9, 0, 60)]}
    assert pointers_of(changes) == ["/time_zone", "/slot_minutes", "/visit_types", "/weekly/0/weekday"]


def test_the_first_visit_type_is_meant_when_none_is_named() -> None:
    assert an_availability(visit_types=[visit(20, "check"), visit(60, "first")]).visit_type(None) == visit(20, "check")


def test_a_visit_type_is_found_by_its_code() -> None:
    assert an_availability(visit_types=[visit(20, "check"), visit(60, "first")]).visit_type("first") == visit(60, "first")


def test_an_unknown_visit_type_is_not_offered() -> None:
    with pytest.raises(SlotNotOffered) as refused:
        an_availability().visit_type("surgery")
    assert refused.value.faults == (Fault("/visit_type", "is not one of the doctor's visit types"),)


def test_a_weekday_opens_its_windows_in_order() -> None:
    availability = an_availability(weekly=weekly("13:00-17:00", "09:00-12:00", weekdays=[1]))
    assert availability.windows_on(date(2026, 6, 1)) == [
        (utc("2026-06-01T07:00Z"), utc("2026-06-01T10:00Z")),
        (utc("2026-06-01T11:00Z"), utc("2026-06-01T15:00Z")),
    ]


def test_a_weekday_without_windows_is_closed() -> None:
    assert an_availability(weekly=weekly("09:00-12:00", weekdays=[1])).windows_on(date(2026, 6, 2)) == []


def test_an_override_replaces_the_weekday() -> None:
    availability = an_availability(overrides=overrides({date(2026, 6, 1): ["18:00-20:00"]}))
    assert availability.windows_on(date(2026, 6, 1)) == [(utc("2026-06-01T16:00Z"), utc("2026-06-01T18:00Z"))]


def test_an_override_opens_a_day_that_is_closed() -> None:
    availability = an_availability(weekly=[], overrides=overrides({date(2026, 6, 7): ["10:00-11:00"]}))
    assert availability.windows_on(date(2026, 6, 7)) == [(utc("2026-06-07T08:00Z"), utc("2026-06-07T09:00Z"))]


def test_an_empty_override_closes_the_day() -> None:
    assert an_availability(overrides=overrides({date(2026, 6, 1): []})).windows_on(date(2026, 6, 1)) == []


@pytest.mark.parametrize("window", ["02:00-03:00", "02:30-03:00", "02:30-03:15"])
def test_a_window_that_a_gap_swallows_vanishes(window: str) -> None:
    assert an_availability(weekly=weekly(window)).windows_on(date(2026, 3, 29)) == []


def test_windows_between_holds_both_dates() -> None:
    starts = [start for start, _ in an_availability().windows_between(date(2026, 6, 5), date(2026, 6, 8))]
    assert starts == [utc("2026-06-05T07:00Z"), utc("2026-06-08T07:00Z")]


def test_booking_opens_after_the_notice_and_closes_with_the_last_day() -> None:
    availability = an_availability(minimum_notice_minutes=90, horizon_days=3)
    now = utc("2026-06-01T22:30Z")
    assert availability.bookable_between(now) == (utc("2026-06-02T00:00Z"), utc("2026-06-05T22:00Z"))


def test_the_notice_is_real_time_across_a_transition() -> None:
    now = datetime.fromisoformat("2026-03-29T01:30+01:00").astimezone(an_availability().zone)
    earliest, _ = an_availability(minimum_notice_minutes=60).bookable_between(now)
    assert earliest == utc("2026-03-29T01:30Z")
