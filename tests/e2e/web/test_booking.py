"""A patient who has never been here books, by phone and at a desk; two who want the same time."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from localstack.background import BackgroundStack
from tests.e2e.web.conftest import OpenScreen
from tests.support.screens import DESKTOP, PHONE, Screen
from tests.support.visitors import Visitor

PASSWORD = "four unrelated words"
# A day that fits on a screen, whatever day it is.
MORNINGS = [{"weekday": day, "start": "09:00", "end": "12:00"} for day in range(1, 8)]


@pytest.fixture(scope="module")
def clinic(running: BackgroundStack) -> Iterator[Visitor]:
    """An admin who adds doctors."""
    with Visitor.at(running.stack.url) as visitor:
        yield visitor.sign_in("admin@medbook.example")


def mailed_link(visitor: Visitor, email: str, path: str) -> str:
    """The newest mail's link to a page, with its token."""
    link = re.search(rf"({path}#token=[\w.~-]+)", visitor.mails(email, 1)[0]["text"])
    assert link
    return link[1]


def choose_a_time(screen: Screen, doctor: str, hour: str = "10:00") -> None:
    """Choose a time of the day after tomorrow on the doctor's page."""
    day = (datetime.now(UTC) + timedelta(days=2)).date()
    name = re.compile(rf"^Book .*\b{day.day}\b.* {hour}")
    screen.go(f"/doctors/{doctor}?day={day}").page.get_by_role("link", name=name).click()


def sign_up(page: Page, email: str) -> None:
    page.get_by_label("First and last name").fill("Nina Newcomer")
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_newcomer_registers_with_the_mailed_link_and_books(open_screen: OpenScreen, clinic: Visitor, width: int) -> None:
    screen = open_screen(width=width)
    page = screen.page
    email = f"nina-{width}@newcomer.example"
    choose_a_time(screen, clinic.new_doctor(weekly=MORNINGS))
    page.get_by_role("link", name="I am new here").click()
    sign_up(page, email)
    # The link opens another tab; the first one goes on by itself.
    screen.another_tab().goto(mailed_link(clinic, email, "/verify-email"))
    expect(page.get_by_role("heading", name="What brings you here?")).to_be_visible()
    page.get_by_label("Reason for the visit").fill("A cough since Monday")
    page.get_by_role("button", name="Go on to review").click()
    expect(page.get_by_text("A cough since Monday")).to_be_visible()
    page.get_by_role("button", name="Book now").click()
    expect(page.get_by_role("heading", name="You are booked")).to_be_visible()
    with page.expect_download() as entry:
        page.get_by_role("button", name="Add to calendar").click()
    assert "BEGIN:VEVENT" in entry.value.path().read_text()
    assert "Dr Every Hour" in clinic.mails(email, 2)[0]["text"]
    assert not screen.overflows()
    assert [] == screen.violations()


def test_of_two_who_want_one_time_the_second_is_offered_the_next_and_keeps_what_was_written(
    open_screen: OpenScreen, clinic: Visitor
) -> None:
    doctor = clinic.new_doctor(weekly=MORNINGS)
    screens = [open_screen(width=width) for width in (PHONE, DESKTOP)]
    for number, screen in enumerate(screens):
        patient = clinic.another().register(f"Patient {number}")
        screen.sign_in(patient.email, patient.password)
        choose_a_time(screen, doctor)
        screen.type_into(screen.page.get_by_label("Reason for the visit"), f"Reason {number}")
        screen.press(screen.page.get_by_role("button", name="Go on to review"))
    winner, loser = (screen.page for screen in screens)
    screens[1].expect_refusal(409, "/v1/appointments")
    winner.get_by_role("button", name="Book now").click()
    expect(winner.get_by_role("heading", name="You are booked")).to_be_visible()
    # What follows is done by keyboard alone.
    screens[1].press(loser.get_by_role("button", name="Book now"))
    expect(loser.get_by_role("alert")).to_contain_text("Somebody was a moment faster")
    screens[1].press(loser.get_by_role("button", name=re.compile("^Take .*10:15")))
    expect(loser.get_by_text("Reason 1")).to_be_visible()
    screens[1].press(loser.get_by_role("button", name="Book now"))
    expect(loser.get_by_role("heading", name="You are booked")).to_be_visible()


