"""Windows laid out as instants, and the earliest slots in them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from medbook.domain.openings import SPARE_DAYS, Batch, Opening, earliest, lay
from medbook.domain.slots import Range, Slot, free_slots
from tests.support.availabilities import an_availability, overrides, visit, weekly

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
NINE = MONDAY + timedelta(hours=2)
FIRST, SECOND = UUID(int=1), UUID(int=2)
HALF_HOUR = timedelta(minutes=30)


def an_opening(doctor_id: UUID = FIRST, start: datetime = NINE, hours: float = 2, busy: tuple[Range, ...] = ()) -> Opening:
    return Opening(
        doctor_id=doctor_id,
        window=(start, start + timedelta(hours=hours)),
        slot_minutes=30,
        visit_minutes=30,
        buffer_minutes=0,
        bookable=(MONDAY, MONDAY + timedelta(days=30)),
        busy=busy,
    )


def starts(found: list[tuple[UUID, Slot]]) -> list[tuple[UUID, datetime]]:
    return [(doctor_id, slot.starts_at) for doctor_id, slot in found]


def test_windows_are_laid_from_now_to_some_weeks_beyond_the_horizon() -> None:
    laid = lay(an_availability(horizon_days=7, weekly=weekly("09:00-12:00")), MONDAY)
    assert laid[0] == (NINE, NINE + timedelta(hours=3))
    assert len(laid) == 1 + 7 + SPARE_DAYS


def test_a_window_under_way_is_laid_and_one_that_is_over_is_not() -> None:
    availability = an_availability(weekly=weekly("07:00-08:00", "09:00-12:00"))
    assert lay(availability, NINE + HALF_HOUR)[0][0] == NINE
    assert lay(availability, NINE + timedelta(hours=3))[0][0] == NINE + timedelta(hours=22)


def test_two_windows_that_begin_at_one_instant_are_one() -> None:
    # On the night of 28 March 2027 the wall in Berlin goes from 02:00 to 03:00, so both begin at 01:00 UTC.
    availability = an_availability(weekly=[], overrides=overrides({date(2027, 3, 28): ["02:00-02:30", "03:00-05:00"]}))
    now = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
    assert lay(availability, now) == [(datetime(2027, 3, 28, 1, 0, tzinfo=UTC), datetime(2027, 3, 28, 3, 0, tzinfo=UTC))]


def test_free_slots_of_openings_are_those_of_the_availability() -> None:
    availability = an_availability(weekly=weekly("09:00-12:10", "13:05-14:00"), slot_minutes=20, buffer_minutes=5)
    kind, now = visit(25), NINE + timedelta(minutes=7)
    busy = [(NINE + timedelta(hours=1), NINE + timedelta(hours=1, minutes=10))]
    found = [
        slot
        for window in lay(availability, now)
        for slot in Opening(
            doctor_id=FIRST,
            window=window,
            slot_minutes=20,
            visit_minutes=25,
            buffer_minutes=5,
            bookable=availability.bookable_between(now),
            busy=busy,
        ).free()
    ]
    assert found == free_slots(availability, kind, date(2026, 11, 23), date(2028, 1, 1), now=now, busy=busy)


def test_a_window_too_short_for_the_visit_has_no_slot() -> None:
    assert list(an_opening(hours=0.25).free()) == []


def test_the_earliest_are_sorted_by_start_and_then_by_doctor() -> None:
    openings = [an_opening(SECOND), an_opening(FIRST)]
    found = starts(earliest([Batch(openings, None)], 3))
    assert found == [(FIRST, NINE), (SECOND, NINE), (FIRST, NINE + HALF_HOUR)]


def test_a_later_batch_is_asked_for_only_while_it_may_hold_something_earlier() -> None:
    def batches() -> Iterator[Batch]:
        yield Batch([an_opening(FIRST)], (NINE + HALF_HOUR, SECOND))
        raise AssertionError("not needed")

    assert starts(earliest(batches(), 2)) == [(FIRST, NINE), (FIRST, NINE + HALF_HOUR)]


def test_what_a_later_batch_holds_earlier_comes_first() -> None:
    batches = [Batch([an_opening(FIRST)], (NINE, SECOND)), Batch([an_opening(SECOND)], None)]
    assert starts(earliest(batches, 3)) == [(FIRST, NINE), (SECOND, NINE), (FIRST, NINE + HALF_HOUR)]


def test_a_start_that_two_windows_offer_is_listed_once() -> None:
    openings = [an_opening(FIRST), an_opening(FIRST, NINE + HALF_HOUR)]
    found = starts(earliest([Batch(openings, None)], 3))
    assert found == [(FIRST, NINE), (FIRST, NINE + HALF_HOUR), (FIRST, NINE + 2 * HALF_HOUR)]


def test_fewer_than_asked_for_are_all_there_are() -> None:
    busy = ((NINE, NINE + timedelta(hours=1)),)
    found = starts(earliest([Batch([an_opening(busy=busy)], None)], 9))
    assert found == [(FIRST, NINE + timedelta(hours=1)), (FIRST, NINE + timedelta(hours=1, minutes=30))]
