"""Free slots compared with a slow reference that walks minute by minute, in every zone that changes its clocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medbook.domain.availability import Availability, Override, WeeklyWindow, Window
from medbook.domain.errors import SlotNotOffered
from medbook.domain.slots import Range, Slot, free_slots, held
from medbook.domain.wall_clock import to_instant
from tests.support.availabilities import an_availability, visit
from tests.support.wall_calendar import DAY, MINUTE, WallCalendar, transition_days

# The same examples in every run: a red build is a change in the code, not in the dice.
same_every_run = settings(deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])
thorough = settings(same_every_run, max_examples=400)
brief = settings(same_every_run, max_examples=150)


@dataclass(frozen=True)
class Situation:
    """A doctor, what is asked for, when, and what stands in the way."""

    availability: Availability
    minutes: int
    first: date
    last: date
    now: datetime
    busy: Sequence[Range]


def clock_minutes() -> st.SearchStrategy[int]:
    """Draw minutes of the day, mostly where clocks change: at night, at whole and half hours."""
    nightly = st.integers(0, 8).map(lambda n: n * 30)
    evening = st.integers(0, 4).map(lambda n: 1440 - n * 30)
    return st.one_of(nightly, evening, st.integers(0, 288).map(lambda n: n * 5), st.integers(0, 1440))


@st.composite
def days_windows(draw: st.DrawFn, at_least: int = 0) -> tuple[Window, ...]:
    """Draw windows of one day from at least so many edges; some touch."""
    edges = draw(st.lists(clock_minutes(), unique=True, min_size=at_least, max_size=6).map(sorted))
    touching = draw(st.booleans())
    return tuple(Window(start, end) for start, end in list(pairwise(edges))[:: 1 if touching else 2])


# Windows with an edge in the gaps of most zones: by night, at midnight, and in Nuuk before it.
AT_THE_GAPS = (
    (Window(60, 150), Window(180, 300)),
    (Window(0, 30), Window(60, 240)),
    (Window(1320, 1410),),
    (Window(1380, 1410), Window(1410, 1440)),
    (Window(120, 180), Window(180, 360)),
)


@st.composite
def changing_days(draw: st.DrawFn) -> tuple[str, date]:
    """Draw a zone and a date on or beside one of its transitions."""
    zone = draw(st.sampled_from(sorted(transition_days())))
    return zone, draw(st.sampled_from(transition_days()[zone])) + draw(st.integers(-1, 1)) * DAY


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Draw a doctor around a transition, with all the settings that decide what is free."""
    zone, day = draw(changing_days())
    one_day = st.one_of(days_windows(at_least=4), st.sampled_from(AT_THE_GAPS))
    weekday_windows = draw(st.lists(one_day, min_size=7, max_size=7))
    weekly = [WeeklyWindow(n + 1, w.start_minute, w.end_minute) for n, windows in enumerate(weekday_windows) for w in windows]
    overridden = draw(st.dictionaries(st.integers(-2, 2).map(lambda n: day + n * DAY), days_windows(), max_size=2))
    availability = an_availability(
        time_zone=zone,
        slot_minutes=draw(st.one_of(st.sampled_from([15, 20, 30, 60]), st.integers(5, 480))),
        buffer_minutes=draw(st.one_of(st.just(0), st.integers(0, 30), st.integers(0, 240))),
        minimum_notice_minutes=draw(st.one_of(st.just(0), st.integers(0, 1440))),
        horizon_days=draw(st.sampled_from([30, 9, 30, 6, 5, 4, 3, 2, 1])),
        weekly=weekly,
        overrides=[Override(date, windows) for date, windows in overridden.items()],
    )
    around = st.integers(-2 * 1440, 3 * 1440).map(lambda n: datetime.combine(day, time(), UTC) + n * MINUTE)
    first = day + draw(st.integers(-1, 1)) * DAY
    idle = Situation(
        availability=availability,
        minutes=draw(st.one_of(st.sampled_from([15, 30, 45]), st.integers(5, 30), st.integers(5, 90), st.integers(5, 480))),
        first=first,
        last=first + draw(st.sampled_from([0, 2, 1, 2, 1, 0, -1])) * DAY,
        now=draw(around) - draw(st.sampled_from([4, 3, 4, 3, 2, 1, 0])) * DAY + draw(st.integers(0, 30)) * timedelta(seconds=1),
        busy=(),
    )
    lengths = st.integers(0, 600).map(lambda n: n * MINUTE)
    anywhere = [(start, start + length) for start, length in draw(st.lists(st.tuples(around, lengths), max_size=4))]
    return replace(idle, busy=[*anywhere, *draw(st.lists(touching(idle), max_size=3))])


@st.composite
def touching(draw: st.DrawFn, idle: Situation) -> Range:
    """Draw a busy range that ends where a slot starts, or starts where the buffer after one ends; or misses that by a minute."""
    slots = found(idle)
    slot = draw(st.sampled_from(slots)) if slots else Slot(idle.now, idle.now)
    miss, length = draw(st.sampled_from([0, 0, 1, -1])) * MINUTE, draw(st.integers(1, 120)) * MINUTE
    start, end = held(slot, idle.availability.buffer_minutes)
    return (start + miss - length, start + miss) if draw(st.booleans()) else (end + miss, end + miss + length)