def review(open_screen: OpenScreen, clinic: Visitor, reason: str) -> tuple[Screen, Visitor]:
    """A patient who has chosen a time, has said why, and is to look again."""
    patient = clinic.another().register("Lea Lost")
    screen = open_screen().sign_in(patient.email, patient.password)
    choose_a_time(screen, clinic.new_doctor(weekly=MORNINGS))
    give_reason(screen, reason)
    return screen, patient


def give_reason(screen: Screen, reason: str) -> None:
    screen.page.get_by_label("Reason for the visit").fill(reason)
    screen.page.get_by_role("button", name="Go on to review").click()


def test_a_booking_whose_answer_is_lost_is_found(open_screen: OpenScreen, clinic: Visitor) -> None:
    screen, _ = review(open_screen, clinic, "A cough")
    screen.lose_the_answers_of("/v1/appointments")
    screen.page.get_by_role("button", name="Book now").click()
    expect(screen.page.get_by_role("heading", name="You are booked")).to_be_visible()
    expect(screen.page.get_by_text("booked before")).to_have_count(0)


@pytest.mark.parametrize(("again", "told"), [("A cold", 1), ("A cough", 0)])
def test_a_booking_of_which_nothing_is_heard_is_one_booking(
    open_screen: OpenScreen, clinic: Visitor, again: str, told: int
) -> None:
    screen, patient = review(open_screen, clinic, "A cough")
    page = screen.page
    screen.cut_off("/v1/appointments")
    screen.lose_the_answers_of("/v1/appointments", 504)
    screen.expect_refusal(409, "/v1/appointments")
    page.get_by_role("button", name="Book now").click()
    expect(page.get_by_role("alert")).to_contain_text("It may have worked")
    screen.reconnect()
    page.get_by_role("button", name="Change the reason").click()
    give_reason(screen, again)
    page.get_by_role("button", name="Book now").click()
    expect(page.get_by_role("heading", name="You are booked")).to_be_visible()
    expect(page.get_by_text("keeps the reason given then: “A cough”")).to_have_count(told)
    assert ["A cough"] == [visit["reason"] for visit in patient.http.get("/v1/appointments").json()["items"]]


def test_a_booking_goes_on_where_it_was_after_signing_in(open_screen: OpenScreen, clinic: Visitor) -> None:
    patient = clinic.another().register("Pia Return")
    screen = open_screen(locale="en-US", zone="America/New_York")
    choose_a_time(screen, clinic.new_doctor(weekly=MORNINGS), "10:00 AM")
    page = screen.page
    expect(page.get_by_text(re.compile("Your own clock: .*4:00 AM"))).to_be_visible()
    page.get_by_role("link", name="I have an account").click()
    page.get_by_label("Mail address").fill(patient.email)
    page.get_by_label("Password", exact=True).fill(patient.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Reason for the visit")).to_be_visible()


def test_a_newcomer_registers_and_books_by_keyboard_alone(open_screen: OpenScreen, clinic: Visitor) -> None:
    screen = open_screen()
    page = screen.go(f"/doctors/{clinic.new_doctor(weekly=MORNINGS)}").page
    screen.press(page.get_by_role("button", name="Next week"))
    screen.settle()
    screen.press(page.get_by_role("link", name=re.compile("^Book ")).first)
    screen.press(page.get_by_role("link", name="I am new here"))
    screen.type_into(page.get_by_label("First and last name"), "Kim Keys")
    screen.type_into(page.get_by_label("Mail address"), "kim@newcomer.example")
    screen.type_into(page.get_by_label("Password", exact=True), PASSWORD)
    screen.press(page.get_by_role("button", name="Create account"))
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    screen.another_tab().goto(mailed_link(clinic, "kim@newcomer.example", "/verify-email"))
    screen.type_into(page.get_by_label("Reason for the visit"), "By keys")
    screen.press(page.get_by_role("button", name="Go on to review"))
    screen.press(page.get_by_role("button", name="Book now"))
    expect(page.get_by_role("heading", name="You are booked")).to_be_focused()
