"""Reminders by the clock, on a real database."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from emit_reminders.use_case import emit
from medbook.domain.events import AppointmentEvent, AppointmentReminder, AppointmentStatus
from tests.support.clinic import MONDAY, Clinic
from tests.support.told import Visits

HOUR = timedelta(hours=1)
DAY = 24 * HOUR
OFFSETS = (DAY, 2 * HOUR)
STARTS_AT = MONDAY + timedelta(days=3, hours=2)
SECOND = timedelta(seconds=1)


def sweep(clinic: Clinic, now: datetime, offsets: Sequence[timedelta] = OFFSETS) -> int:
    with clinic.unit_of_work() as uow:
        return emit(now, offsets, uow=uow)


def given(clinic: Clinic) -> list[timedelta]:
    """The offsets of the reminders in the outbox, oldest first."""
    rows = clinic.rows("SELECT reminder_offset FROM outbox WHERE type LIKE '%reminder%' ORDER BY position")
    return [row["reminder_offset"] for row in rows]


@pytest.fixture
def visits(clinic: Clinic) -> Visits:
    return Visits(clinic)


@pytest.fixture
def booked(clinic: Clinic, visits: Visits) -> AppointmentEvent:
    return visits.book(clinic.doctor(), clinic.patient(), STARTS_AT)


def test_a_visit_is_reminded_of_at_each_offset(clinic: Clinic, booked: AppointmentEvent) -> None:
    emitted = [sweep(clinic, STARTS_AT - offset) for offset in OFFSETS]
    assert (emitted, given(clinic)) == ([1, 1], [DAY, 2 * HOUR])


def test_nobody_is_reminded_too_early(clinic: Clinic, booked: AppointmentEvent) -> None:
    assert sweep(clinic, STARTS_AT - DAY - SECOND) == 0


def test_a_reminder_is_emitted_once(clinic: Clinic, booked: AppointmentEvent) -> None:
    assert [sweep(clinic, STARTS_AT - DAY + minutes * timedelta(minutes=1)) for minutes in range(3)] == [1, 0, 0]


def test_a_sweep_that_is_replayed_emits_nothing(clinic: Clinic, booked: AppointmentEvent) -> None:
    assert [sweep(clinic, now) for now in (STARTS_AT - DAY, STARTS_AT - 2 * HOUR, STARTS_AT - DAY)] == [1, 1, 0]


def test_sweeps_at_once_emit_once(clinic: Clinic, visits: Visits) -> None:
    for day in range(20):
        visits.book(clinic.doctor(), clinic.patient(), STARTS_AT - day * timedelta(minutes=5))
    with ThreadPoolExecutor(4) as threads:
        emitted = list(threads.map(lambda _: sweep(clinic, STARTS_AT - 20 * HOUR), range(4)))
    assert (sum(emitted), len(given(clinic))) == (20, 20)


def test_the_event_says_what_the_visit_is(clinic: Clinic, booked: AppointmentEvent) -> None:
    sweep(clinic, STARTS_AT - DAY)
    with clinic.unit_of_work() as uow:
        event = uow.outbox.pending(10)[-1][0]
    expected = AppointmentReminder(
        event_id=event.event_id,
        occurred_at=STARTS_AT - DAY,
        appointment_id=booked.appointment_id,
        doctor_id=booked.doctor_id,
        patient_id=booked.patient_id,
        starts_at=STARTS_AT,
        ends_at=booked.ends_at,
        status=AppointmentStatus.BOOKED,
        sequence=0,
        offset=DAY,
    )
    assert expected == event


def test_the_event_belongs_to_a_trace(clinic: Clinic, booked: AppointmentEvent) -> None:
    with clinic.unit_of_work("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01") as uow:
        emit(STARTS_AT - DAY, OFFSETS, uow=uow)
    traces = clinic.rows("SELECT traceparent FROM outbox WHERE type LIKE '%reminder%'")
    assert traces == [{"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}]


def test_ids_of_events_are_of_version_7_and_of_the_present(clinic: Clinic, booked: AppointmentEvent) -> None:
    before = uuid7()
    sweep(clinic, STARTS_AT - DAY)
    made: UUID = clinic.rows("SELECT event_id FROM outbox ORDER BY position DESC LIMIT 1")[0]["event_id"]
    milliseconds = [made_at.int >> 80 for made_at in (before, made, uuid7())]
    assert (made.version, made.variant, milliseconds) == (7, uuid7().variant, sorted(milliseconds))


def test_after_an_outage_only_the_shortest_offset_is_told(clinic: Clinic, booked: AppointmentEvent) -> None:
    emitted = [sweep(clinic, STARTS_AT - HOUR), sweep(clinic, STARTS_AT - HOUR)]
    assert (emitted, given(clinic)) == ([1, 0], [2 * HOUR])


def test_a_longer_offset_that_is_added_later_says_nothing_new(clinic: Clinic, booked: AppointmentEvent) -> None:
    sweep(clinic, STARTS_AT - DAY)
    assert sweep(clinic, STARTS_AT - DAY, (2 * DAY, DAY)) == 0


@pytest.mark.parametrize(("ahead", "expected"), [(DAY + SECOND, [DAY]), (DAY, [DAY]), (DAY - SECOND, [])])
def test_an_offset_already_past_when_the_visit_is_booked_is_skipped(
    clinic: Clinic, visits: Visits, ahead: timedelta, expected: list[timedelta]
) -> None:
    visits.book(clinic.doctor(), clinic.patient(), STARTS_AT, scheduled_at=STARTS_AT - ahead)
    sweep(clinic, STARTS_AT - 20 * HOUR)
    assert expected == given(clinic)


def test_the_shorter_offset_still_comes_when_the_longer_was_skipped(clinic: Clinic, visits: Visits) -> None:
    visits.book(clinic.doctor(), clinic.patient(), STARTS_AT, scheduled_at=STARTS_AT - 3 * HOUR)
    assert [sweep(clinic, STARTS_AT - hours * HOUR) for hours in (3, 2)] == [0, 1]


def test_a_visit_that_moved_is_reminded_of_anew(clinic: Clinic, visits: Visits, booked: AppointmentEvent) -> None:
    sweep(clinic, STARTS_AT - DAY)
    clinic.now = STARTS_AT - 20 * HOUR
    moved = visits.move(booked, STARTS_AT + 2 * DAY)
    assert [sweep(clinic, moved.starts_at - offset) for offset in OFFSETS] == [1, 1]


def test_an_offset_already_past_when_the_visit_moved_is_skipped(clinic: Clinic, visits: Visits, booked: AppointmentEvent) -> None:
    clinic.now = STARTS_AT - 2 * DAY
    visits.move(booked, STARTS_AT - DAY - HOUR)
    assert sweep(clinic, clinic.now + HOUR) == 0


@pytest.mark.parametrize("status", ["cancelled", "completed", "no_show"])
def test_a_closed_visit_is_not_reminded_of(clinic: Clinic, booked: AppointmentEvent, status: str) -> None:
    clinic.execute("UPDATE appointment SET status = :status", status=status)
    assert sweep(clinic, STARTS_AT - DAY) == 0


def test_a_confirmed_visit_is_reminded_of(clinic: Clinic, booked: AppointmentEvent) -> None:
    clinic.execute("UPDATE appointment SET status = 'confirmed'")
    assert sweep(clinic, STARTS_AT - DAY) == 1


@pytest.mark.parametrize("late", [timedelta(0), HOUR])
def test_a_visit_that_has_begun_is_not_reminded_of(clinic: Clinic, booked: AppointmentEvent, late: timedelta) -> None:
    assert sweep(clinic, STARTS_AT + late) == 0


def test_offsets_are_hours_also_across_a_change_of_clocks(clinic: Clinic, visits: Visits) -> None:
    # Berlin turns its clocks back in the night of 25 October 2026.
    clinic.now = datetime.fromisoformat("2026-10-20T08:00:00Z")
    starts_at = datetime.fromisoformat("2026-10-25T08:00:00Z")
    visits.book(clinic.doctor(), clinic.patient(), starts_at)
    assert [sweep(clinic, starts_at - DAY - SECOND), sweep(clinic, starts_at - DAY)] == [0, 1]


def test_without_offsets_nobody_is_reminded(clinic: Clinic, booked: AppointmentEvent) -> None:
    assert sweep(clinic, STARTS_AT - HOUR, ()) == 0


def test_the_order_of_offsets_does_not_matter(clinic: Clinic, booked: AppointmentEvent) -> None:
    sweep(clinic, STARTS_AT - HOUR, (2 * HOUR, DAY, 2 * HOUR, timedelta(0)))
    assert given(clinic) == [2 * HOUR]
