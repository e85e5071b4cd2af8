"""A mail that bounced: seen, the address mended, told after all."""

from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from tests.support.screens import DESKTOP, PHONE, Screen
from tests.support.visitors import Visitor, eventually


def somebody_who_was_not_told(clinic: Visitor) -> Visitor:
    """A patient whose mails bounce (see localstack/inbox/sink.py), and who has booked."""
    patient, doctor = clinic.another().register(f"Bruno {uuid4().hex[:8]}"), clinic.new_doctor()
    moved = {"email": f"bounce+{uuid4().hex}@medbook.example"}
    assert 200 == clinic.http.patch(f"/v1/admin/users/{patient.account_id}", json=moved).status_code
    assert 201 == patient.book(doctor, patient.slots(doctor)[60]).status_code
    eventually(lambda: statuses(clinic, patient), lambda seen: seen == ["failed"])
    return patient


def statuses(clinic: Visitor, patient: Visitor) -> list[str]:
    items = clinic.http.get("/v1/admin/notifications", params={"recipient_id": patient.account_id}).json()["items"]
    return [item["status"] for item in items]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_who_was_not_told_is_told_once_the_address_is_mended(desk: Screen, clinic: Visitor, width: int) -> None:
    patient = somebody_who_was_not_told(clinic)
    name, mended = clinic.http.get(f"/v1/admin/users/{patient.account_id}").json()["full_name"], f"{uuid4().hex}@medbook.example"
    # At the desk by keyboard alone.
    press, write = (Locator.click, Locator.fill) if width == PHONE else (desk.press, desk.type_into)
    page = desk.resize(width).go("/admin/notifications").page
    # Where something has failed, that is what is shown.
    expect(page.get_by_label("Status")).to_have_value("failed")
    line = page.get_by_role("listitem" if width == PHONE else "row").filter(has_text=name)
    press(line.get_by_role("button", name=f"Try again: {name}"))
    failure = line.get_by_text(f"{name} could not be told. Is the mail address right?")
    expect(failure).to_have_attribute("data-failure", "true")
    assert [] == desk.violations_in_both_themes()
    expect(line.get_by_text("2 attempts")).to_be_visible()
    press(line.get_by_role("link", name="Mend the address first"))
    write(page.get_by_label("Mail address"), mended)
    press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.go_back()
    press(line.get_by_role("button", name=f"Try again: {name}"))
    expect(line.get_by_text(f"Sent to {name}.")).to_be_visible()
    expect(line.get_by_role("button")).to_have_count(0)
    (mail,) = clinic.mails(mended, 1)
    assert (["sent"], "Dr Every Hour" in mail["text"]) == (statuses(clinic, patient), True)


def test_of_two_who_retry_the_second_is_told_that_it_is_done(desk: Screen, clinic: Visitor) -> None:
    patient = somebody_who_was_not_told(clinic)
    desk.expect_refusal(409, "/v1/admin/notifications/.*/retries")
    page = desk.go(f"/admin/notifications?status=failed&person={patient.account_id}").page
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    (failed,) = clinic.http.get("/v1/admin/notifications", params={"recipient_id": patient.account_id}).json()["items"]
    mended = {"email": f"{uuid4().hex}@medbook.example"}
    assert 200 == clinic.http.patch(f"/v1/admin/users/{patient.account_id}", json=mended).status_code
    assert 202 == clinic.http.post(f"/v1/admin/notifications/{failed['id']}/retries").status_code
    eventually(lambda: statuses(clinic, patient), lambda seen: seen == ["sent"])
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Nothing has failed")).to_be_visible()
