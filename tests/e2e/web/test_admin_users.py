"""An admin's accounts: found, mended, closed; and what an admin cannot do to themselves."""

from uuid import uuid4

from playwright.sync_api import expect

from tests.support.screens import PHONE, Screen
from tests.support.visitors import Visitor


def test_somebody_is_found_and_their_mail_address_mended(desk: Screen, clinic: Visitor) -> None:
    name, mended = f"Frieda {uuid4().hex[:8]}", f"{uuid4().hex}@medbook.example"
    patient = clinic.another().register(name)
    desk.expect_refusal(409, f"/v1/admin/users/{patient.account_id}")
    page = desk.resize(PHONE).go("/admin/users?role=patient").page
    page.get_by_label("Name or mail address").fill(name)
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    page.get_by_label("Mail address").fill("doctor@medbook.example")
    expect(page.get_by_text("you answer for it")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").last).to_have_text("Somebody already uses this mail address.")
    page.get_by_label("Mail address").fill(mended)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert 201 == clinic.another().http.post("/v1/sessions", json={"email": mended, "password": patient.password}).status_code
    # Back, the search stands as it was, and shows what was changed.
    page.go_back()
    expect(page.get_by_text(mended)).to_be_visible()


def test_a_patient_becomes_an_admin_and_is_closed(desk: Screen, clinic: Visitor) -> None:
    person = clinic.another().register("Petra Promoted")
    page = desk.go(f"/admin/users/{person.account_id}").page
    page.get_by_role("button", name="Make an admin").click()
    page.get_by_role("dialog").get_by_role("button", name="Make an admin").click()
    expect(page.get_by_text("Petra Promoted is an admin now.")).to_be_visible()
    assert 200 == person.http.get("/v1/admin/users").status_code
    page.get_by_role("button", name="Deactivate").click()
    page.get_by_role("dialog").get_by_role("button", name="Deactivate").click()
    expect(page.get_by_text("Petra Promoted is deactivated.")).to_be_visible()
    assert 401 == person.http.get("/v1/me").status_code


def test_admins_cannot_shut_themselves_out(desk: Screen, clinic: Visitor) -> None:
    page = desk.go(f"/admin/users/{clinic.account_id}").page
    expect(page.get_by_text("You cannot deactivate yourself")).to_be_visible()
    expect(page.get_by_text("You cannot take this role from yourself")).to_be_visible()
    expect(page.get_by_role("button", name="Deactivate")).to_have_count(0)
