"""A patient's own appointments: seen, moved, cancelled, kept in a calendar; and what is not theirs, or not any more."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Locator, expect

from localstack.background import BackgroundStack
from tests.e2e.web.conftest import OpenScreen
from tests.support.screens import DESKTOP, PHONE, Screen
from tests.support.visitors import Visitor, calendar_part, eventually

# A day that fits on a screen, whatever day it is.
MORNINGS = [{"weekday": day, "start": "09:00", "end": "12:00"} for day in range(1, 8)]
FIVE_WEEKS = timedelta(weeks=5) // timedelta(minutes=1)


@pytest.fixture(scope="module")
def clinic(running: BackgroundStack) -> Iterator[Visitor]:
    """An admin who adds doctors."""
    with Visitor.at(running.stack.url) as visitor:
        yield visitor.sign_in("admin@medbook.example")


@pytest.fixture(scope="module")
def patient(clinic: Visitor) -> Visitor:
    return clinic.another().register("Mona Moves")


@pytest.fixture(scope="module")
def screen(browser: Browser, running: BackgroundStack, patient: Visitor) -> Iterator[Screen]:
    """The patient's window, in which they are signed in once for all that needs no other."""
    with Screen.open(browser, running.stack.url, zone="America/New_York") as screen:
        yield screen.sign_in(patient.email, patient.password)


def booked(clinic: Visitor, patient: Visitor, **availability: Any) -> dict[str, Any]:
    """A visit some days ahead, with a doctor of its own."""
    doctor = clinic.new_doctor(weekly=MORNINGS, **availability)
    # The patient may have another appointment then.
    answers = (patient.book(doctor, start, reason="A cough") for start in patient.slots(doctor)[40:])
    visit: dict[str, Any] = next(answer.json() for answer in answers if answer.status_code == 201)
    return visit


def offered(screen: Screen) -> Locator:
    """The first time one may move to."""
    return screen.page.get_by_role("button", name=re.compile("^Move to .* 20")).first


