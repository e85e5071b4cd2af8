"""Forgotten passwords and invitations, through the function's own app."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from medbook.domain.account_mails import AccountMailKind
from medbook.domain.people import Role
from medbook.security.passwords import hash_password, matches
from reset_password.handler import app
from sign_in.handler import app as sign_in_app
from tests.support.clinic import PASSWORD, Clinic
from tests.support.letter_box import LetterBox, at_once, slug
from verify_email.handler import app as verify_app

ANNA = "anna@mail.example"
NEW = "another long and quiet evening"


@pytest.fixture(autouse=True)
def _at_once() -> Iterator[None]:
    app.state.least_seconds = 0
    yield
    del app.state.least_seconds


@pytest.fixture
def box(clinic: Clinic) -> LetterBox:
    return LetterBox(clinic)


def ask(clinic: Clinic, email: str = ANNA) -> httpx.Response:
    return clinic.calling(app).post("/v1/password-resets", {"email": email})


def choose(clinic: Clinic, token: str, password: str = NEW) -> httpx.Response:
    return clinic.calling(app).post("/v1/password-resets/confirm", {"token": token, "new_password": password})


def sign_in(clinic: Clinic, password: str = NEW) -> httpx.Response:
    return clinic.calling(sign_in_app).post("/v1/sessions", {"email": ANNA, "password": password})


@pytest.mark.parametrize("active", [True, False])
def test_the_answer_does_not_tell_who_has_an_account(clinic: Clinic, active: bool) -> None:
    clinic.patient(email=ANNA, active=active)
    known, unknown = ask(clinic), ask(clinic, "nobody@mail.example")
    assert (202, known.content, known.headers) == (unknown.status_code, unknown.content, unknown.headers)


def test_nobody_is_not_written_to(clinic: Clinic, box: LetterBox) -> None:
    ask(clinic, "nobody@mail.example")
    assert [] == box.subjects()


def test_the_link_sets_a_new_password(clinic: Clinic, box: LetterBox) -> None:
    clinic.patient(email=ANNA, password_hash=hash_password(PASSWORD))
    ask(clinic)
    assert choose(clinic, box.token()).status_code == 204
    assert (401, 201) == (sign_in(clinic, PASSWORD).status_code, sign_in(clinic).status_code)


def test_the_link_proves_the_address_too(clinic: Clinic, box: LetterBox) -> None:
    clinic.patient(email=ANNA, email_verified_at=None)
    ask(clinic)
    choose(clinic, box.token())
    assert clinic.now == clinic.rows("SELECT email_verified_at FROM account")[0]["email_verified_at"]


def test_a_link_works_once(clinic: Clinic, box: LetterBox) -> None:
    clinic.patient(email=ANNA)
    ask(clinic)
    token = box.token()
    choose(clinic, token)
    assert (400, "token-invalid") == slug(choose(clinic, token))


def test_a_link_works_for_an_hour(clinic: Clinic, box: LetterBox) -> None:
    clinic.patient(email=ANNA)
    ask(clinic)
    token = box.token()
    clinic.now += timedelta(hours=1)
    assert (400, "token-invalid") == slug(choose(clinic, token))


def test_a_link_is_followed_by_one_of_many(clinic: Clinic, box: LetterBox) -> None:
    clinic.patient(email=ANNA)
    ask(clinic)
    body = {"token": box.token(), "new_password": NEW}
    assert [204, 400, 400, 400, 400] == at_once(5, clinic, app, "POST", "/v1/password-resets/confirm", body)


def test_every_other_link_ends(clinic: Clinic, box: LetterBox) -> None:
    clinic.patient(email=ANNA)
    ask(clinic)
    earlier = box.token()
    ask(clinic)
    choose(clinic, box.token())
    assert (400, "token-invalid") == slug(choose(clinic, earlier))


def test_every_session_ends(clinic: Clinic, box: LetterBox) -> None:
    patient = clinic.patient(email=ANNA)
    here = clinic.calling(sign_in_app, patient)
    ask(clinic)
    choose(clinic, box.token())
    assert here.delete("/v1/sessions/current").status_code == 401


def test_a_weak_password_leaves_the_link_good(clinic: Clinic, box: LetterBox) -> None:
    clinic.patient(email=ANNA)
    ask(clinic)
    token = box.token()
    refused = choose(clinic, token, "password1")
    assert ((422, "password-too-weak"), "/new_password") == (slug(refused), refused.json()["errors"][0]["pointer"])
    assert choose(clinic, token).status_code == 204


def test_a_verification_link_sets_no_password(clinic: Clinic, box: LetterBox) -> None:
    account = clinic.patient(email=ANNA, email_verified_at=None)
    with clinic.unit_of_work() as uow:
        uow.account_mails.queue(account, AccountMailKind.VERIFY_EMAIL, clinic.now)
        uow.commit()
    token = box.token()
    assert (400, "token-invalid") == slug(choose(clinic, token))
    assert clinic.calling(verify_app).post("/v1/email-verifications", {"token": token}).status_code == 204


def test_a_link_of_an_account_that_was_closed_since_is_worthless(clinic: Clinic, box: LetterBox) -> None:
    clinic.patient(email=ANNA)
    ask(clinic)
    token = box.token()
    clinic.execute("UPDATE account SET active = false")
    assert (400, "token-invalid") == slug(choose(clinic, token))


def test_five_mails_an_hour_are_enough(clinic: Clinic, box: LetterBox) -> None:
    clinic.patient(email=ANNA)
    answers = {ask(clinic).status_code for _ in range(7)}
    assert ({202}, 5) == (answers, len(box.subjects()))


def test_an_invitation_lasts_a_week(clinic: Clinic, box: LetterBox) -> None:
    doctor = clinic.account(Role.DOCTOR, email=ANNA, email_verified_at=None)
    with clinic.unit_of_work() as uow:
        uow.account_mails.queue(doctor, AccountMailKind.INVITATION, clinic.now)
        uow.commit()
    token = box.token()
    clinic.now += timedelta(days=7) - timedelta(seconds=1)
    assert choose(clinic, token).status_code == 204
    assert sign_in(clinic).status_code == 201


def test_a_new_password_lets_in_who_was_slowed_down(clinic: Clinic, box: LetterBox) -> None:
    clinic.patient(email=ANNA, password_hash=hash_password(PASSWORD))
    for _ in range(6):
        sign_in(clinic, "a wrong guess")
    ask(clinic)
    choose(clinic, box.token())
    assert sign_in(clinic).status_code == 201


def test_a_session_begun_with_the_old_password_does_not_outlive_it(clinic: Clinic) -> None:
    stale = hash_password(PASSWORD)
    account = clinic.patient(email=ANNA, password_hash=hash_password(NEW))
    with clinic.unit_of_work() as uow:
        assert not uow.accounts.still_has(account, stale)
    assert matches(NEW, clinic.rows("SELECT password_hash FROM account")[0]["password_hash"])


def test_a_repeated_confirmation_gives_the_same_answer(clinic: Clinic, box: LetterBox) -> None:
    clinic.now = datetime.now(UTC)
    clinic.patient(email=ANNA)
    ask(clinic)
    body = {"token": box.token(), "new_password": NEW}
    call = clinic.calling(app)
    statuses = [call.post("/v1/password-resets/confirm", body, idempotency_key="once").status_code for _ in range(2)]
    assert [204, 204] == statuses
