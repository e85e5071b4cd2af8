"""What a doctor and an admin do with an appointment."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from localstack.background import BackgroundStack
from tests.e2e.web.conftest import OpenScreen
from tests.support.screens import PHONE
from tests.support.visitors import Visitor, eventually


@pytest.fixture(scope="module")
def clinic(running: BackgroundStack) -> Iterator[Visitor]:
    with Visitor.at(running.stack.url) as visitor:
        yield visitor.sign_in("admin@medbook.example")


@pytest.fixture(scope="module")
def doctor(clinic: Visitor) -> Visitor:
    return clinic.invited_doctor(weekly=[{"weekday": day, "start": "09:00", "end": "12:00"} for day in range(1, 8)])


@pytest.fixture(scope="module")
def patient(clinic: Visitor) -> Visitor:
    return clinic.another().register("Paul Patient")


def booked(patient: Visitor, doctor: Visitor) -> str:
    answer = patient.book(doctor.account_id, patient.slots(doctor.account_id)[40], reason="A cough")
    assert answer.status_code == 201, answer.text
    visit_id: str = answer.json()["id"]
    return visit_id


def test_a_doctor_confirms_reminds_moves_and_notes_what_became_of_it(
    open_screen: OpenScreen, doctor: Visitor, patient: Visitor
) -> None:
    visit = booked(patient, doctor)
    screen = open_screen(width=PHONE).sign_in(doctor.email, doctor.password)
    page = screen.go(f"/appointments/{visit}").page
    said = page.locator("main").get_by_role("status")
    expect(page.get_by_role("heading", name="Appointment of Paul Patient")).to_be_visible()
    expect(page.get_by_text("A cough")).to_be_visible()
    expect(page.get_by_role("button", name="Took place")).to_have_count(0)

    page.get_by_role("link", name="Move", exact=True).click()
    page.get_by_role("button", name=re.compile("^Move to ")).first.click()
    page.get_by_role("button", name="Move the appointment").click()
    page.get_by_role("link", name="See the appointment").click()
    expect(page.get_by_text("moved once since")).to_be_visible()

    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(said.get_by_text("The appointment is confirmed.")).to_be_focused()
    assert [] == screen.violations_in_both_themes()
    page.get_by_role("button", name="Send a reminder").click()
    expect(said.get_by_text("A reminder is on its way to patient and doctor.")).to_be_visible()
    eventually(lambda: [mail for mail in patient.mails(patient.email) if "Reminder" in mail["subject"]])

    # It has not begun, and could not be taken back.
    page.get_by_role("button", name="Took place").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Back")).to_be_focused()
    assert [] == screen.violations_in_both_themes()
    page.get_by_role("dialog").get_by_role("button", name="Took place, all the same").click()
    expect(said.get_by_text("Noted: it took place.")).to_be_focused()
    expect(page.get_by_text("Nothing is left to be done.")).to_be_visible()
    expect(page.get_by_role("button", name="Send a reminder")).to_have_count(0)


def test_an_admin_does_the_same_and_does_not_read_the_reason(open_screen: OpenScreen, doctor: Visitor, patient: Visitor) -> None:
    visit = booked(patient, doctor)
    page = open_screen().sign_in("admin@medbook.example").go(f"/appointments/{visit}").page
    expect(page.get_by_role("link", name="Dr Every Hour")).to_be_visible()
    expect(page.get_by_text("A cough")).to_have_count(0)
    page.get_by_role("button", name="Cancel the appointment").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel the appointment").click()
    expect(page.locator("main").get_by_role("status").get_by_text("The appointment is cancelled.")).to_be_focused()
