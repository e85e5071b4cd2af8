"""Inviting, changing and deactivating doctors."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

import administer.handler
import book_appointment.handler
import find_slots.handler
import reset_password.handler
from manage_doctors.handler import app
from tests.support.clinic import PASSWORD, Clinic
from tests.support.letter_box import LetterBox
from tests.support.visits import at_once

NEW = {"email": "weber@medbook.example", "full_name": "Dr Maria Weber", "specialty": "Dermatology", "time_zone": "Europe/Berlin"}


def slug(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rsplit("/", 1)[1]


def test_an_admin_adds_a_doctor(clinic: Clinic) -> None:
    more = {
        "qualifications": ["MD", "PhD"],
        "languages": "German",
        "location": "Room 4",
        "consultation_fee": "80.50",
        "bio": "Kind.",
    }
    answer = clinic.calling(app, clinic.admin()).post("/v1/doctors", NEW | more)
    doctor = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"/v1/doctors/{doctor.pop('id')}")
    assert doctor == {
        "full_name": "Dr Maria Weber",
        "specialty": "Dermatology",
        "qualifications": ["MD", "PhD"],
        "bio": "Kind.",
        "languages": ["German"],
        "location": "Room 4",
        "consultation_fee": 80.5,
        "currency": "EUR",
        "time_zone": "Europe/Berlin",
        "visit_types": [{"code": "standard", "name": "Consultation", "minutes": 30}],
        "change_notice_minutes": 0,
        "horizon_days": 90,
        "active": True,
    }


def test_the_invitation_leaves_after_the_commit(clinic: Clinic) -> None:
    doctor = clinic.calling(app, clinic.admin()).post("/v1/doctors", NEW).json()["id"]
    (mail,) = clinic.rows("SELECT id, account_id, kind FROM account_mail")
    assert (str(mail["account_id"]), mail["kind"]) == (doctor, "invitation")
    assert [mail["id"]] == clinic.handed_on[-1].account_mails


def test_a_new_doctor_has_no_password_and_no_hours(clinic: Clinic) -> None:
    doctor = clinic.calling(app, clinic.admin()).post("/v1/doctors", NEW).json()["id"]
    (account,) = clinic.rows("SELECT role, password_hash, email_verified_at FROM account WHERE id = :id", id=doctor)
    assert account == {"role": "doctor", "password_hash": None, "email_verified_at": None}
    assert clinic.calling(find_slots.handler.app).get(f"/v1/doctors/{doctor}/slots").json()["items"] == []


def test_an_address_is_used_once_in_any_case(clinic: Clinic) -> None:
    call = clinic.calling(app, clinic.admin())
    call.post("/v1/doctors", NEW)
    assert slug(call.post("/v1/doctors", NEW | {"email": "Weber@MedBook.example"})) == (409, "email-taken")


def test_of_two_at_once_one_gets_the_address(clinic: Clinic) -> None:
    calls = [clinic.calling(app, clinic.admin()) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda call: call.post("/v1/doctors", NEW).status_code, calls))
    assert sorted(answers) == [201, 409, 409, 409]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("consultation_fee", -1),
        ("consultation_fee", 1.234),
        ("consultation_fee", "NaN"),
        ("consultation_fee", "1e400"),
        ("consultation_fee", True),
        ("consultation_fee", 10**9),
        ("email", "no address"),
        ("time_zone", "Europe/Atlantis"),
        ("full_name", "  "),
        ("specialty", "x" * 81),
        ("languages", [""]),
        ("qualifications", [1]),
        ("bio", "x" * 5001),
        ("surprise", 1),
    ],
)
def test_what_cannot_be_kept_is_refused_where_it_stands(clinic: Clinic, field: str, value: object) -> None:
    answer = clinic.calling(app, clinic.admin()).post("/v1/doctors", NEW | {field: value})
    assert slug(answer) == (422, "validation")
    assert answer.json()["errors"][0]["pointer"].startswith(f"/{field}")


def test_a_text_with_a_nul_is_refused(clinic: Clinic) -> None:
    assert clinic.calling(app, clinic.admin()).post("/v1/doctors", NEW | {"bio": "a\0b"}).status_code == 422


def test_a_change_names_what_changes(clinic: Clinic) -> None:
    doctor = clinic.doctor(bio="Old.", location="Room 1")
    answer = clinic.calling(app, doctor).patch(f"/v1/doctors/{doctor}", {"bio": "New.", "consultation_fee": 12})
    shown = answer.json()
    assert (shown["bio"], shown["location"], shown["consultation_fee"]) == ("New.", "Room 1", 12)


def test_null_clears_what_may_be_empty(clinic: Clinic) -> None:
    doctor = clinic.doctor(location="Room 1")
    assert clinic.calling(app, doctor).patch(f"/v1/doctors/{doctor}", {"location": None}).json()["location"] is None


def test_null_is_no_name(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    answer = clinic.calling(app, doctor).patch(f"/v1/doctors/{doctor}", {"full_name": None})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/full_name")


def test_an_empty_change_changes_nothing(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    answer = clinic.calling(app, doctor).patch(f"/v1/doctors/{doctor}", {})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"v1"')


def test_an_outdated_version_is_refused(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    call = clinic.calling(app, clinic.admin())
    first = call.patch(f"/v1/doctors/{doctor}", {"bio": "One."}, if_match='"v1"')
    second = call.patch(f"/v1/doctors/{doctor}", {"bio": "Two."}, if_match='"v1"')
    assert (first.status_code, first.headers["etag"], second.status_code) == (200, '"v2"', 412)


def test_the_specialty_is_changed_by_admins(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    body = {"specialty": "Surgery"}
    by_doctor = clinic.calling(app, doctor).patch(f"/v1/doctors/{doctor}", body)
    by_admin = clinic.calling(app, clinic.admin()).patch(f"/v1/doctors/{doctor}", body)
    assert (by_doctor.status_code, by_admin.json()["specialty"]) == (403, "Surgery")


def test_a_doctor_is_found_under_the_new_specialty(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    clinic.lay_openings(doctor)
    clinic.calling(app, clinic.admin()).patch(f"/v1/doctors/{doctor}", {"specialty": "Surgery"})
    call = clinic.calling(find_slots.handler.app)
    found = [len(call.get(f"/v1/slots?specialty={name}&limit=3").json()["items"]) for name in ("Cardiology", "surgery")]
    assert found == [0, 3]


def test_hours_stay_on_the_wall_when_the_zone_changes(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    clinic.lay_openings(doctor)
    clinic.calling(app, doctor).patch(f"/v1/doctors/{doctor}", {"time_zone": "Europe/London"})
    (first, *_) = clinic.calling(find_slots.handler.app).get("/v1/slots").json()["items"]
    assert first["starts_at"] == "2026-11-23T09:00:00Z"


def test_a_deactivated_doctor_is_offered_no_more_and_visits_stay(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    clinic.lay_openings(doctor)
    booking = {"doctor_id": str(doctor), "starts_at": "2026-11-23T08:00:00Z"}
    book = clinic.calling(book_appointment.handler.app, patient)
    assert book.post("/v1/appointments", booking).status_code == 201
    assert clinic.calling(app, clinic.admin()).delete(f"/v1/doctors/{doctor}").status_code == 204
    slots = clinic.calling(find_slots.handler.app)
    assert book.post("/v1/appointments", booking | {"starts_at": "2026-11-23T10:00:00Z"}).status_code == 422
    assert slots.get(f"/v1/doctors/{doctor}/slots").status_code == 404
    assert slots.get("/v1/slots").json()["items"] == []
    assert [row["status"] for row in clinic.rows("SELECT status FROM appointment")] == ["booked"]


def test_deactivating_once_more_changes_nothing(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    call = clinic.calling(app, clinic.admin())
    assert [call.delete(f"/v1/doctors/{doctor}").status_code for _ in range(2)] == [204, 204]
    assert clinic.rows("SELECT version FROM account WHERE id = :id", id=doctor) == [{"version": 2}]


def test_a_deactivated_doctor_is_signed_out(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    theirs = clinic.calling(app, doctor)
    clinic.calling(app, clinic.admin()).delete(f"/v1/doctors/{doctor}")
    assert theirs.patch(f"/v1/doctors/{doctor}", {"bio": "Still here."}).status_code == 401


def test_a_doctor_whose_account_is_opened_again_is_offered_again_and_signs_in_anew(clinic: Clinic) -> None:
    doctor, admin = clinic.doctor(), clinic.admin()
    theirs = clinic.calling(app, doctor)
    clinic.calling(app, admin).delete(f"/v1/doctors/{doctor}")
    answer = clinic.calling(administer.handler.app, admin).patch(f"/v1/admin/users/{doctor}", {"active": True})
    assert answer.status_code == 200
    assert len(clinic.calling(find_slots.handler.app).get("/v1/slots?limit=5").json()["items"]) == 5
    assert theirs.patch(f"/v1/doctors/{doctor}", {"bio": "Back."}).status_code == 401


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_patient_is_no_doctor(clinic: Clinic, method: str) -> None:
    call = clinic.calling(app, clinic.admin())
    assert call(method, f"/v1/doctors/{clinic.patient()}", {"bio": "x"} if method == "PATCH" else None).status_code == 404


def invite_again(clinic: Clinic, doctor: object) -> Any:
    return clinic.calling(app, clinic.admin()).post(f"/v1/doctors/{doctor}/invitations")


def test_an_invitation_is_sent_again_with_a_link_that_works(clinic: Clinic) -> None:
    doctor, box = clinic.calling(app, clinic.admin()).post("/v1/doctors", NEW).json()["id"], LetterBox(clinic)
    box.deliver()
    answer = invite_again(clinic, doctor)
    assert (202, 1) == (answer.status_code, len(clinic.handed_on[-1].account_mails))
    chosen = clinic.calling(reset_password.handler.app).post(
        "/v1/password-resets/confirm", {"token": box.token(), "new_password": PASSWORD}
    )
    assert (204, ["weber@medbook.example"] * 2) == (chosen.status_code, box.transport.sent_to())


def test_an_invitation_goes_to_the_address_that_was_mended(clinic: Clinic) -> None:
    doctor, admin, box = clinic.doctor(), clinic.admin(), LetterBox(clinic)
    clinic.calling(administer.handler.app, admin).patch(f"/v1/admin/users/{doctor}", {"email": "dora@mail.example"})
    invite_again(clinic, doctor)
    box.deliver()
    assert ["dora@mail.example"] == box.transport.sent_to()


def test_who_has_chosen_a_password_is_not_invited_again(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    clinic.execute("UPDATE account SET password_hash = 'x' WHERE id = :id", id=doctor)
    assert ((409, "conflict"), []) == (slug(invite_again(clinic, doctor)), clinic.rows("SELECT * FROM account_mail"))


def test_a_deactivated_doctor_is_not_invited_again(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    clinic.execute("UPDATE account SET active = false WHERE id = :id", id=doctor)
    assert ((409, "conflict"), []) == (slug(invite_again(clinic, doctor)), clinic.rows("SELECT * FROM account_mail"))


def test_five_invitations_an_hour_are_enough(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    for _ in range(5):
        assert 202 == invite_again(clinic, doctor).status_code
        clinic.now += timedelta(minutes=5)
    refused = invite_again(clinic, doctor)
    clinic.now += timedelta(seconds=int(refused.headers["retry-after"]))
    assert ((429, "too-many-attempts"), "2100", 202) == (
        slug(refused),
        refused.headers["retry-after"],
        invite_again(clinic, doctor).status_code,
    )


def test_invitations_at_once_are_counted_one_after_another(clinic: Clinic) -> None:
    doctor = clinic.doctor()
    answers = at_once(*[lambda: invite_again(clinic, doctor)] * 8)
    assert [202] * 5 + [429] * 3 == sorted(answer.status_code for answer in answers)


@pytest.mark.parametrize("who", ["patient", "nobody"])
def test_only_a_doctor_is_invited_again(clinic: Clinic, who: str) -> None:
    assert (404, "not-found") == slug(invite_again(clinic, clinic.patient() if who == "patient" else who))
