"""Cancelling, through the function's own app, on a real database."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

import update_appointment_status.handler
from cancel_appointment.handler import app
from tests.support.clinic import Clinic
from tests.support.visits import TUESDAY_NINE, at_once, book, held, history, slug, told


def cancel(clinic: Clinic, who: UUID | None, visit: dict[str, Any], body: Any = None, **headers: str) -> httpx.Response:
    return clinic.calling(app, who).post(f"/v1/appointments/{visit['id']}/cancel", body, **headers)


def test_a_patient_cancels_without_saying_why(clinic: Clinic) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    answer = cancel(clinic, patient, visit)
    assert (200, visit | {"status": "cancelled"}, '"v2"') == (answer.status_code, answer.json(), answer.headers["etag"])


@pytest.mark.parametrize("body", [{}, {"reason": None}, {"reason": "  "}, b"null"])
def test_an_empty_reason_is_none(clinic: Clinic, body: Any) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    cancel(clinic, patient, visit, body)
    assert [{"note": None}] == clinic.rows("SELECT note FROM appointment_history WHERE action = 'cancelled'")


@pytest.mark.parametrize("who", ["doctor", "admin"])
def test_the_clinic_cancels(clinic: Clinic, who: str) -> None:
    people = {"doctor": clinic.doctor(), "admin": clinic.admin()}
    visit = book(clinic, people["doctor"], clinic.patient())
    assert cancel(clinic, people[who], visit).status_code == 200


def test_a_cancelled_visit_gives_its_time_back(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    cancel(clinic, patient, book(clinic, doctor, patient))
    assert ([], []) == (held(clinic, doctor), held(clinic, patient))


def test_the_reason_goes_into_the_history_and_nowhere_else(clinic: Clinic) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient, reason="a cough")
    answer = cancel(clinic, patient, visit, {"reason": "got well"})
    assert "a cough" == answer.json()["reason"]
    assert [{"note": "got well"}] == clinic.rows("SELECT note FROM appointment_history WHERE action = 'cancelled'")


def test_a_cancellation_is_told_once(clinic: Clinic) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    answers = [cancel(clinic, patient, visit, idempotency_key="once") for _ in range(2)]
    assert (answers[0].content, ["created", "cancelled"]) == (answers[1].content, told(clinic, visit["id"]))


def test_a_visit_is_cancelled_once(clinic: Clinic) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    cancel(clinic, patient, visit)
    assert (409, "appointment-closed") == slug(cancel(clinic, patient, visit))


def test_a_completed_visit_is_not_cancelled(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visit = book(clinic, doctor, patient)
    for step in ("confirm", "complete"):
        clinic.calling(update_appointment_status.handler.app, doctor).post(f"/v1/appointments/{visit['id']}/{step}")
    assert (409, "appointment-closed") == slug(cancel(clinic, patient, visit))


def test_a_patient_is_too_late_inside_the_cut_off(clinic: Clinic) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(change_notice_minutes=120), patient)
    clinic.now = TUESDAY_NINE - timedelta(minutes=119)
    assert (409, "too-late-to-change") == slug(cancel(clinic, patient, visit))


@pytest.mark.parametrize("who", ["doctor", "admin"])
def test_the_clinic_cancels_inside_its_cut_off_and_after_the_start(clinic: Clinic, who: str) -> None:
    people = {"doctor": clinic.doctor(change_notice_minutes=120), "admin": clinic.admin()}
    visit = book(clinic, people["doctor"], clinic.patient())
    clinic.now = TUESDAY_NINE + timedelta(hours=1)
    assert cancel(clinic, people[who], visit).status_code == 200


@pytest.mark.parametrize("who", ["patient", "doctor"])
def test_another_s_visit_does_not_exist(clinic: Clinic, who: str) -> None:
    strangers = {"patient": clinic.patient("Otto"), "doctor": clinic.doctor("Dr Oskar")}
    visit = book(clinic, clinic.doctor(), clinic.patient())
    assert (404, "not-found") == slug(cancel(clinic, strangers[who], visit))


def test_another_s_visit_does_not_exist_whatever_version_is_named(clinic: Clinic) -> None:
    visit = book(clinic, clinic.doctor(), clinic.patient())
    assert (404, "not-found") == slug(cancel(clinic, clinic.patient("Otto"), visit, if_match='"v7"'))


def test_a_cancellation_of_another_version_is_refused(clinic: Clinic) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    assert (412, "precondition-failed") == slug(cancel(clinic, patient, visit, if_match='"v2", "v3"'))


def test_an_admin_does_not_see_the_reason_of_the_visit(clinic: Clinic) -> None:
    visit = book(clinic, clinic.doctor(), clinic.patient(), reason="private")
    assert None is cancel(clinic, clinic.admin(), visit).json()["reason"]


@pytest.mark.parametrize("body", [{"reason": 7}, {"reason": "x" * 1001}, {"status": "cancelled"}, [], {"reason": "a\0b"}])
def test_a_body_that_does_not_fit_is_refused(clinic: Clinic, body: Any) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    assert (422, "validation") == slug(cancel(clinic, patient, visit, body))


@pytest.mark.parametrize("body", [b"{", b"reason=x", b"\xff"])
def test_a_body_that_is_no_json_cannot_be_read(clinic: Clinic, body: bytes) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    assert cancel(clinic, patient, visit, body).status_code == 400


def test_of_many_cancellations_at_once_one_is_made(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visit = book(clinic, doctor, patient)
    answers = at_once(*[lambda: cancel(clinic, patient, visit), lambda: cancel(clinic, doctor, visit)] * 2)
    assert [200, 409, 409, 409] == sorted(answer.status_code for answer in answers)
    assert ["booked", "cancelled"] == history(clinic, visit["id"])
