"""Rescheduling, through the function's own app, on a real database."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

import book_appointment.handler
import cancel_appointment.handler
import update_appointment_status.handler
from reschedule_appointment.handler import app
from tests.support.clinic import MONDAY, Clinic
from tests.support.visits import TUESDAY_NINE, at_once, book, held, history, slug, told

TEN = TUESDAY_NINE + timedelta(hours=1)
HALF_AN_HOUR = timedelta(minutes=30)


def move(clinic: Clinic, who: UUID | None, visit: dict[str, Any], starts_at: datetime = TEN, **headers: str) -> httpx.Response:
    body = {"starts_at": starts_at.isoformat()}
    return clinic.calling(app, who).post(f"/v1/appointments/{visit['id']}/reschedule", body, **headers)


def test_a_patient_moves_a_visit(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visit = book(clinic, doctor, patient, reason="a cough")
    answer = move(clinic, patient, visit)
    times = {"starts_at": "2026-11-24T09:00:00Z", "ends_at": "2026-11-24T09:30:00Z", "changeable_until": "2026-11-24T09:00:00Z"}
    assert visit | times | {"sequence": 1} == answer.json()


def test_a_move_answers_with_the_new_version(clinic: Clinic) -> None:
    patient = clinic.patient()
    answer = move(clinic, patient, book(clinic, clinic.doctor(), patient))
    assert (200, '"v2"') == (answer.status_code, answer.headers["etag"])


@pytest.mark.parametrize("who", ["doctor", "admin"])
def test_the_clinic_moves_a_visit(clinic: Clinic, who: str) -> None:
    people = {"doctor": clinic.doctor(), "admin": clinic.admin()}
    visit = book(clinic, people["doctor"], clinic.patient())
    assert move(clinic, people[who], visit).status_code == 200


def test_a_move_gives_the_old_time_back_and_claims_the_new(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(buffer_minutes=10), clinic.patient()
    move(clinic, patient, book(clinic, doctor, patient))
    ends_at = TEN + HALF_AN_HOUR
    assert ([(TEN, ends_at + timedelta(minutes=10))], [(TEN, ends_at)]) == (held(clinic, doctor), held(clinic, patient))


def test_a_move_is_written_down_and_told(clinic: Clinic) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    move(clinic, patient, visit)
    assert (["booked", "rescheduled"], ["created", "rescheduled"]) == (history(clinic, visit["id"]), told(clinic, visit["id"]))


def test_the_event_of_a_move_names_the_old_start(clinic: Clinic) -> None:
    patient = clinic.patient()
    move(clinic, patient, book(clinic, clinic.doctor(), patient))
    (event,) = clinic.handed_on[-1].events
    assert (TUESDAY_NINE, TEN, 1) == (event.previous_starts_at, event.starts_at, event.sequence)  # type: ignore[attr-defined]


def test_a_moved_visit_is_to_be_confirmed_again(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visit = book(clinic, doctor, patient)
    clinic.calling(update_appointment_status.handler.app, doctor).post(f"/v1/appointments/{visit['id']}/confirm")
    assert "booked" == move(clinic, patient, visit).json()["status"]


def test_moving_by_a_quarter_of_an_hour_over_oneself_works(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(slot_minutes=15), clinic.patient()
    visit = book(clinic, doctor, patient)
    assert move(clinic, patient, visit, TUESDAY_NINE + timedelta(minutes=15)).status_code == 200


def test_moving_to_where_it_is_changes_nothing(clinic: Clinic) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    answer = move(clinic, patient, visit, TUESDAY_NINE)
    assert (200, visit, ["booked"], ["created"]) == (
        answer.status_code,
        answer.json(),
        history(clinic, visit["id"]),
        told(clinic, visit["id"]),
    )


def test_a_repeated_move_is_no_second_one_even_inside_the_cut_off(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(change_notice_minutes=24 * 60), clinic.patient()
    visit = book(clinic, doctor, patient, TEN + timedelta(days=7))
    first = move(clinic, patient, visit)
    clinic.now = TEN - timedelta(hours=2)
    assert (200, first.json()) == ((again := move(clinic, patient, visit)).status_code, again.json())


def test_a_move_keeps_the_visit_type_and_takes_its_present_length(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visit = book(clinic, doctor, patient, visit_type="long")
    clinic.execute("UPDATE visit_type SET minutes = 45 WHERE doctor_id = :id AND code = 'long'", id=doctor)
    answer = move(clinic, patient, visit, TEN + timedelta(hours=1)).json()
    assert ("long", "2026-11-24T10:45:00Z") == (answer["visit_type"], answer["ends_at"])


def test_a_visit_of_a_type_that_is_no_longer_offered_keeps_its_length(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visit = book(clinic, doctor, patient, visit_type="long")
    clinic.execute("DELETE FROM visit_type WHERE doctor_id = :id AND code = 'long'", id=doctor)
    answer = move(clinic, patient, visit, TEN + timedelta(hours=1)).json()
    assert ("long", "2026-11-24T11:00:00Z") == (answer["visit_type"], answer["ends_at"])


@pytest.mark.parametrize("who", ["patient", "doctor"])
def test_another_s_visit_does_not_exist(clinic: Clinic, who: str) -> None:
    strangers = {"patient": clinic.patient("Otto"), "doctor": clinic.doctor("Dr Oskar")}
    visit = book(clinic, clinic.doctor(), clinic.patient())
    assert (404, "not-found") == slug(move(clinic, strangers[who], visit))


def test_nobody_moves_nothing(clinic: Clinic) -> None:
    visit = book(clinic, clinic.doctor(), clinic.patient())
    assert (401, "not-signed-in") == slug(move(clinic, None, visit))


@pytest.mark.parametrize("visit_id", ["019ab0c4-2c00-7000-8000-0000000000a1", "no-id", "%00", "1"])
def test_a_visit_that_is_none_is_not_found(clinic: Clinic, visit_id: str) -> None:
    assert (404, "not-found") == slug(move(clinic, clinic.patient(), {"id": visit_id}))


def test_a_cancelled_visit_stays_where_it_was(clinic: Clinic) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    clinic.calling(cancel_appointment.handler.app, patient).post(f"/v1/appointments/{visit['id']}/cancel")
    assert (409, "appointment-closed") == slug(move(clinic, patient, visit))


def test_a_patient_is_too_late_inside_the_cut_off(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(change_notice_minutes=24 * 60), clinic.patient()
    visit = book(clinic, doctor, patient)
    clinic.now = TUESDAY_NINE - timedelta(hours=24) + timedelta(seconds=1)
    assert (409, "too-late-to-change") == slug(move(clinic, patient, visit, TEN + timedelta(days=1)))


def test_a_patient_is_in_time_at_the_cut_off_itself(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(change_notice_minutes=24 * 60), clinic.patient()
    visit = book(clinic, doctor, patient)
    clinic.now = TUESDAY_NINE - timedelta(hours=24)
    assert move(clinic, patient, visit).status_code == 200


@pytest.mark.parametrize("who", ["doctor", "admin"])
def test_the_clinic_is_not_bound_by_its_cut_off(clinic: Clinic, who: str) -> None:
    people = {"doctor": clinic.doctor(change_notice_minutes=24 * 60), "admin": clinic.admin()}
    visit = book(clinic, people["doctor"], clinic.patient())
    clinic.now = TUESDAY_NINE - timedelta(minutes=1)
    assert move(clinic, people[who], visit).status_code == 200


@pytest.mark.parametrize("who", ["patient", "doctor", "admin"])
def test_nobody_moves_a_visit_that_has_begun(clinic: Clinic, who: str) -> None:
    people = {"doctor": clinic.doctor(), "patient": clinic.patient(), "admin": clinic.admin()}
    visit = book(clinic, people["doctor"], people["patient"])
    clinic.now = TUESDAY_NINE
    assert (409, "too-late-to-change") == slug(move(clinic, people[who], visit))


@pytest.mark.parametrize(
    "starts_at",
    [
        TEN + timedelta(minutes=5),
        TUESDAY_NINE - HALF_AN_HOUR,
        MONDAY - timedelta(days=1),
        TEN + timedelta(days=200),
    ],
    ids=["off the grid", "before hours", "past", "beyond the horizon"],
)
def test_a_start_that_is_not_offered_is_refused(clinic: Clinic, starts_at: datetime) -> None:
    patient = clinic.patient()
    answer = move(clinic, patient, book(clinic, clinic.doctor(), patient), starts_at)
    assert ((422, "slot-not-offered"), "/starts_at") == (slug(answer), answer.json()["errors"][0]["pointer"])


def test_a_doctor_who_has_left_is_moved_to_by_nobody(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visit = book(clinic, doctor, patient)
    clinic.execute("UPDATE account SET active = false WHERE id = :id", id=doctor)
    assert (422, "slot-not-offered") == slug(move(clinic, patient, visit))


def test_a_taken_slot_is_refused_and_the_old_one_kept(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    book(clinic, doctor, clinic.patient(), TEN)
    visit = book(clinic, doctor, patient)
    answer = move(clinic, patient, visit)
    assert ((409, "slot-already-taken"), [(TUESDAY_NINE, TUESDAY_NINE + HALF_AN_HOUR)]) == (slug(answer), held(clinic, patient))


def test_a_patient_is_in_one_place_at_a_time(clinic: Clinic) -> None:
    patient = clinic.patient()
    book(clinic, clinic.doctor(), patient, TEN)
    visit = book(clinic, clinic.doctor(), patient)
    assert (409, "patient-already-booked") == slug(move(clinic, patient, visit))


def test_a_move_of_another_version_is_refused(clinic: Clinic) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    assert (412, "precondition-failed") == slug(move(clinic, patient, visit, if_match='"v7"'))


def test_a_move_of_the_present_version_is_made(clinic: Clinic) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    assert move(clinic, patient, visit, if_match='"v1"').status_code == 200


def test_the_same_key_moves_once(clinic: Clinic) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    answers = [move(clinic, patient, visit, idempotency_key="once") for _ in range(2)]
    assert (answers[0].content, answers[0].headers["etag"]) == (answers[1].content, answers[1].headers["etag"])
    assert history(clinic, visit["id"]) == ["booked", "rescheduled"]


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"starts_at": None},
        {"starts_at": 1795424400},
        {"starts_at": "2026-11-24"},
        {"starts_at": "2026-11-24T10:00:00"},
        {"starts_at": "0001-01-01T00:00:00Z"},
        {"starts_at": TEN.isoformat(), "doctor_id": "x"},
        [],
        "x",
    ],
)
def test_a_body_that_does_not_fit_is_refused(clinic: Clinic, body: Any) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    answer = clinic.calling(app, patient).post(f"/v1/appointments/{visit['id']}/reschedule", body)
    assert (422, "validation") == slug(answer)


@pytest.mark.parametrize("shape", ["one doctor", "two doctors and one patient"])
def test_two_who_move_into_each_other_s_place_both_keep_their_own(clinic: Clinic, shape: str) -> None:
    if shape == "one doctor":
        doctors, patients = [clinic.doctor()] * 2, [clinic.patient(), clinic.patient()]
    else:
        doctors, patients = [clinic.doctor(), clinic.doctor()], [clinic.patient()] * 2
    visits = [
        book(clinic, doctor, patient, start)
        for doctor, patient, start in zip(doctors, patients, (TUESDAY_NINE, TEN), strict=True)
    ]
    for _ in range(5):
        answers = at_once(
            lambda: move(clinic, patients[0], visits[0], TEN), lambda: move(clinic, patients[1], visits[1], TUESDAY_NINE)
        )
        assert [409, 409] == [answer.status_code for answer in answers]
    assert [["booked"], ["booked"]] == [history(clinic, visit["id"]) for visit in visits]


def test_of_two_who_move_to_one_slot_one_gets_it(clinic: Clinic) -> None:
    doctor, patients = clinic.doctor(), [clinic.patient() for _ in range(4)]
    visits = [book(clinic, doctor, patient, TEN + index * HALF_AN_HOUR) for index, patient in enumerate(patients)]
    answers = at_once(*(lambda p=p, v=v: move(clinic, p, v, TUESDAY_NINE) for p, v in zip(patients, visits, strict=True)))
    assert [200, 409, 409, 409] == sorted(answer.status_code for answer in answers)


def test_of_a_move_and_a_booking_for_one_slot_one_succeeds(clinic: Clinic) -> None:
    doctor, patient, other = clinic.doctor(), clinic.patient(), clinic.patient()
    booking = clinic.calling(book_appointment.handler.app, other)
    statuses = []
    for day in range(1, 6):
        visit = book(clinic, doctor, patient, TUESDAY_NINE + timedelta(days=day))
        wanted = TEN + timedelta(days=day)
        body = {"doctor_id": str(doctor), "starts_at": wanted.isoformat()}
        answers = at_once(
            lambda visit=visit, wanted=wanted: move(clinic, patient, visit, wanted),  # type: ignore[misc]
            lambda body=body: booking.post("/v1/appointments", body),  # type: ignore[misc]
        )
        statuses.append(sorted(answer.status_code // 100 for answer in answers))
    assert [[2, 4]] * 5 == statuses


def test_a_freed_slot_goes_to_one_of_those_who_wait_for_it(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visit = book(clinic, doctor, patient)
    body = {"doctor_id": str(doctor), "starts_at": TUESDAY_NINE.isoformat()}
    callers = [clinic.calling(book_appointment.handler.app, clinic.patient()) for _ in range(3)]
    moved, *bookings = at_once(
        lambda: move(clinic, patient, visit),
        *(lambda call=call: call.post("/v1/appointments", body) for call in callers),
    )
    assert moved.status_code == 200
    assert {answer.status_code for answer in bookings} <= {201, 409}
    assert len([answer for answer in bookings if answer.status_code == 201]) <= 1


def test_of_a_move_and_a_cancellation_the_visit_ends_up_cancelled_and_holds_nothing(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    cancelling = clinic.calling(cancel_appointment.handler.app, doctor)
    for day in range(1, 6):
        visit = book(clinic, doctor, patient, TUESDAY_NINE + timedelta(days=day))
        wanted = TEN + timedelta(days=day)
        moved, cancelled = at_once(
            lambda visit=visit, wanted=wanted: move(clinic, patient, visit, wanted),  # type: ignore[misc]
            lambda visit=visit: cancelling.post(f"/v1/appointments/{visit['id']}/cancel"),  # type: ignore[misc]
        )
        assert (cancelled.status_code, moved.status_code in (200, 409)) == (200, True)
    assert ([], []) == (held(clinic, doctor), held(clinic, patient))


def slots_to_move_to(clinic: Clinic, who: UUID | None, visit: dict[str, Any], day: str = "2026-11-24") -> list[str]:
    answer = clinic.calling(app, who).get(f"/v1/appointments/{visit['id']}/slots?from={day}&to={day}")
    assert answer.status_code == 200, answer.text
    return [slot["starts_at"][11:16] for slot in answer.json()["items"]]


def test_a_visit_can_move_over_itself_and_not_to_where_it_is(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(slot_minutes=15), clinic.patient()
    visit = book(clinic, doctor, patient, TEN)
    listed = slots_to_move_to(clinic, patient, visit)
    assert ["08:30", "08:45", "09:15", "09:30"] == [start for start in listed if "08:30" <= start <= "09:30"]


def test_a_visit_cannot_move_over_another(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    visit = book(clinic, doctor, patient := clinic.patient())
    book(clinic, doctor, clinic.patient(), TEN)
    assert ["08:30", "09:30"] == slots_to_move_to(clinic, patient, visit)[:2]


def test_every_slot_to_move_to_is_one(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(slot_minutes=15, buffer_minutes=10), clinic.patient()
    visit = book(clinic, doctor, patient, TEN)
    book(clinic, doctor, clinic.patient(), TEN + 3 * HALF_AN_HOUR)
    for start in slots_to_move_to(clinic, patient, visit):
        assert move(clinic, patient, visit, datetime.fromisoformat(f"2026-11-24T{start}:00Z")).status_code == 200, start


def test_a_visit_of_a_kind_that_is_no_longer_offered_keeps_its_length(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visit = book(clinic, doctor, patient, visit_type="long")
    clinic.execute("DELETE FROM visit_type WHERE doctor_id = :id AND code = 'long'", id=doctor)
    assert "15:30" not in slots_to_move_to(clinic, patient, visit)


def test_a_closed_visit_moves_nowhere(clinic: Clinic) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    clinic.calling(cancel_appointment.handler.app, patient).post(f"/v1/appointments/{visit['id']}/cancel")
    answer = clinic.calling(app, patient).get(f"/v1/appointments/{visit['id']}/slots")
    assert (409, "appointment-closed") == slug(answer)
