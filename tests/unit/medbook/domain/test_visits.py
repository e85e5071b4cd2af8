"""What an event says is held against the visit as it stands."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from medbook.domain.events import AppointmentEvent, AppointmentStatus
from medbook.domain.visits import Party, Visit
from tests.support.events import OCCURRED_AT, STARTS_AT, cancelled, created, facts, reminder, rescheduled

PARTY = Party(id=facts()["patient_id"], name="Pat", email="pat@mail.example", locale="en", time_zone="Europe/Berlin")


def visit(**differences: Any) -> Visit:
    """The visit that the sample events are about."""
    state: dict[str, Any] = {
        "status": AppointmentStatus.BOOKED,
        "sequence": 0,
        "starts_at": STARTS_AT,
        "ends_at": created().ends_at,
    }
    words: dict[str, Any] = dict.fromkeys(("specialty", "visit_type", "location"), "")
    return Visit(patient=PARTY, doctor=PARTY, time_zone="Europe/Berlin", **state | differences, **words)


def reason(event: AppointmentEvent, now: datetime = OCCURRED_AT, **state: Any) -> str | None:
    return visit(**state).why_not_tell(event, now=now)


@pytest.mark.parametrize("event", [created(), rescheduled(), reminder()], ids=lambda event: event.type)
@pytest.mark.parametrize("status", [AppointmentStatus.BOOKED, AppointmentStatus.CONFIRMED])
def test_an_open_visit_is_told_of(event: AppointmentEvent, status: AppointmentStatus) -> None:
    assert reason(event, status=status) is None


@pytest.mark.parametrize("event", [created(), rescheduled(), reminder()], ids=lambda event: event.type)
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (AppointmentStatus.CANCELLED, "the visit is cancelled"),
        (AppointmentStatus.COMPLETED, "the visit is completed"),
        (AppointmentStatus.NO_SHOW, "the visit is no-show"),
    ],
)
def test_a_closed_visit_is_not_announced(event: AppointmentEvent, status: AppointmentStatus, expected: str) -> None:
    assert expected == reason(event, status=status)


@pytest.mark.parametrize("event", [created(), rescheduled(), reminder()], ids=lambda event: event.type)
def test_a_visit_that_moved_is_not_told_by_its_old_time(event: AppointmentEvent) -> None:
    assert reason(event, sequence=1) == "the visit was moved since"


def test_a_cancelled_visit_is_told_of() -> None:
    assert reason(cancelled(), status=AppointmentStatus.CANCELLED) is None


def test_a_cancellation_of_a_visit_that_stands_is_not_told() -> None:
    assert reason(cancelled()) == "the visit is not cancelled"


@pytest.mark.parametrize(
    ("now", "expected"),
    [(STARTS_AT - timedelta(seconds=1), None), (STARTS_AT, "the visit has begun")],
)
def test_a_reminder_is_told_until_the_visit_begins(now: datetime, expected: str | None) -> None:
    assert expected == reason(reminder(), now)


def test_a_booking_told_late_is_still_told() -> None:
    assert reason(created(), STARTS_AT + timedelta(hours=1)) is None


def test_an_event_of_the_present_sequence_holds() -> None:
    assert reason(replace(rescheduled(), sequence=3), sequence=3) is None


@pytest.mark.parametrize(
    "event",
    [
        replace(created(), starts_at=STARTS_AT + timedelta(days=1)),
        replace(created(), ends_at=STARTS_AT + timedelta(days=1)),
        replace(created(), sequence=999),
        replace(rescheduled(), sequence=0),
    ],
    ids=["another start", "another end", "a move that has not been", "a move of a visit that never moved"],
)
def test_an_event_that_cannot_be_true_contradicts_the_visit(event: AppointmentEvent) -> None:
    assert visit().contradicts(event)


def test_an_event_of_an_earlier_time_contradicts_nothing() -> None:
    assert not visit(sequence=1, starts_at=STARTS_AT + timedelta(days=1)).contradicts(created())
