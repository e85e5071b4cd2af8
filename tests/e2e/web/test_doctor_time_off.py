"""A doctor's time off: what it meets is told before it is noted, and the time is offered again when it is removed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from localstack.background import BackgroundStack
from tests.e2e.web.conftest import OpenScreen
from tests.support.clinic_days import clinic_day, instant
from tests.support.screens import PHONE
from tests.support.visitors import Visitor


@pytest.fixture(scope="module")
def clinic(running: BackgroundStack) -> Iterator[Visitor]:
    """An admin who adds doctors."""
    with Visitor.at(running.stack.url) as visitor:
        yield visitor.sign_in("admin@medbook.example")


def test_certain_hours_are_closed_and_opened_again(open_screen: OpenScreen, clinic: Visitor) -> None:
    doctor = clinic.invited_doctor()
    day = clinic_day(2)
    assert clinic.another().register("Paula Morning").book(doctor.account_id, instant(day, 10)).status_code == 201
    screen = open_screen(width=PHONE).sign_in(doctor.email, doctor.password)
    page = screen.go("/time-off").page
    expect(page.get_by_text("No time off is planned")).to_be_visible()
    page.get_by_role("button", name="Add time off").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Certain hours").click()
    dialog.get_by_label("From", exact=True).fill(f"{day.day} {day:%b %Y}")
    dialog.get_by_label("From, time").fill("09:30")
    dialog.get_by_label("Until, time").fill("08:00")
    dialog.get_by_label("Reason").fill("Conference")
    dialog.get_by_role("button", name="Add time off").click()
    expect(dialog.get_by_label("Until, time")).to_have_accessible_description("The end must be later than the start.")
    dialog.get_by_label("Until, time").fill("11:00")
    expect(dialog.get_by_role("listitem")).to_contain_text("Paula Morning")
    dialog.get_by_label("From", exact=True).click()
    expect(dialog.get_by_role("button", name="Next month")).to_be_visible()
    assert [] == screen.violations_in_both_themes()
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Add time off").click()
    expect(dialog.get_by_text("1 visit is still booked.")).to_be_visible()
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_role("list", name="Planned time off")).to_contain_text("Conference")
    expect(page.get_by_role("link", name=re.compile("Move or cancel the visit of Paula Morning"))).to_be_visible()
    assert [] == screen.violations_in_both_themes()
    assert not screen.overflows()
    assert instant(day, 9, 30) not in clinic.slots(doctor.account_id, 3)
    page.get_by_role("button", name=re.compile("^Remove time off")).click()
    dialog.get_by_role("button", name="Open it again").click()
    expect(page.get_by_text("The time is open again.")).to_be_focused()
    assert instant(day, 9, 30) in clinic.slots(doctor.account_id, 3)


def test_whole_days_are_closed_by_keyboard_alone(open_screen: OpenScreen, clinic: Visitor) -> None:
    doctor = clinic.invited_doctor()
    first, last = clinic_day(3), clinic_day(5)
    screen = open_screen().sign_in(doctor.email, doctor.password)
    page = screen.go("/time-off").page
    dialog = page.get_by_role("dialog")
    screen.press(page.get_by_role("button", name="Add time off"))
    for label, day in (("First day", first), ("Last day", last)):
        screen.type_into(dialog.get_by_label(label), f"{day.day} {day:%b %Y}")
    screen.press(dialog.get_by_role("button", name="Add time off"))
    expect(dialog.get_by_role("heading", name="This time is closed")).to_be_focused()
    screen.press(dialog.get_by_role("button", name="Done"))
    expect(page.get_by_role("button", name="Add time off")).to_be_focused()
    offered = clinic.slots(doctor.account_id, 7)
    assert not any(instant(first, 0) <= start < instant(clinic_day(6), 0) for start in offered)
    screen.press(page.get_by_role("button", name=re.compile("^Remove time off")))
    screen.press(dialog.get_by_role("button", name="Open it again"))
    expect(page.get_by_text("The time is open again.")).to_be_focused()
