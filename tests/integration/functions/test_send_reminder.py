"""Reminding by hand, through the function's own app, on a real database."""

from datetime import timedelta
from uuid import UUID

import pytest

from medbook.domain.events import AppointmentEvent, AppointmentReminder
from send_reminder.handler import app
from tests.support.clinic import MONDAY, Clinic
from tests.support.told import Visits

TOMORROW = MONDAY + timedelta(days=1, hours=2, seconds=30)


@pytest.fixture
def booked(clinic: Clinic) -> AppointmentEvent:
    return Visits(clinic).book(clinic.doctor(), clinic.patient(), TOMORROW)


def path(event: AppointmentEvent) -> str:
    return f"/v1/appointments/{event.appointment_id}/reminders"


def test_the_doctor_reminds_and_is_told_under_which_event(clinic: Clinic, booked: AppointmentEvent) -> None:
    answer = clinic.calling(app, booked.doctor_id).post(path(booked))
    with clinic.unit_of_work() as uow:
        event = uow.outbox.pending(10)[-1][0]
    expected = {"appointment_id": str(booked.appointment_id), "event_id": str(event.event_id)}
    assert (answer.status_code, answer.json()) == (202, expected)


def test_the_reminder_is_handed_on_at_once(clinic: Clinic, booked: AppointmentEvent) -> None:
    clinic.handed_on.clear()
    clinic.calling(app, clinic.admin()).post(path(booked))
    [event] = [event for staged in clinic.handed_on for event in staged.events]
    assert isinstance(event, AppointmentReminder)
    assert event.offset == timedelta(days=1, hours=2)


def test_history_says_who_reminded(clinic: Clinic, booked: AppointmentEvent) -> None:
    clinic.calling(app, booked.doctor_id).post(path(booked))
    rows = clinic.rows("SELECT action, actor_id FROM appointment_history ORDER BY id DESC LIMIT 1")
    assert rows == [{"action": "reminded", "actor_id": booked.doctor_id}]


def test_a_request_sent_twice_under_one_key_reminds_once(clinic: Clinic, booked: AppointmentEvent) -> None:
    call = clinic.calling(app, booked.doctor_id)
    answers = [call.post(path(booked), idempotency_key="once").json() for _ in range(2)]
    count = clinic.rows("SELECT count(*) FROM outbox WHERE type LIKE '%reminder%'")[0]["count"]
    assert (answers[0] == answers[1], count) == (True, 1)


@pytest.mark.parametrize("status", ["cancelled", "completed", "no_show"])
def test_a_closed_visit_is_not_reminded_of(clinic: Clinic, booked: AppointmentEvent, status: str) -> None:
    clinic.execute("UPDATE appointment SET status = :status", status=status)
    answer = clinic.calling(app, booked.doctor_id).post(path(booked))
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[1]) == (409, "appointment-closed")


def test_a_visit_that_has_begun_is_not_reminded_of(clinic: Clinic, booked: AppointmentEvent) -> None:
    clinic.now = TOMORROW
    answer = clinic.calling(app, booked.doctor_id).post(path(booked))
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[1]) == (409, "appointment-closed")


def test_a_patient_does_not_remind(clinic: Clinic, booked: AppointmentEvent) -> None:
    assert clinic.calling(app, booked.patient_id).post(path(booked)).status_code == 403


def test_another_doctor_knows_of_no_such_appointment(clinic: Clinic, booked: AppointmentEvent) -> None:
    assert clinic.calling(app, clinic.doctor()).post(path(booked)).status_code == 404


def test_nobody_knows_of_an_appointment_that_is_none(clinic: Clinic) -> None:
    path = f"/v1/appointments/{UUID(int=1)}/reminders"
    assert clinic.calling(app, clinic.admin()).post(path).status_code == 404


def test_a_visitor_is_asked_to_sign_in(clinic: Clinic, booked: AppointmentEvent) -> None:
    assert clinic.calling(app).post(path(booked)).status_code == 401
