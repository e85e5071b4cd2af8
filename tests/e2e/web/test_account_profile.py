"""One's own account: what is told to whom, and what one was told."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from localstack.background import BackgroundStack
from tests.e2e.web.conftest import OpenScreen
from tests.support.screens import PHONE, Screen
from tests.support.visitors import Visitor, eventually


@pytest.fixture(scope="module")
def clinic(running: BackgroundStack) -> Iterator[Visitor]:
    with Visitor.at(running.stack.url) as visitor:
        yield visitor.sign_in("admin@medbook.example")


@pytest.fixture(scope="module")
def patient(clinic: Visitor) -> Visitor:
    return clinic.another().register("Petra Profile")


@pytest.fixture
def screen(open_screen: OpenScreen, patient: Visitor) -> Screen:
    return open_screen(width=PHONE).sign_in(patient.email, patient.password)


def test_everything_of_an_account_is_changed_and_the_pages_speak_the_chosen_language(screen: Screen, patient: Visitor) -> None:
    screen.expect_refusal(422, "/v1/me")
    page = screen.go("/profile").page
    expect(page.get_by_role("heading", name="Your profile")).to_be_visible()
    assert [] == screen.violations_in_both_themes()
    page.get_by_label("Phone").fill("call me")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Phone")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Phone").fill("+49 30 123456")
    # What only the API minds: a character that prints nothing.
    page.get_by_label("First and last name").fill("Petra\u200bProfile")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("First and last name")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("First and last name").fill("Petra Porträt")
    page.get_by_role("combobox", name="Your time zone").fill("new york")
    assert [] == screen.violations_in_both_themes()
    page.get_by_role("option", name=re.compile("New York")).click()
    page.get_by_role("combobox", name="Language of mails and pages").select_option("Deutsch")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Ihr Profil")).to_be_visible()
    expect(page.get_by_role("status").get_by_text("Gespeichert.")).to_be_visible()
    expect(page.get_by_role("button", name="Konto: Petra Porträt")).to_be_visible()
    told = patient.http.get("/v1/me").json()
    assert ("Petra Porträt", "+49 30 123456", "America/New_York", "de") == tuple(
        told[name] for name in ("full_name", "phone", "time_zone", "locale")
    )


def test_what_was_changed_elsewhere_comes_in_and_what_was_typed_stays(screen: Screen, patient: Visitor) -> None:
    screen.expect_refusal(412, "/v1/me")
    page = screen.go("/profile").page
    page.get_by_label("First and last name").fill("Petra Zwei")
    assert patient.http.patch("/v1/me", json={"phone": "030 999"}).status_code == 200
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody else has changed this")
    expect(page.get_by_label("Phone")).to_have_value("030 999")
    expect(page.get_by_label("First and last name")).to_have_value("Petra Zwei")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").get_by_text("Saved.")).to_be_visible()
    assert "Petra Zwei" == patient.http.get("/v1/me").json()["full_name"]


def test_the_language_of_the_header_is_the_accounts_too(screen: Screen, patient: Visitor) -> None:
    assert patient.http.patch("/v1/me", json={"locale": "en"}).status_code == 200
    page = screen.go("/profile").page
    page.get_by_role("button", name="Deutsch").click()
    expect(page.get_by_role("combobox", name="Sprache von E-Mails und Seiten")).to_have_value("de")
    eventually(lambda: patient.http.get("/v1/me").json()["locale"] == "de")
    page.get_by_role("button", name="English").click()
    eventually(lambda: patient.http.get("/v1/me").json()["locale"] == "en")


def test_the_link_for_another_password_comes_by_mail(screen: Screen, patient: Visitor) -> None:
    page = screen.go("/profile").page
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_text(f"The link is on its way to {patient.email}.")).to_be_visible()
    eventually(lambda: any("/reset-password#token=" in mail["text"] for mail in patient.mails(patient.email)))


def test_what_one_was_told_is_listed_and_leads_to_the_appointment(screen: Screen, clinic: Visitor, patient: Visitor) -> None:
    page = screen.go("/messages").page
    expect(page.get_by_text("Nothing yet")).to_be_visible()
    assert [] == screen.violations()
    doctor = clinic.new_doctor()
    assert patient.book(doctor, patient.slots(doctor)[500]).status_code == 201
    eventually(lambda: patient.http.get("/v1/me/notifications").json()["items"])
    screen.go("/messages")
    expect(page.get_by_text("Dr Every Hour")).to_be_visible()
    assert [] == screen.violations_in_both_themes()
    assert not screen.overflows()
    page.get_by_role("link", name=re.compile("Booked.*Dr Every Hour.*Sent")).click()
    expect(page.get_by_role("heading", name="Appointment with Dr Every Hour")).to_be_visible()


def test_a_doctor_writes_what_patients_read(open_screen: OpenScreen, clinic: Visitor) -> None:
    doctor = clinic.invited_doctor()
    screen = open_screen().sign_in(doctor.email, doctor.password)
    page = screen.go("/profile").page
    about, public = (page.get_by_role("region", name=name) for name in ("About you", "Public profile"))
    # Two halves of one thing, saved one after the other.
    about.get_by_label("Phone").fill("030 1234")
    about.get_by_role("button", name="Save").click()
    expect(about.get_by_text("Saved.")).to_be_visible()
    public.get_by_label("Languages").fill("German\nEnglish\n")
    public.get_by_label(re.compile("Consultation fee")).fill("45,50")
    assert [] == screen.violations_in_both_themes()
    public.get_by_role("button", name="Save").click()
    expect(public.get_by_text("Saved.")).to_be_visible()
    public.get_by_role("link", name="See it as patients do").click()
    expect(page.get_by_text("German, English")).to_be_visible()
    expect(page.get_by_text("€45.50")).to_be_visible()
