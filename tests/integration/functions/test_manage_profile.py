"""One's own account, through the function's own app."""

from typing import Any

import pytest

from manage_profile.handler import app
from tests.support.clinic import Clinic
from tests.support.letter_box import slug


def test_everyone_sees_their_own_account(clinic: Clinic) -> None:
    patient = clinic.patient("Anna Schmidt", email="anna@mail.example", phone="+49 30 1234", created_at=clinic.now)
    answer = clinic.calling(app, patient).get("/v1/me")
    assert {
        "id": str(patient),
        "email": "anna@mail.example",
        "full_name": "Anna Schmidt",
        "role": "patient",
        "time_zone": "Europe/Berlin",
        "locale": "en",
        "phone": "+49 30 1234",
        "created_at": "2026-11-23T06:00:00Z",
    } == answer.json()
    assert answer.headers["etag"] == '"v1"'


def test_what_is_sent_changes_and_the_rest_stays(clinic: Clinic) -> None:
    call = clinic.calling(app, clinic.patient("Anna Schmidt", phone="+49 30 1234"))
    answer = call.patch("/v1/me", {"full_name": " Anna Weber ", "locale": "de-AT", "time_zone": "Europe/Vienna"})
    told = answer.json()
    assert ("Anna Weber", "de-AT", "Europe/Vienna", "+49 30 1234", '"v2"') == (
        told["full_name"],
        told["locale"],
        told["time_zone"],
        told["phone"],
        answer.headers["etag"],
    )
    assert told == call.get("/v1/me").json()


def test_null_removes_the_telephone_number(clinic: Clinic) -> None:
    answer = clinic.calling(app, clinic.patient(phone="+49 30 1234")).patch("/v1/me", {"phone": None})
    assert (200, None) == (answer.status_code, answer.json()["phone"])


@pytest.mark.parametrize(
    "body",
    [
        {"full_name": None},
        {"full_name": ""},
        {"time_zone": "Europe/Atlantis"},
        {"time_zone": None},
        {"locale": None},
        {"locale": "german!"},
        {"phone": "call me"},
        {"email": "other@mail.example"},
        {"role": "admin"},
    ],
)
def test_what_cannot_be_is_refused(clinic: Clinic, body: dict[str, Any]) -> None:
    answer = clinic.calling(app, clinic.patient()).patch("/v1/me", body)
    assert ((422, "validation"), f"/{next(iter(body))}") == (slug(answer), answer.json()["errors"][0]["pointer"])


def test_a_change_meant_for_an_older_version_is_refused(clinic: Clinic) -> None:
    call = clinic.calling(app, clinic.patient())
    tag = call.get("/v1/me").headers["etag"]
    call.patch("/v1/me", {"locale": "de"}, if_match=tag)
    assert (412, "precondition-failed") == slug(call.patch("/v1/me", {"locale": "fr"}, if_match=tag))


def test_nothing_changed_is_no_new_version(clinic: Clinic) -> None:
    answer = clinic.calling(app, clinic.patient()).patch("/v1/me", {"locale": "en"})
    assert '"v1"' == answer.headers["etag"]


def test_a_doctor_keeps_their_language_too(clinic: Clinic) -> None:
    assert clinic.calling(app, clinic.doctor()).patch("/v1/me", {"locale": "de"}).json()["role"] == "doctor"


def test_a_visitor_is_asked_to_sign_in(clinic: Clinic) -> None:
    assert (401, "not-signed-in") == slug(clinic.calling(app).get("/v1/me"))
