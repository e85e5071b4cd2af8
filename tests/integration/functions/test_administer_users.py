"""What admins see of everybody's accounts, and change in them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from administer.handler import app
from medbook.domain.account_mails import TokenPurpose
from tests.support.clinic import MONDAY, Clinic
from tests.support.visits import at_once, slug


def names(clinic: Clinic, query: str = "") -> list[str]:
    items = clinic.calling(app, clinic.admin("Zoe Admin")).get(f"/v1/admin/users?{query}").json()["items"]
    return [item["full_name"] for item in items if item["full_name"] != "Zoe Admin"]


def test_people_are_listed_by_name_whatever_its_case(clinic: Clinic) -> None:
    for name in ("berta", "Anton", "Cäsar"):
        clinic.patient(name)
    assert ["Anton", "berta", "Cäsar"] == names(clinic)


def test_people_are_found_by_part_of_a_name_or_address(clinic: Clinic) -> None:
    clinic.patient("Anton Berg")
    clinic.patient("Berta", email="antonia@medbook.example")
    clinic.patient("Cäsar")
    assert ["Anton Berg", "Berta"] == names(clinic, "q=ANTON")


@pytest.mark.parametrize("q", ["%25", "_", "%5C", "'"])
def test_what_is_searched_for_is_no_pattern(clinic: Clinic, q: str) -> None:
    clinic.patient("Anton")
    assert [] == names(clinic, f"q={q}")


def test_people_are_narrowed_to_a_role_and_to_the_active(clinic: Clinic) -> None:
    clinic.patient("Anton", active=False)
    clinic.patient("Berta")
    clinic.doctor("Dr Dora")
    assert (["Dr Dora"], ["Anton"]) == (names(clinic, "role=doctor"), names(clinic, "active=false"))


def test_pages_of_people_hold_everybody_once(clinic: Clinic) -> None:
    for _ in range(5):
        clinic.patient("Same Name")
    call, seen, cursor = clinic.calling(app, clinic.admin()), [], ""
    while True:
        page = call.get(f"/v1/admin/users?role=patient&limit=2{cursor}").json()
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert (5, 5) == (len(seen), len(set(seen)))


def change(clinic: Clinic, by: UUID, user: UUID, body: Any, **headers: str) -> Any:
    return clinic.calling(app, by).patch(f"/v1/admin/users/{user}", body, **headers)


def test_an_account_is_read_with_the_tag_that_a_change_to_it_names(clinic: Clinic) -> None:
    admin, patient = clinic.admin(), clinic.patient("Pat Smith")
    read = clinic.calling(app, admin).get(f"/v1/admin/users/{patient}")
    first, second = (change(clinic, admin, patient, {"full_name": name}, **{"If-Match": read.headers["etag"]}) for name in "AB")
    assert ("Pat Smith", 200, 412) == (read.json()["full_name"], first.status_code, second.status_code)


def test_an_account_that_is_not_there_is_404(clinic: Clinic) -> None:
    assert (404, "not-found") == slug(clinic.calling(app, clinic.admin()).get(f"/v1/admin/users/{uuid7()}"))


def test_an_account_is_corrected(clinic: Clinic) -> None:
    patient = clinic.patient()
    answer = change(clinic, clinic.admin(), patient, {"full_name": " Pat Smith ", "phone": "+49 30 1234"})
    assert ("Pat Smith", "+49 30 1234", '"v2"') == (answer.json()["full_name"], answer.json()["phone"], answer.headers["etag"])


def test_a_telephone_number_can_be_taken_away(clinic: Clinic) -> None:
    patient = clinic.patient(phone="+49 30 1234")
    assert None is change(clinic, clinic.admin(), patient, {"phone": None}).json()["phone"]


def test_a_closed_account_is_signed_out_everywhere_for_good(clinic: Clinic) -> None:
    admin, other = clinic.admin(), clinic.admin("Otto Admin")
    call = clinic.calling(app, other)
    change(clinic, admin, other, {"active": False})
    closed = call.get("/v1/admin/users").status_code
    change(clinic, admin, other, {"active": True})
    assert (401, 401) == (closed, call.get("/v1/admin/users").status_code)


def test_a_patient_is_made_an_admin_at_once(clinic: Clinic) -> None:
    patient = clinic.patient()
    call = clinic.calling(app, patient)
    before = call.get("/v1/admin/users").status_code
    change(clinic, clinic.admin(), patient, {"role": "admin"})
    assert (403, 200) == (before, call.get("/v1/admin/users").status_code)


@pytest.mark.parametrize("verified_at", [MONDAY, None])
def test_an_address_is_mended_in_the_spelling_that_is_looked_up(clinic: Clinic, verified_at: datetime | None) -> None:
    patient = clinic.patient(email_verified_at=verified_at)
    answer = change(clinic, clinic.admin(), patient, {"email": " Mended@MÜNCHEN.example "})
    expected = ("mended@xn--mnchen-3ya.example", verified_at is not None, '"v2"')
    assert expected == (answer.json()["email"], answer.json()["email_verified"], answer.headers["etag"])


def test_an_address_of_another_account_is_refused(clinic: Clinic) -> None:
    clinic.patient(email="anna@mail.example")
    assert (409, "email-taken") == slug(change(clinic, clinic.admin(), clinic.patient(), {"email": "Anna@mail.example"}))


def test_of_two_accounts_that_are_given_one_address_at_once_one_gets_it(clinic: Clinic) -> None:
    admin, one, other = clinic.admin(), clinic.patient(), clinic.patient("Otto")
    body = {"email": "anna@mail.example"}
    answers = at_once(lambda: change(clinic, admin, one, body), lambda: change(clinic, admin, other, body))
    assert [200, 409] == sorted(answer.status_code for answer in answers)


def links(clinic: Clinic, account: UUID) -> None:
    with clinic.unit_of_work() as uow:
        for purpose in TokenPurpose:
            uow.one_time_tokens.mint(account, purpose, clinic.now + timedelta(hours=1))
        uow.commit()


@pytest.mark.parametrize(("body", "good"), [({"email": "mended@mail.example"}, 0), ({"full_name": "Pat Smith"}, 2)])
def test_links_in_the_mailbox_before_are_void(clinic: Clinic, body: dict[str, str], good: int) -> None:
    patient = clinic.patient()
    links(clinic, patient)
    change(clinic, clinic.admin(), patient, body)
    assert [{"count": good}] == clinic.rows("SELECT count(*) FROM one_time_token WHERE used_at IS NULL")


def test_links_of_others_stay_good(clinic: Clinic) -> None:
    links(clinic, clinic.patient("Otto"))
    change(clinic, clinic.admin(), clinic.patient(), {"email": "mended@mail.example"})
    assert [{"count": 2}] == clinic.rows("SELECT count(*) FROM one_time_token WHERE used_at IS NULL")


@pytest.mark.parametrize("role", ["patient", "admin"])
def test_a_doctor_stays_one(clinic: Clinic, role: str) -> None:
    answer = change(clinic, clinic.admin(), clinic.doctor(), {"role": role})
    assert ((422, "validation"), "/role") == (slug(answer), answer.json()["errors"][0]["pointer"])


def test_nobody_becomes_a_doctor_by_a_word(clinic: Clinic) -> None:
    assert (422, "validation") == slug(change(clinic, clinic.admin(), clinic.patient(), {"role": "doctor"}))


@pytest.mark.parametrize("body", [{"active": False}, {"role": "patient"}, {"active": False, "role": "admin"}])
def test_admins_do_not_shut_themselves_out(clinic: Clinic, body: Any) -> None:
    admin = clinic.admin()
    assert (409, "conflict") == slug(change(clinic, admin, admin, body))


def test_of_two_admins_who_shut_each_other_out_one_stays(clinic: Clinic) -> None:
    one, other = clinic.admin(), clinic.admin("Otto Admin")
    for _ in range(5):
        clinic.execute("UPDATE account SET active = true; UPDATE session SET revoked_at = NULL")
        answers = at_once(
            lambda: change(clinic, one, other, {"active": False}), lambda: change(clinic, other, one, {"active": False})
        )
        # The one who comes second is told so, or is not let in any more.
        assert {200} < {answer.status_code for answer in answers} <= {200, 401, 403}
        assert [{"count": 1}] == clinic.rows("SELECT count(*) FROM account WHERE role = 'admin' AND active")


def test_a_change_to_what_is_already_so_is_none(clinic: Clinic) -> None:
    patient = clinic.patient()
    answer = change(clinic, clinic.admin(), patient, {"active": True})
    assert (200, '"v1"') == (answer.status_code, answer.headers["etag"])


def test_a_change_of_another_version_is_refused(clinic: Clinic) -> None:
    answer = change(clinic, clinic.admin(), clinic.patient(), {"active": False}, if_match='"v7"')
    assert (412, "precondition-failed") == slug(answer)


@pytest.mark.parametrize("user", ["019ab0c4-2c00-7000-8000-0000000000a1", "no-id"])
def test_an_account_that_is_none_is_not_found(clinic: Clinic, user: Any) -> None:
    assert (404, "not-found") == slug(change(clinic, clinic.admin(), user, {"active": False}))


@pytest.mark.parametrize(
    "body",
    [
        {"active": None},
        {"active": "perhaps"},
        {"role": None},
        {"role": "nurse"},
        {"full_name": None},
        {"full_name": " "},
        {"full_name": "a\0b"},
        {"full_name": "x" * 201},
        {"email": None},
        {"email": "no address"},
        {"password_hash": "x"},
        {"phone": "call me"},
        [],
    ],
)
def test_a_change_that_does_not_fit_is_refused(clinic: Clinic, body: Any) -> None:
    assert (422, "validation") == slug(change(clinic, clinic.admin(), clinic.patient(), body))
