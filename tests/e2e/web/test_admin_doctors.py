"""An admin's doctors: one is added by keyboard alone, described, invited again, closed and opened."""

import re
from typing import Any
from uuid import uuid4

from playwright.sync_api import expect

from tests.support.screens import PHONE, Screen
from tests.support.visitors import Visitor


def profile(clinic: Visitor, doctor: str) -> dict[str, Any]:
    shown: dict[str, Any] = clinic.http.get(f"/v1/doctors/{doctor}").json()
    return shown


def test_a_doctor_is_added_by_keyboard_alone_and_invited(desk: Screen, clinic: Visitor) -> None:
    email = f"{uuid4().hex}@medbook.example"
    screen, page = desk, desk.go("/admin/doctors").page
    screen.press(page.get_by_role("link", name="Add a doctor"))
    screen.press(page.get_by_role("button", name="Add and invite"))
    # What is missing is said where it is missing, and the first of it has the focus.
    expect(page.get_by_label("Mail address")).to_be_focused()
    expect(page.get_by_label("Specialty")).to_have_accessible_description(re.compile("Please fill this in"))
    screen.type_into(page.get_by_label("Mail address"), email)
    screen.type_into(page.get_by_label("Name"), "Dr. Kim Keys")
    screen.type_into(page.get_by_label("Specialty"), "Keyboards")
    screen.type_into(page.get_by_role("combobox", name="Time zone"), "New York")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    screen.type_into(page.get_by_label("Languages"), "English, German")
    screen.type_into(page.get_by_label("Consultation fee"), "1,200.5")
    screen.press(page.get_by_role("button", name="Add and invite"))
    expect(page.get_by_role("heading", name="Dr. Kim Keys is added")).to_be_focused()
    assert "password" in clinic.mails(email, 1)[0]["text"]
    screen.press(page.get_by_role("link", name="See the profile"))
    expect(page.get_by_role("heading", name="Dr. Kim Keys", level=1)).to_be_visible()
    shown = profile(clinic, page.url.rsplit("/", 1)[1])
    expected = ("America/New_York", ["English", "German"], 1200.5)
    assert expected == (shown["time_zone"], shown["languages"], shown["consultation_fee"])


def test_a_profile_is_changed_beside_somebody_else_who_changes_it(desk: Screen, clinic: Visitor) -> None:
    doctor = clinic.new_doctor()
    desk.expect_refusal(412, f"/v1/doctors/{doctor}")
    page = desk.resize(PHONE).go(f"/admin/doctors/{doctor}").page
    expect(page.get_by_label("Consultation fee")).to_be_visible()
    assert 200 == clinic.http.patch(f"/v1/doctors/{doctor}", json={"location": "Room 4"}).status_code
    page.get_by_label("Consultation fee").fill("80")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody else has changed this")
    expect(page.get_by_label("Place")).to_have_value("Room 4")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert ("Room 4", 80.0) == (profile(clinic, doctor)["location"], profile(clinic, doctor)["consultation_fee"])


def test_what_the_api_refuses_is_marked_on_its_field(desk: Screen, clinic: Visitor) -> None:
    doctor = clinic.new_doctor()
    desk.expect_refusal(422, f"/v1/doctors/{doctor}")
    page = desk.go(f"/admin/doctors/{doctor}").page
    page.get_by_label("Languages").fill(f"German, {'x' * 201}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("look at the marked fields")
    expect(page.get_by_label("Languages")).to_have_accessible_description(re.compile("200 characters"))


def test_a_doctor_is_invited_again_closed_and_opened(desk: Screen, clinic: Visitor) -> None:
    doctor = clinic.new_doctor()
    email = clinic.http.get(f"/v1/admin/users/{doctor}").json()["email"]
    page = desk.go(f"/admin/doctors/{doctor}").page
    page.get_by_role("button", name="Send the invitation again").click()
    expect(page.get_by_text(f"Another invitation is on its way to {email}.")).to_be_visible()
    clinic.mails(email, 2)
    page.get_by_role("button", name="Deactivate").click()
    question = page.get_by_role("dialog", name="Deactivate Dr Every Hour?")
    expect(question).to_contain_text("Visits that are booked stay")
    question.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_text("Dr Every Hour is deactivated.")).to_be_visible()
    assert 404 == clinic.http.get(f"/v1/doctors/{doctor}").status_code
    page.get_by_role("button", name="Activate").click()
    page.get_by_role("dialog").get_by_role("button", name="Activate").click()
    expect(page.get_by_text("Dr Every Hour is active.")).to_be_visible()
    expect(page.get_by_label("Specialty")).to_have_value("Testing")
