"""A doctor's agenda: the day as it is, what becomes of each visit, and closing what is left of a day."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from localstack.background import BackgroundStack
from tests.e2e.web.conftest import OpenScreen
from tests.support.clinic_days import clinic_day, instant, spoken
from tests.support.screens import PHONE
from tests.support.visitors import Visitor

EVERY_DAY = [{"weekday": day, "start": "09:00", "end": "17:00"} for day in range(1, 8)]


@pytest.fixture(scope="module")
def clinic(running: BackgroundStack) -> Iterator[Visitor]:
    """An admin who adds doctors."""
    with Visitor.at(running.stack.url) as visitor:
        yield visitor.sign_in("admin@medbook.example")


def booked(clinic: Visitor, doctor: Visitor, *starts: str) -> Visitor:
    """A patient who has booked these times."""
    patient = clinic.another().register("Paula Afternoon")
    for start in starts:
        assert patient.book(doctor.account_id, start, reason="A cough since Monday").status_code == 201
    return patient


def test_an_afternoon_is_closed_in_three_clicks_with_the_affected_visit_told_before_and_after(
    open_screen: OpenScreen, clinic: Visitor
) -> None:
    doctor = clinic.invited_doctor(weekly=EVERY_DAY)
    day = clinic_day(1)
    booked(clinic, doctor, instant(day, 10), instant(day, 14))
    screen = open_screen(width=PHONE).sign_in(doctor.email, doctor.password)
    page = screen.go(f"/agenda?day={day}&view=day").page
    assert not screen.overflows()
    page.get_by_role("button", name=f"Close or open {spoken(day)}").click()
    page.get_by_role("menuitem", name="Close the afternoon").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("1 booked visit lies in this time.")).to_be_visible()
    expect(dialog.get_by_role("listitem")).to_contain_text("Paula Afternoon")
    assert [] == screen.violations_in_both_themes()
    dialog.get_by_role("button", name="Close this time").click()
    expect(dialog.get_by_text("1 visit is still booked.")).to_be_visible()
    expect(dialog.get_by_role("link", name=re.compile("Move or cancel"))).to_have_attribute("href", re.compile("^/appointments/"))
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_role("listitem").filter(has_text="Away")).to_be_visible()
    assert [] == [start for start in clinic.slots(doctor.account_id, 3) if instant(day, 12) <= start < instant(day, 17)]


def test_a_visit_is_confirmed_and_noted_as_done_from_the_agenda(open_screen: OpenScreen, clinic: Visitor) -> None:
    doctor = clinic.invited_doctor(weekly=EVERY_DAY)
    day = clinic_day(1)
    patient = booked(clinic, doctor, instant(day, 10), instant(day, 11))
    last = patient.http.get("/v1/appointments").json()["items"][-1]["id"]
    assert patient.http.post(f"/v1/appointments/{last}/cancel").status_code == 200
    screen = open_screen().sign_in(doctor.email, doctor.password)
    page = screen.go(f"/agenda?day={day}").page
    assert [] == screen.violations_in_both_themes()
    visits = page.get_by_role("region", name=spoken(day)).get_by_role("button", name=re.compile("Paula Afternoon"))
    expect(visits).to_have_count(1)
    page.get_by_role("switch", name="Show cancelled visits").check()
    expect(visits).to_have_count(2)
    page.get_by_role("switch", name="Show cancelled visits").uncheck()
    # By keyboard: the visit opens, and has the focus again when its panel is closed.
    screen.press(visits)
    panel = page.get_by_role("dialog", name="Visit")
    expect(panel).to_contain_text("A cough since Monday")
    assert [] == screen.violations_in_both_themes()
    page.keyboard.press("Escape")
    expect(visits).to_be_focused()
    page.keyboard.press("Enter")
    panel.get_by_role("button", name="Confirm").click()
    expect(visits).to_have_accessible_name(re.compile("Confirmed"))
    panel.get_by_role("button", name="Took place").click()
    page.get_by_role("dialog").last.get_by_role("button", name=re.compile("Took place")).click()
    expect(visits).to_have_accessible_name(re.compile("Completed"))


def test_the_agenda_is_turned_by_day_and_week_and_says_so_in_its_address(open_screen: OpenScreen, clinic: Visitor) -> None:
    doctor = clinic.invited_doctor(weekly=EVERY_DAY)
    screen = open_screen(width=PHONE).sign_in(doctor.email, doctor.password)
    page = screen.go("/agenda").page
    expect(page.get_by_role("heading", name=spoken(clinic_day(0)))).to_be_visible()
    page.get_by_role("button", name="Go to a day").click()
    expect(page.get_by_role("dialog", name="Go to a day").get_by_role("button", name="Next month")).to_be_visible()
    assert [] == screen.violations_in_both_themes()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Next day").click()
    expect(page.get_by_role("heading", name=spoken(clinic_day(1)))).to_be_visible()
    page.get_by_role("radiogroup", name="View").get_by_text("Week").click()
    expect(page).to_have_url(re.compile(rf"view=week&day={clinic_day(1)}|day={clinic_day(1)}&view=week"))
    expect(page.get_by_text("No visits on this day.")).to_have_count(7)
    page.get_by_role("button", name=f"Close or open {spoken(clinic_day(1))}").click()
    expect(page.get_by_role("menuitem", name="Close the whole day")).to_be_focused()
    assert [] == screen.violations_in_both_themes()
    assert not screen.overflows()
