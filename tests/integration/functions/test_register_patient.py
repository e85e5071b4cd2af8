"""Registering and proving one's address, through the functions' own apps."""

import time
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from medbook.domain.people import Role
from medbook.security.passwords import matches
from register_patient.handler import app
from tests.support.clinic import PASSWORD, Clinic
from tests.support.letter_box import LetterBox, at_once, slug
from verify_email.handler import app as verify_app

ANNA = {"email": "anna@mail.example", "password": PASSWORD, "full_name": "Anna Schmidt", "time_zone": "Europe/Berlin"}


@pytest.fixture(autouse=True)
def _at_once() -> Iterator[None]:
    app.state.least_seconds = 0
    yield
    del app.state.least_seconds


@pytest.fixture
def box(clinic: Clinic) -> LetterBox:
    return LetterBox(clinic)


def register(clinic: Clinic, **more: object) -> httpx.Response:
    return clinic.calling(app).post("/v1/patients", ANNA | more)


def verify(clinic: Clinic, token: str) -> httpx.Response:
    return clinic.calling(verify_app).post("/v1/email-verifications", {"token": token})


def anna(clinic: Clinic) -> dict[str, object]:
    return dict(clinic.rows("SELECT * FROM account WHERE email = 'anna@mail.example'")[0])


def test_who_registers_is_an_unverified_patient(clinic: Clinic) -> None:
    answer = register(clinic, email=" Anna@Mail.example ", locale="de-AT", phone="+49 30 1234")
    account = anna(clinic)
    assert (202, Role.PATIENT, "de-AT", "+49 30 1234", None) == (
        answer.status_code,
        account["role"],
        account["locale"],
        account["phone"],
        account["email_verified_at"],
    )


def test_only_a_hash_of_the_password_is_kept(clinic: Clinic) -> None:
    register(clinic)
    kept = str(anna(clinic)["password_hash"])
    assert kept.startswith("$argon2id$")
    assert matches(PASSWORD, kept)


def test_the_link_in_the_mail_proves_the_address(clinic: Clinic, box: LetterBox) -> None:
    register(clinic)
    assert verify(clinic, box.token()).status_code == 204
    assert clinic.now == anna(clinic)["email_verified_at"]


def test_a_link_works_once(clinic: Clinic, box: LetterBox) -> None:
    register(clinic)
    token = box.token()
    verify(clinic, token)
    assert (400, "token-invalid") == slug(verify(clinic, token))


def test_a_link_works_for_a_day(clinic: Clinic, box: LetterBox) -> None:
    register(clinic)
    token = box.token()
    clinic.now += timedelta(hours=24)
    assert (400, "token-invalid") == slug(verify(clinic, token))


def test_an_invented_token_proves_nothing(clinic: Clinic) -> None:
    assert (400, "token-invalid") == slug(verify(clinic, "invented"))


def test_the_database_has_no_token_that_it_could_tell(clinic: Clinic, box: LetterBox) -> None:
    register(clinic)
    token = box.token()
    stored = clinic.rows("SELECT * FROM one_time_token") + clinic.rows("SELECT * FROM account_mail")  # type: ignore[operator]
    assert token not in str(stored)


def test_one_token_is_used_by_one_of_many(clinic: Clinic, box: LetterBox) -> None:
    register(clinic)
    statuses = at_once(6, clinic, verify_app, "POST", "/v1/email-verifications", {"token": box.token()})
    assert [204, 400, 400, 400, 400, 400] == statuses


@pytest.mark.parametrize("state", ["verified", "unverified", "doctor", "closed"])
def test_the_answer_does_not_tell_whether_an_address_is_taken(clinic: Clinic, state: str) -> None:
    new = register(clinic, email="new@mail.example")
    role = Role.DOCTOR if state == "doctor" else Role.PATIENT
    verified_at = clinic.now if state == "verified" else None
    clinic.account(role, email="anna@mail.example", email_verified_at=verified_at, active=state != "closed")
    taken = register(clinic)
    assert (new.status_code, new.content, new.headers) == (taken.status_code, taken.content, taken.headers)


def test_who_has_an_account_is_told_so_by_mail(clinic: Clinic, box: LetterBox) -> None:
    clinic.patient(email="anna@mail.example")
    register(clinic)
    assert ["You already have an account"] == box.subjects()


def test_a_verified_account_is_not_touched(clinic: Clinic) -> None:
    clinic.patient("Anna Schmidt", email="anna@mail.example", password_hash="hers")
    before = anna(clinic)
    register(clinic, full_name="Mallory", password="another long and quiet evening")
    assert before == anna(clinic)


def test_an_invited_doctor_is_not_touched(clinic: Clinic) -> None:
    clinic.account(Role.DOCTOR, email="anna@mail.example", email_verified_at=None)
    before = anna(clinic)
    register(clinic, full_name="Mallory")
    assert before == anna(clinic)


