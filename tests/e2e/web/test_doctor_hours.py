"""A doctor's hours: seen before they are published, offered after that, and never lost or overwritten unawares."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from localstack.background import BackgroundStack
from tests.e2e.web.conftest import OpenScreen
from tests.support.clinic_days import clinic_day, instant
from tests.support.screens import PHONE
from tests.support.visitors import Visitor

MORNINGS = [{"weekday": day, "start": "09:00", "end": "12:00"} for day in range(1, 8)]
PATHS = r"/v1/doctors/[\w-]+/availability(/preview)?"


@pytest.fixture(scope="module")
def clinic(running: BackgroundStack) -> Iterator[Visitor]:
    """An admin who adds doctors."""
    with Visitor.at(running.stack.url) as visitor:
        yield visitor.sign_in("admin@medbook.example")


def preview(page: Page) -> Locator:
    return page.get_by_role("region", name="What patients will be offered")


def saved(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. Patients see it now.")).to_be_visible()


def test_changed_hours_and_a_closed_date_are_previewed_and_then_offered(open_screen: OpenScreen, clinic: Visitor) -> None:
    doctor = clinic.invited_doctor(weekly=MORNINGS)
    day, closed = clinic_day(2), clinic_day(3)
    taken = instant(day, 9)
    assert clinic.another().register().book(doctor.account_id, taken).status_code == 201
    screen = open_screen().sign_in(doctor.email, doctor.password)
    page = screen.go("/availability").page
    shown = preview(page)
    shown.get_by_role("button", name=re.compile(rf"^{day:%a} {day.day} 12 times")).click()
    expect(shown.get_by_role("listitem").filter(has_text="taken")).to_have_count(1)
    page.get_by_label(f"{day:%A}, 1: to").fill("13:00")
    expect(shown.get_by_role("listitem").filter(has_text="12:45")).to_be_visible()
    expect(page.get_by_text("Your changes are not saved yet.")).to_be_visible()
    page.get_by_role("button", name="Add a date").click()
    expect(page.get_by_role("button", name="Next month")).to_be_visible()
    assert [] == screen.violations_in_both_themes()
    if closed.month != clinic_day(0).month:
        page.get_by_role("button", name="Next month").click()
    page.get_by_role("button", name=f"{closed.day} {closed:%B %Y}").click()
    page.get_by_role("radiogroup", name=re.compile(rf"^On {closed:%a}")).get_by_text("Closed").click()
    expect(shown.get_by_role("button", name=re.compile(rf"^{closed:%a} {closed.day} 0 times"))).to_be_visible()
    assert instant(day, 12, 45) not in clinic.slots(doctor.account_id, 4)
    saved(page)
    offered = clinic.slots(doctor.account_id, 4)
    assert instant(day, 12, 45) in offered
    assert taken not in offered
    assert not any(instant(closed, 0) <= start < instant(closed, 23) for start in offered)


def test_what_somebody_else_published_meanwhile_is_not_overwritten(open_screen: OpenScreen, clinic: Visitor) -> None:
    doctor = clinic.invited_doctor(weekly=MORNINGS)
    path = f"/v1/doctors/{doctor.account_id}/availability"
    screen = open_screen().sign_in(doctor.email, doctor.password)
    screen.expect_refusal(412, PATHS)
    page = screen.go("/availability").page
    before = clinic.http.get(path).json()
    assert clinic.http.put(path, json=before | {"buffer_minutes": 20}).status_code == 200
    page.get_by_label("A visit can start every").fill("30")
    page.get_by_role("button", name="Save").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Somebody else has changed these hours")
    alert.get_by_role("button", name="Load the other version").click()
    expect(page.get_by_label("Kept free after each visit")).to_have_value("20 minutes")
    expect(page.get_by_label("A visit can start every")).to_have_value("15 minutes")
    page.get_by_label("A visit can start every").fill("30")
    saved(page)
    assert (30, 20) == tuple(clinic.http.get(path).json()[name] for name in ("slot_minutes", "buffer_minutes"))


def test_a_fault_is_told_at_its_field_and_leaving_asks_first(open_screen: OpenScreen, clinic: Visitor) -> None:
    doctor = clinic.invited_doctor(weekly=[*MORNINGS, {"weekday": 2, "start": "14:00", "end": "16:00"}])
    screen = open_screen(width=PHONE).sign_in(doctor.email, doctor.password)
    screen.expect_refusal(422, PATHS)
    page = screen.go("/availability").page
    page.get_by_label("Monday, 1: to").fill("08:00")
    page.get_by_label("Tuesday, 2: from").fill("11:00")
    page.get_by_label("Minutes", exact=True).last.fill("3")
    expect(page.get_by_label("Monday, 1: to")).to_have_accessible_description("The end must be later than the start.")
    expect(page.get_by_label("Tuesday, 2: from")).to_have_accessible_description(re.compile("^Overlaps other hours .* 12:00"))
    expect(page.get_by_label("Minutes", exact=True).last).to_have_accessible_description("From 5 minutes to 8 hours.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Some fields cannot be kept")
    expect(page.get_by_label("Monday, 1: to")).to_be_focused()
    assert [] == screen.violations_in_both_themes()
    assert not screen.overflows()
    page.get_by_role("link", name="Agenda").click()
    page.get_by_role("dialog").get_by_role("button", name="Stay here").click()
    expect(page.get_by_label("Monday, 1: to")).to_have_value("08:00")
    page.get_by_role("link", name="Agenda").click()
    page.get_by_role("dialog").get_by_role("button", name="Leave").click()
    expect(page).to_have_url(re.compile("/agenda"))


def test_hours_are_changed_by_keyboard_alone(open_screen: OpenScreen, clinic: Visitor) -> None:
    doctor = clinic.invited_doctor(weekly=[{"weekday": 1, "start": "09:00", "end": "12:00"}])
    screen = open_screen().sign_in(doctor.email, doctor.password)
    page = screen.go("/availability").page
    # An hour more, on a clock of twelve hours as on one of twenty-four.
    screen.press(page.get_by_label("Monday, 1: to"), "ArrowUp")
    expect(page.get_by_label("Monday, 1: to")).to_have_value("13:00")
    screen.press(page.get_by_role("button", name="Copy the hours of Monday"))
    expect(page.get_by_role("menuitem", name="Monday to Friday")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Friday, 1: to")).to_have_value("13:00")
    screen.press(page.get_by_role("button", name="Add a kind of visit"))
    screen.type_into(page.get_by_label("Name").last, "Home visit")
    expect(page.get_by_text("Code home-visit")).to_be_visible()
    screen.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Saved. Patients see it now.")).to_be_visible()
    kept = clinic.http.get(f"/v1/doctors/{doctor.account_id}/availability").json()
    assert ["short", "long", "home-visit"] == [kind["code"] for kind in kept["visit_types"]]
    assert 5 == len(kept["weekly"])


def test_an_admin_changes_any_doctors_hours(open_screen: OpenScreen, clinic: Visitor) -> None:
    doctor = clinic.new_doctor(weekly=MORNINGS)
    screen = open_screen().sign_in("admin@medbook.example")
    page = screen.go(f"/admin/doctors/{doctor}/availability").page
    expect(page.get_by_role("heading", name="Availability of Dr Every Hour")).to_be_visible()
    page.get_by_label("Booked at the earliest").fill("10")
    saved(page)
    assert 10 == clinic.http.get(f"/v1/doctors/{doctor}/availability").json()["horizon_days"]
