"""Booking, through the function's own app, on a real database."""

from datetime import timedelta

import pytest

from book_appointment.handler import app
from tests.support.clinic import MONDAY, Clinic

NINE = MONDAY + timedelta(hours=2)  # 09:00 in Berlin


def booking(doctor: object, **more: object) -> dict[str, object]:
    return {"doctor_id": str(doctor), "starts_at": NINE.isoformat()} | more


def test_a_patient_books_a_free_slot(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    answer = clinic.calling(app, patient).post("/v1/appointments", booking(doctor, reason="a cough"))
    appointment = answer.json()
    assert answer.status_code == 201
    assert f"/v1/appointments/{appointment['id']}" == answer.headers["location"]
    assert tuple(appointment[name] for name in ("status", "starts_at", "ends_at", "reason", "sequence")) == (
        "booked",
        "2026-11-23T08:00:00Z",
        "2026-11-23T08:30:00Z",
        "a cough",
        0,
    )


def test_a_slot_is_given_once(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    clinic.calling(app, clinic.patient()).post("/v1/appointments", booking(doctor))
    answer = clinic.calling(app, clinic.patient()).post("/v1/appointments", booking(doctor))
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[1]) == (409, "slot-already-taken")


def test_a_patient_is_in_one_place_at_a_time(clinic: Clinic) -> None:
    patient = clinic.patient()
    clinic.calling(app, patient).post("/v1/appointments", booking(clinic.doctor()))
    answer = clinic.calling(app, patient).post("/v1/appointments", booking(clinic.doctor()))
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[1]) == (409, "patient-already-booked")


def test_a_refused_booking_leaves_nothing_behind(clinic: Clinic) -> None:
    patient = clinic.patient()
    clinic.calling(app, patient).post("/v1/appointments", booking(clinic.doctor()))
    clinic.calling(app, patient).post("/v1/appointments", booking(clinic.doctor()))
    counts = [clinic.rows(f"SELECT count(*) FROM {table}")[0]["count"] for table in ("appointment", "occupancy", "outbox")]
    assert counts == [1, 2, 1]


def test_a_start_off_the_grid_is_refused(clinic: Clinic) -> None:
    body = booking(clinic.doctor(), starts_at=(NINE + timedelta(minutes=5)).isoformat())
    answer = clinic.calling(app, clinic.patient()).post("/v1/appointments", body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/starts_at")


def test_the_same_key_gives_the_same_answer(clinic: Clinic) -> None:
    call = clinic.calling(app, clinic.patient())
    doctor = clinic.doctor()
    first = call.post("/v1/appointments", booking(doctor), idempotency_key="once")
    second = call.post("/v1/appointments", booking(doctor), idempotency_key="once")
    assert (first.status_code, first.content) == (second.status_code, second.content)


def test_a_key_used_for_another_request_is_refused(clinic: Clinic) -> None:
    call = clinic.calling(app, clinic.patient())
    doctor = clinic.doctor()
    call.post("/v1/appointments", booking(doctor), idempotency_key="once")
    answer = call.post("/v1/appointments", booking(doctor, reason="other"), idempotency_key="once")
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[1]) == (422, "idempotency-key-reused")


@pytest.mark.parametrize("headers", [{}, {"idempotency_key": "k"}], ids=["without a key", "with a key"])
def test_a_body_that_is_too_large_is_refused(clinic: Clinic, headers: dict[str, str]) -> None:
    call = clinic.calling(app, clinic.patient())
    assert call.post("/v1/appointments", booking(clinic.doctor(), reason="x" * 300_000), **headers).status_code == 413


def test_a_visitor_is_asked_to_sign_in(clinic: Clinic) -> None:
    assert clinic.calling(app).post("/v1/appointments", booking(clinic.doctor())).status_code == 401


def test_a_doctor_does_not_book(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    assert clinic.calling(app, doctor).post("/v1/appointments", booking(doctor)).status_code == 403


def test_an_admin_books_for_a_patient_and_does_not_see_the_reason(clinic: Clinic) -> None:
    body = booking(clinic.doctor(), patient_id=str(clinic.patient()), reason="private")
    answer = clinic.calling(app, clinic.admin()).post("/v1/appointments", body)
    assert (answer.status_code, answer.json()["reason"]) == (201, None)


def test_a_booking_takes_four_round_trips(clinic: Clinic) -> None:
    call, doctor = clinic.calling(app, clinic.patient()), clinic.doctor()
    # Races of earlier tests leave several connections behind, which would take turns.
    clinic.engine.dispose()
    with clinic.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
    before = raw.round_trips  # type: ignore[union-attr]
    call.post("/v1/appointments", booking(doctor))
    assert raw.round_trips - before == 4  # type: ignore[union-attr]