def test_a_closed_account_is_neither_touched_nor_written_to(clinic: Clinic, box: LetterBox) -> None:
    clinic.patient(email="anna@mail.example", active=False, email_verified_at=None)
    before = anna(clinic)
    register(clinic)
    assert (before, []) == (anna(clinic), box.subjects())


def test_the_newest_registration_is_the_one_that_counts(clinic: Clinic, box: LetterBox) -> None:
    register(clinic, password="a password of somebody else", full_name="Mallory")
    register(clinic)
    verify(clinic, box.token())
    account = anna(clinic)
    assert account["full_name"] == "Anna Schmidt"
    assert matches(PASSWORD, str(account["password_hash"]))


def test_an_earlier_link_ends_with_a_newer_registration(clinic: Clinic, box: LetterBox) -> None:
    register(clinic, password="a password of somebody else")
    earlier = box.token()
    register(clinic)
    assert (400, "token-invalid") == slug(verify(clinic, earlier))


def test_five_mails_an_hour_are_enough(clinic: Clinic, box: LetterBox) -> None:
    answers = {register(clinic).status_code for _ in range(7)}
    assert ({202}, 5) == (answers, len(box.subjects()))


def test_an_hour_later_there_are_more(clinic: Clinic, box: LetterBox) -> None:
    for _ in range(7):
        register(clinic)
    clinic.now += timedelta(hours=1)
    register(clinic)
    assert len(box.subjects()) == 6


def test_without_a_mail_a_registration_changes_nothing(clinic: Clinic, box: LetterBox) -> None:
    for _ in range(5):
        register(clinic)
    token = box.token()
    register(clinic, password="a password of somebody else")
    assert verify(clinic, token).status_code == 204
    assert matches(PASSWORD, str(anna(clinic)["password_hash"]))


def test_a_source_that_makes_us_write_without_end_is_stopped(clinic: Clinic) -> None:
    clinic.execute(
        "INSERT INTO throttle VALUES ('mail:source:127.0.0.1', 500, :now, :now, :until)",
        now=clinic.now,
        until=clinic.now + timedelta(minutes=15),
    )
    answer = register(clinic)
    assert ((429, "too-many-attempts"), "900") == (slug(answer), answer.headers["retry-after"])


def test_many_registrations_at_once_make_one_account(clinic: Clinic, box: LetterBox) -> None:
    statuses = at_once(8, clinic, app, "POST", "/v1/patients", ANNA)
    accounts = clinic.rows("SELECT id FROM account")
    assert ([202] * 8, 1, 5) == (statuses, len(accounts), len(box.subjects()))


@pytest.mark.parametrize("password", ["short", "password1", "anna@mail.example"])
def test_a_weak_password_is_refused(clinic: Clinic, password: str) -> None:
    answer = register(clinic, password=password)
    assert ((422, "password-too-weak"), "/password") == (slug(answer), answer.json()["errors"][0]["pointer"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "anna"),
        ("password", "x" * 129),
        ("full_name", "  "),
        ("time_zone", "Europe/Atlantis"),
        ("locale", "german!"),
        ("phone", "call me"),
        ("role", "admin"),
    ],
)
def test_what_cannot_be_understood_is_refused(clinic: Clinic, field: str, value: str) -> None:
    answer = register(clinic, **{field: value})
    assert ((422, "validation"), f"/{field}") == (slug(answer), answer.json()["errors"][0]["pointer"])


def test_several_faults_are_told_together(clinic: Clinic) -> None:
    answer = register(clinic, email="anna", time_zone="Europe/Atlantis")
    assert {"/email", "/time_zone"} == {fault["pointer"] for fault in answer.json()["errors"]}


def test_a_repeated_request_registers_and_writes_once(clinic: Clinic, box: LetterBox) -> None:
    call = clinic.calling(app)
    answers = [call.post("/v1/patients", ANNA, idempotency_key="once") for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert len(box.subjects()) == 1


def test_an_answer_takes_its_time_whatever_it_says(clinic: Clinic) -> None:
    app.state.least_seconds = 0.3
    began = time.monotonic()
    register(clinic, email="anna")
    assert time.monotonic() - began >= 0.3


def test_a_key_serves_before_one_signs_in(clinic: Clinic) -> None:
    call = clinic.calling(app)
    first = call.post("/v1/patients", ANNA, idempotency_key="once", authorization="Bearer none")
    again = call.post("/v1/patients", ANNA, idempotency_key="once")
    other = call.post("/v1/patients", ANNA | {"full_name": "Somebody Else"}, idempotency_key="once")
    assert (202, 202, 422) == (first.status_code, again.status_code, other.status_code)
    assert 1 == clinic.rows("SELECT count(*) FROM account_mail")[0]["count"]
