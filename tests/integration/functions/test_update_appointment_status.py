"""Confirming, completing and missing visits, through the function's own app, on a real database."""

from typing import Any
from uuid import UUID

import httpx
import pytest

import cancel_appointment.handler
from tests.support.clinic import Clinic
from tests.support.visits import at_once, book, held, history, slug, told
from update_appointment_status.handler import app

STEPS = ("confirm", "complete", "no-show")


def take(clinic: Clinic, who: UUID | None, visit: dict[str, Any], step: str, **headers: str) -> httpx.Response:
    return clinic.calling(app, who).post(f"/v1/appointments/{visit['id']}/{step}", **headers)


@pytest.mark.parametrize("who", ["doctor", "admin"])
def test_the_clinic_confirms_a_visit(clinic: Clinic, who: str) -> None:
    people = {"doctor": clinic.doctor(), "admin": clinic.admin()}
    visit = book(clinic, people["doctor"], clinic.patient())
    answer = take(clinic, people[who], visit, "confirm")
    assert (200, visit | {"status": "confirmed"}, '"v2"') == (answer.status_code, answer.json(), answer.headers["etag"])


@pytest.mark.parametrize(("step", "status"), [("complete", "completed"), ("no-show", "no_show")])
def test_a_confirmed_visit_comes_to_its_end(clinic: Clinic, step: str, status: str) -> None:
    doctor = clinic.doctor()
    visit = book(clinic, doctor, clinic.patient())
    take(clinic, doctor, visit, "confirm")
    answer = take(clinic, doctor, visit, step)
    assert (status, ["booked", "confirmed", status]) == (answer.json()["status"], history(clinic, visit["id"]))


def test_confirming_again_changes_nothing(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    visit = book(clinic, doctor, clinic.patient())
    first, second = take(clinic, doctor, visit, "confirm"), take(clinic, doctor, visit, "confirm")
    assert (first.content, first.headers["etag"], ["booked", "confirmed"]) == (
        second.content,
        second.headers["etag"],
        history(clinic, visit["id"]),
    )


@pytest.mark.parametrize("step", ["complete", "no-show"])
def test_a_visit_that_was_not_confirmed_does_not_end(clinic: Clinic, step: str) -> None:
    doctor = clinic.doctor()
    visit = book(clinic, doctor, clinic.patient())
    assert (409, "appointment-not-confirmed") == slug(take(clinic, doctor, visit, step))


@pytest.mark.parametrize("step", STEPS)
def test_a_cancelled_visit_is_closed(clinic: Clinic, step: str) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visit = book(clinic, doctor, patient)
    clinic.calling(cancel_appointment.handler.app, patient).post(f"/v1/appointments/{visit['id']}/cancel")
    assert (409, "appointment-closed") == slug(take(clinic, doctor, visit, step))


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("end", ["complete", "no-show"])
def test_a_visit_ends_once(clinic: Clinic, step: str, end: str) -> None:
    doctor = clinic.doctor()
    visit = book(clinic, doctor, clinic.patient())
    take(clinic, doctor, visit, "confirm")
    take(clinic, doctor, visit, end)
    assert (409, "appointment-closed") == slug(take(clinic, doctor, visit, step))


@pytest.mark.parametrize("step", STEPS)
def test_patients_do_not_keep_the_clinic_s_books(clinic: Clinic, step: str) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    assert (403, "forbidden") == slug(take(clinic, patient, visit, step))


@pytest.mark.parametrize("step", STEPS)
def test_another_doctor_s_visit_does_not_exist(clinic: Clinic, step: str) -> None:
    visit = book(clinic, clinic.doctor(), clinic.patient())
    assert (404, "not-found") == slug(take(clinic, clinic.doctor("Dr Oskar"), visit, step))


@pytest.mark.parametrize("step", STEPS)
def test_nobody_confirms_nothing(clinic: Clinic, step: str) -> None:
    visit = book(clinic, clinic.doctor(), clinic.patient())
    assert (401, "not-signed-in") == slug(take(clinic, None, visit, step))


@pytest.mark.parametrize("step", STEPS)
def test_a_step_from_another_version_is_refused(clinic: Clinic, step: str) -> None:
    doctor = clinic.doctor()
    visit = book(clinic, doctor, clinic.patient())
    assert (412, "precondition-failed") == slug(take(clinic, doctor, visit, step, if_match='"v7"'))


@pytest.mark.parametrize("visit_id", ["019ab0c4-2c00-7000-8000-0000000000a1", "no-id"])
def test_a_visit_that_is_none_is_not_found(clinic: Clinic, visit_id: str) -> None:
    assert (404, "not-found") == slug(take(clinic, clinic.admin(), {"id": visit_id}, "confirm"))


def test_a_finished_visit_keeps_its_time_and_tells_nobody(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    visit = book(clinic, doctor, clinic.patient())
    for step in ("confirm", "complete"):
        take(clinic, doctor, visit, step)
    assert (1, ["created"]) == (len(held(clinic, doctor)), told(clinic, visit["id"]))


def test_of_two_ends_at_once_one_is_written_down(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    visit = book(clinic, doctor, clinic.patient())
    take(clinic, doctor, visit, "confirm")
    answers = at_once(lambda: take(clinic, doctor, visit, "complete"), lambda: take(clinic, doctor, visit, "no-show"))
    assert [200, 409] == sorted(answer.status_code for answer in answers)