def found(situation: Situation, busy: Iterable[Range] | None = None) -> list[Slot]:
    """Ask the code under test."""
    return free_slots(
        situation.availability,
        visit(situation.minutes),
        situation.first,
        situation.last,
        now=situation.now,
        busy=situation.busy if busy is None else busy,
    )


def walked(situation: Situation) -> list[datetime]:
    """List the free starts by looking at one minute after the other."""
    availability = situation.availability
    calendar = WallCalendar(ZoneInfo(availability.time_zone), situation.first - DAY, situation.last)
    taken = {start + n * MINUTE for start, end in situation.busy for n in range((end - start) // MINUTE)}
    free = set()
    for day in (situation.first - DAY + n * DAY for n in range((situation.last - situation.first).days + 2)):
        for window in availability.overrides.get(day, availability.weekly.get(day.isoweekday(), ())):
            opens, closes = calendar.instant(day, window.start_minute), calendar.instant(day, window.end_minute)
            open_minutes = [opens + n * MINUTE for n in range((closes - opens) // MINUTE)]
            for passed, minute in enumerate(open_minutes):
                on_the_grid = passed % availability.slot_minutes == 0
                fits = len(open_minutes) - passed >= situation.minutes
                if on_the_grid and fits and may_start(situation, minute, calendar) and not is_taken(situation, minute, taken):
                    free.add(minute)
    return sorted(free)


def may_start(situation: Situation, minute: datetime, calendar: WallCalendar) -> bool:
    """Tell whether the date on the wall is asked for and bookable, and the notice kept."""
    availability = situation.availability
    on_the_wall = calendar.shown[minute].date()
    today = situation.now.astimezone(ZoneInfo(availability.time_zone)).date()
    return (
        situation.first <= on_the_wall <= situation.last
        and (on_the_wall - today).days <= availability.horizon_days
        and minute - availability.minimum_notice_minutes * MINUTE >= situation.now
    )


def is_taken(situation: Situation, minute: datetime, taken: set[datetime]) -> bool:
    """Tell whether any minute of the visit or the buffer after it is busy."""
    return any(minute + n * MINUTE in taken for n in range(situation.minutes + situation.availability.buffer_minutes))


@pytest.mark.parametrize("name", sorted(transition_days()))
def test_every_minute_of_every_transition_day_is_read_as_the_wall_shows_it(name: str) -> None:
    zone = ZoneInfo(name)
    for changed in transition_days()[name]:
        calendar = WallCalendar(zone, changed - DAY, changed + DAY)
        minutes = [(day, minute) for day in (changed - DAY, changed, changed + DAY) for minute in range(1441)]
        assert [to_instant(*moment, zone) for moment in minutes] == [calendar.instant(*moment) for moment in minutes]


@thorough
@given(situations())
def test_free_slots_are_those_a_walk_through_every_minute_finds(situation: Situation) -> None:
    assert [slot.starts_at for slot in found(situation)] == walked(situation)


@brief
@given(situations())
def test_free_slots_are_sorted_unique_and_as_long_as_the_visit(situation: Situation) -> None:
    slots = found(situation)
    assert slots == sorted(set(slots))
    assert {slot.ends_at - slot.starts_at for slot in slots} <= {situation.minutes * MINUTE}


@brief
@given(situations(), st.integers(0, 4))
def test_a_start_is_offered_exactly_when_it_is_listed(situation: Situation, odd_minutes: int) -> None:
    # Time off is all that `offers` knows of what stands in the way.
    listed = {slot.starts_at for slot in found(situation)}
    availability = situation.availability
    grid = {start + n * availability.slot_minutes * MINUTE for start, _ in windows_round(situation) for n in range(12)}
    day_by_quarters = {to_instant(situation.first, n * 15, availability.zone) for n in range(97)}
    for start in listed | grid | day_by_quarters | {start + odd_minutes * MINUTE for start in grid}:
        if situation.first <= start.astimezone(availability.zone).date() <= situation.last:
            assert is_offered(situation, start) == (start in listed)


def windows_round(situation: Situation) -> list[Range]:
    return situation.availability.windows_between(situation.first - DAY, situation.last)


def is_offered(situation: Situation, start: datetime) -> bool:
    try:
        situation.availability.offers(start, visit(situation.minutes), now=situation.now, time_off=situation.busy)
    except SlotNotOffered:
        return False
    return True


@brief
@given(situations(), st.data())
def test_no_two_visits_booked_from_the_list_overlap_with_their_buffers(situation: Situation, data: st.DataObject) -> None:
    buffer = situation.availability.buffer_minutes * MINUTE
    busy, booked = list(situation.busy), list[Slot]()
    while (slots := found(situation, busy)) and len(booked) < 8:
        booked.append(data.draw(st.sampled_from(slots)))
        busy.append(held(booked[-1], situation.availability.buffer_minutes))
    assert all(earlier.ends_at + buffer <= later.starts_at for earlier, later in pairwise(sorted(booked)))


@brief
@given(situations())
def test_asking_day_by_day_finds_what_asking_at_once_finds(situation: Situation) -> None:
    days = [situation.first + n * DAY for n in range((situation.last - situation.first).days + 1)]
    visit_type, now, busy = visit(situation.minutes), situation.now, situation.busy
    one_by_one = [free_slots(situation.availability, visit_type, day, day, now=now, busy=busy) for day in days]
    assert [slot for slots in one_by_one for slot in slots] == found(situation)
