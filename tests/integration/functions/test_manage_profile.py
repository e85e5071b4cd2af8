"""One's own account, through the function's own app."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from manage_profile.handler import app
from tests.support.clinic import Clinic
from tests.support.letter_box import slug
from tests.support.visits import book


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


def notified(clinic: Clinic, recipient: UUID, visit: Mapping[str, Any], status: str = "sent", detail: str | None = None) -> None:
    clinic.execute(
        "INSERT INTO notification (event_id, recipient, channel, kind, appointment_id, status, attempts, detail, created_at) "
        "VALUES (:event, :recipient, 'mail', 'booked', :visit, :status, 1, :detail, :now)",
        event=uuid7(),
        recipient=recipient,
        visit=visit["id"],
        status=status,
        detail=detail,
        now=clinic.now,
    )


def own(clinic: Clinic, person: UUID, query: str = "") -> dict[str, Any]:
    answer = clinic.calling(app, person).get(f"/v1/me/notifications?{query}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


@pytest.mark.parametrize("who", ["doctor", "patient"])
def test_each_sees_what_they_were_told_of_a_visit_as_it_stands_now(clinic: Clinic, who: str) -> None:
    people = {"doctor": clinic.doctor("Dr Dora", time_zone="Europe/London"), "patient": clinic.patient("Anna Schmidt")}
    visit = book(clinic, people["doctor"], people["patient"], clinic.now.replace(hour=10))
    notified(clinic, people[who], visit)
    clinic.execute("UPDATE appointment SET starts_at = starts_at + interval '5 minutes'")
    [item] = own(clinic, people[who])["items"]
    assert type(item.pop("id")) is int
    assert item == {
        "appointment_id": visit["id"],
        "kind": "booked",
        "channel": "mail",
        "status": "sent",
        "created_at": "2026-11-23T06:00:00Z",
        "starts_at": "2026-11-23T10:05:00Z",
        "time_zone": "Europe/London",
        "doctor_name": "Dr Dora",
        "patient_name": "Anna Schmidt",
    }


def test_nobody_sees_what_others_were_told(clinic: Clinic) -> None:
    doctor, patient = clinic.doctor(), clinic.patient()
    visit = book(clinic, doctor, patient)
    notified(clinic, patient, visit)
    assert [[], [], []] == [own(clinic, person)["items"] for person in (doctor, clinic.patient("Otto"), clinic.admin())]


def test_what_the_mail_server_said_is_for_admins_alone(clinic: Clinic) -> None:
    patient = clinic.patient()
    notified(clinic, patient, book(clinic, clinic.doctor(), patient), "failed", "mail.example:25 refused the mail (550 5.1.1)")
    page = own(clinic, patient)
    assert ("failed", False) == (page["items"][0]["status"], "550" in str(page))


def test_pages_of_what_one_was_told_hold_everything_once_the_newest_first(clinic: Clinic) -> None:
    patient = clinic.patient()
    visit = book(clinic, clinic.doctor(), patient)
    for _ in range(5):
        notified(clinic, patient, visit)
    seen, cursor = [], ""
    while cursor is not None:
        page = own(clinic, patient, f"limit=2{cursor and '&cursor=' + cursor}")
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert (5, sorted(set(seen), reverse=True)) == (len(seen), seen)


@pytest.mark.parametrize("query", ["cursor=WyJ4Il0", "cursor=x", "limit=0", "limit=101"])
def test_a_query_of_what_one_was_told_that_does_not_fit_is_refused(clinic: Clinic, query: str) -> None:
    answer = clinic.calling(app, clinic.patient()).get(f"/v1/me/notifications?{query}")
    assert (422, "validation") == slug(answer)