def cancelled(screen: Screen) -> Locator:
    return screen.page.get_by_role("status").get_by_text("The appointment is cancelled.")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_patient_sees_what_is_next_moves_it_and_cancels_it(open_screen: OpenScreen, clinic: Visitor, width: int) -> None:
    patient = clinic.another().register("Nora Next")
    booked(clinic, patient)
    screen = open_screen(width=width).sign_in(patient.email, patient.password)
    page = screen.page
    next_visit = page.get_by_role("region", name=re.compile("Next appointment"))
    expect(next_visit).to_contain_text("Dr Every Hour")
    next_visit.get_by_role("link", name="Details and changes").click()
    expect(page.get_by_text("A cough")).to_be_visible()
    expect(page.get_by_text(re.compile("You can move or cancel online until .*Berlin time"))).to_be_visible()

    page.get_by_role("link", name="Move to another time").click()
    offered(screen).click()
    expect(page.get_by_role("heading", name="Move it to this time?")).to_be_focused()
    assert not screen.overflows()
    page.get_by_role("button", name="Move the appointment").click()
    expect(page.get_by_role("heading", name="The appointment is moved")).to_be_focused()
    page.get_by_role("link", name="See the appointment").click()
    expect(page.get_by_text("moved once since")).to_be_visible()

    page.get_by_role("button", name="Cancel the appointment").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("sent to nobody")
    dialog.get_by_label("Why").fill("I am well again")
    dialog.get_by_role("button", name="Cancel the appointment").click()
    expect(cancelled(screen)).to_be_focused()
    expect(page.get_by_role("button", name="Cancel the appointment")).to_have_count(0)
    assert not screen.overflows()

    page.locator("main").get_by_role("link", name="My appointments").click()
    expect(page.get_by_text("Nothing is coming up")).to_be_visible()
    page.get_by_role("link", name="Cancelled", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?when=cancelled"))
    expect(page.get_by_role("listitem").filter(has_text="Dr Every Hour")).to_contain_text("Cancelled")


def test_it_is_moved_and_cancelled_by_keyboard_alone(screen: Screen, clinic: Visitor, patient: Visitor) -> None:
    visit = booked(clinic, patient)
    page = screen.go("/appointments").page
    screen.press(page.locator(f"a[href='/appointments/{visit['id']}']"))
    screen.press(page.get_by_role("link", name="Move to another time"))
    expect(offered(screen)).to_be_visible()
    screen.press(offered(screen))
    expect(page.get_by_role("heading", name="Move it to this time?")).to_be_focused()
    screen.press(page.get_by_role("button", name="Move the appointment"))
    expect(page.get_by_role("heading", name="The appointment is moved")).to_be_focused()
    screen.press(page.get_by_role("link", name="See the appointment"))
    screen.press(page.get_by_role("button", name="Cancel the appointment"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Cancel the appointment")).to_be_focused()
    page.keyboard.press("Enter")
    screen.type_into(page.get_by_label("Why"), "By keys")
    screen.press(page.get_by_role("dialog").get_by_role("button", name="Cancel the appointment"))
    expect(cancelled(screen)).to_be_focused()


def test_the_calendar_file_is_the_entry_that_the_mail_made(screen: Screen, clinic: Visitor, patient: Visitor) -> None:
    visit = booked(clinic, patient)
    page = screen.go(f"/appointments/{visit['id']}").page
    expect(page.get_by_text(re.compile(r"Central European .*Your own clock then shows"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Add to calendar").click()
    assert re.fullmatch(r"appointment-\d{4}-\d\d-\d\d\.ics", download.value.suggested_filename)
    calendar = Calendar.from_ical(download.value.path().read_bytes())
    (mine,) = calendar.walk("VEVENT")
    mailed = mailed_entry(patient, visit["id"])
    shared = ("UID", "SEQUENCE", "SUMMARY", "URL", "STATUS", "CLASS")
    assert [str(mailed[name]) for name in shared] == [str(mine[name]) for name in shared]
    assert [mailed.decoded(name) for name in ("DTSTART", "DTEND")] == [mine.decoded(name) for name in ("DTSTART", "DTEND")]
    assert "METHOD" not in calendar


def mailed_entry(patient: Visitor, visit_id: str) -> Any:
    """The calendar entry of the mail about a visit that has just been booked."""
    mails = eventually(lambda: [mail for mail in patient.mails(patient.email) if visit_id in mail["text"]])
    (entry,) = calendar_part(mails[0]).walk("VEVENT")
    return entry


def test_a_time_that_is_taken_meanwhile_loses_nothing(screen: Screen, clinic: Visitor, patient: Visitor) -> None:
    visit = booked(clinic, patient)
    screen.expect_refusal(409, ".*/reschedule")
    page = screen.go(f"/appointments/{visit['id']}/reschedule").page
    name = offered(screen).get_attribute("aria-label")
    offered(screen).click()
    expect(page).to_have_url(re.compile("start="))
    start = unquote(page.url.split("start=")[1])
    assert clinic.another().register("Rita Rival").book(visit["doctor_id"], start).status_code == 201
    page.get_by_role("button", name="Move the appointment").click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Somebody was a moment faster")
    expect(told).to_contain_text("Nothing is lost")
    expect(page.get_by_role("button", name=name or "", exact=True)).to_have_count(0)
    offered(screen).click()
    page.get_by_role("button", name="Move the appointment").click()
    expect(page.get_by_role("heading", name="The appointment is moved")).to_be_visible()


@pytest.mark.parametrize("is_heard", [True, False])
def test_a_move_whose_answer_is_lost_is_told_as_soon_as_it_is_known(
    open_screen: OpenScreen, clinic: Visitor, is_heard: bool
) -> None:
    patient = clinic.another().register("Lea Lost")
    visit = booked(clinic, patient)
    screen = open_screen().sign_in(patient.email, patient.password)
    page = screen.go(f"/appointments/{visit['id']}/reschedule").page
    offered(screen).click()
    expect(page.get_by_role("heading", name="Move it to this time?")).to_be_visible()
    if not is_heard:
        screen.cut_off("/v1/appointments/.*")
        screen.expect_refusal(412, ".*/reschedule")
    screen.lose_the_answers_of(".*/reschedule")
    page.get_by_role("button", name="Move the appointment").click()
    if not is_heard:
        expect(page.get_by_role("alert")).to_contain_text("does not answer")
        screen.reconnect()
        page.get_by_role("button", name="Move the appointment").click()
    expect(page.get_by_role("heading", name="The appointment is moved")).to_be_focused()


@pytest.mark.parametrize("is_heard", [True, False])
def test_a_cancellation_whose_answer_is_lost_is_told_as_soon_as_it_is_known(
    screen: Screen, clinic: Visitor, patient: Visitor, is_heard: bool
) -> None:
    visit = booked(clinic, patient)
    page = screen.go(f"/appointments/{visit['id']}").page
    if not is_heard:
        screen.cut_off("/v1/appointments/.*")
        screen.expect_refusal(412, ".*/cancel")
    screen.lose_the_answers_of(".*/cancel")
    page.get_by_role("button", name="Cancel the appointment").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Cancel the appointment").click()
    if not is_heard:
        expect(dialog.get_by_role("alert")).to_contain_text("does not answer")
        screen.reconnect()
        dialog.get_by_role("button", name="Cancel the appointment").click()
    expect(cancelled(screen)).to_be_focused()
    screen.reconnect()


def test_after_the_cut_off_there_is_the_telephone_and_no_button_that_must_fail(
    screen: Screen, clinic: Visitor, patient: Visitor
) -> None:
    visit = booked(clinic, patient, change_notice_minutes=FIVE_WEEKS)
    page = screen.go(f"/appointments/{visit['id']}").page
    expect(page.get_by_text(re.compile("please call the clinic"))).to_be_visible()
    expect(page.get_by_role("button", name="Cancel the appointment")).to_have_count(0)
    expect(page.get_by_role("link", name="Move to another time")).to_have_count(0)
    screen.go(f"/appointments/{visit['id']}/reschedule")
    expect(page.get_by_text("This appointment cannot be moved any more.")).to_be_visible()


def test_what_has_changed_meanwhile_is_told_and_shown(screen: Screen, clinic: Visitor, patient: Visitor) -> None:
    visit = booked(clinic, patient)
    screen.expect_refusal(412, ".*/cancel")
    page = screen.go(f"/appointments/{visit['id']}").page
    assert clinic.http.post(f"/v1/appointments/{visit['id']}/confirm").status_code == 200
    page.get_by_role("button", name="Cancel the appointment").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Cancel the appointment").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Somebody else has changed this")
    expect(page.get_by_text("Confirmed")).to_be_visible()
    dialog.get_by_role("button", name="Cancel the appointment").click()
    expect(cancelled(screen)).to_be_focused()


def test_another_patients_appointment_is_not_there(screen: Screen, clinic: Visitor) -> None:
    visit = booked(clinic, clinic.another().register("Olga Other"))
    screen.expect_refusal(404, "/v1/appointments/.*")
    page = screen.go(f"/appointments/{visit['id']}").page
    expect(page.get_by_role("heading", name="There is no such appointment")).to_be_visible()
    expect(page.get_by_text("Dr Every Hour")).to_have_count(0)
    screen.expect_refusal(422, "/v1/appointments/.*")
    screen.go("/appointments/mistyped")
    expect(page.get_by_role("heading", name="There is no such appointment")).to_be_visible()


def test_axe_finds_nothing(screen: Screen, clinic: Visitor, patient: Visitor) -> None:
    visit = booked(clinic, patient)
    page = screen.page
    screen.expect_refusal(422, "/v1/appointments/mistyped")
    views = ("?when=past", "?when=cancelled", "/mistyped", "", f"/{visit['id']}")
    for path in (f"/appointments{view}" for view in views):
        screen.go(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert [] == screen.violations_in_both_themes(), path
    page.get_by_role("button", name="Cancel the appointment").click()
    assert [] == screen.violations_in_both_themes()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("link", name="Move to another time").click()
    expect(offered(screen)).to_be_visible()
    assert [] == screen.violations_in_both_themes()
    offered(screen).click()
    expect(page.get_by_role("heading", name="Move it to this time?")).to_be_visible()
    assert [] == screen.violations_in_both_themes()
    page.get_by_role("button", name="Move the appointment").click()
    expect(page.get_by_role("heading", name="The appointment is moved")).to_be_visible()
    assert [] == screen.violations_in_both_themes()
