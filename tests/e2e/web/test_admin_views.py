"""Every view of the admin's, held to axe in both colours, on a phone and at a desk; and who is let in."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.web.conftest import OpenScreen
from tests.support.screens import DESKTOP, PHONE, Screen
from tests.support.visitors import Visitor


@pytest.fixture(scope="module")
def doctor(clinic: Visitor) -> str:
    return clinic.new_doctor()


@pytest.fixture(scope="module")
def patient(clinic: Visitor, doctor: str) -> str:
    """Somebody with a long name, who has booked and is not reached by mail any more."""
    patient = clinic.another().register("Maximiliane-Theodora von und zu Hohenstein-Wildenfels")
    moved = {"email": "bounce+views@medbook.example"}
    assert 200 == clinic.http.patch(f"/v1/admin/users/{patient.account_id}", json=moved).status_code
    assert 201 == patient.book(doctor, patient.slots(doctor)[40]).status_code
    return patient.account_id


def test_every_view_is_for_everyone(desk: Screen, doctor: str, patient: str) -> None:
    # Short lists: axe takes as long for twenty rows as for the rest, and a row is like another.
    views = {
        "/admin": False,
        "/admin?period=days&from=2001-01-01&to=2001-01-03": False,
        f"/admin/appointments?when=all&patient={patient}": True,
        f"/admin/appointments/new?patient={patient}&doctor={doctor}": True,
        "/admin/doctors?q=doctor%40medbook.example": False,
        "/admin/doctors/new": False,
        f"/admin/doctors/{doctor}": False,
        "/admin/users?q=nobody+of+this+name": False,
        f"/admin/users/{patient}": False,
        f"/admin/notifications?status=all&person={patient}": True,
    }
    found = {}
    for view, is_other_on_a_phone in views.items():
        desk.resize(DESKTOP).go(view)
        title = desk.page.get_by_role("heading", level=1)
        expect(title).to_be_visible()
        # What the title waited for may have begun to load only then.
        desk.settle()
        expect(title).to_be_visible()
        for table in desk.page.get_by_text("Show as a table").all():
            table.click()
        found[view] = desk.violations_in_both_themes()
        desk.resize(PHONE).settle()
        expect(title).to_be_visible()
        # Colours are the same at any width, and most views are but narrower.
        found[view] += desk.violations() if is_other_on_a_phone else []
        found[view] += ["pushed sideways"] * desk.overflows()
    assert {view: [] for view in views} == found


def test_what_opens_over_a_view_is_for_everyone(desk: Screen, patient: str) -> None:
    page = desk.resize(PHONE).go(f"/admin/appointments?when=days&patient={patient}").page
    page.get_by_label("First day").click()
    expect(page.get_by_role("button", name="Next month")).to_be_visible()
    found = desk.violations_in_both_themes()
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="Doctor").click()
    expect(page.get_by_role("listbox", name="Doctor").get_by_role("option").first).to_be_visible()
    found += desk.violations_in_both_themes()
    desk.go("/admin/doctors/new")
    page.get_by_role("combobox", name="Time zone").click()
    expect(page.get_by_role("listbox", name="Time zone").get_by_role("option").first).to_be_visible()
    assert [] == found + desk.violations_in_both_themes()


def test_only_admins_are_let_in(open_screen: OpenScreen) -> None:
    page = open_screen().sign_in("patient@medbook.example").page
    page.goto("/admin/users")
    expect(page).to_have_url(re.compile("/appointments$"))


def test_a_question_in_german_is_for_everyone_too(desk: Screen, patient: str) -> None:
    page = desk.resize(PHONE).go(f"/admin/users/{patient}").page
    page.get_by_role("button", name="Deutsch").click()
    page.get_by_role("button", name="Deaktivieren").click()
    expect(page.get_by_role("dialog")).to_contain_text("sofort überall abgemeldet")
    assert [] == desk.violations_in_both_themes()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="English").click()
