"""An admin's visits: looked through by filters that stand in the address, and booked for who calls."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.support.screens import DESKTOP, PHONE, Screen
from tests.support.visitors import Visitor

PAGE = 20


def choose(page: Page, label: str, name: str) -> None:
    """Choose somebody by typing a part of their name."""
    page.get_by_role("combobox", name=label).fill(name)
    page.get_by_role("option", name=re.compile(name)).click()


def renamed(clinic: Visitor, doctor: str, name: str) -> str:
    assert 200 == clinic.http.patch(f"/v1/doctors/{doctor}", json={"full_name": name}).status_code
    return doctor


@pytest.fixture(scope="module")
def visited(clinic: Visitor) -> tuple[str, str]:
    """A doctor's name, who has two visits, and the one of them that is cancelled."""
    name = f"Dr. {uuid4().hex[:8]}"
    doctor, patient = renamed(clinic, clinic.new_doctor(), name), clinic.another().register("Vera Visits")
    _, cancelled = [patient.book(doctor, slot).json()["id"] for slot in patient.slots(doctor)[100:102]]
    assert 200 == patient.http.post(f"/v1/appointments/{cancelled}/cancel", json={}).status_code
    return name, cancelled


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_visits_are_read_page_by_page_and_filtered(desk: Screen, visited: tuple[str, str], width: int) -> None:
    name, cancelled = visited
    # The demo clinic has more visits than two pages show.
    page = desk.resize(width).go("/admin/appointments?when=all").page
    expect(page.get_by_text(f"The first {PAGE} entries")).to_be_visible()
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_text(f"The first {2 * PAGE} entries")).to_be_visible()
    choose(page, "Doctor", name)
    expect(page.get_by_text("2 entries", exact=True)).to_be_visible()
    page.get_by_role("group", name="Status").get_by_text("Cancelled").click()
    expect(page.get_by_text("1 entry")).to_be_visible()
    # The address says it all: whoever is sent it sees the same.
    page.reload()
    expect(page.get_by_text("1 entry")).to_be_visible()
    expect(page.get_by_role("combobox", name="Doctor")).to_have_value(name)
    listed = page.get_by_role("listitem" if width == PHONE else "row").filter(has_text="Vera Visits")
    expect(listed.get_by_role("link").first).to_have_attribute("href", f"/appointments/{cancelled}")


def test_a_page_that_does_not_come_is_told_and_can_be_asked_for_again(desk: Screen) -> None:
    page = desk.go("/admin/appointments?when=all").page
    expect(page.get_by_role("button", name="Show more")).to_be_visible()
    desk.cut_off("/v1/appointments")
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_role("alert")).to_contain_text("does not answer")
    expect(page.get_by_text(f"The first {PAGE} entries")).to_be_visible()
    desk.reconnect()
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_text(f"The first {2 * PAGE} entries")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_who_calls_is_booked_for_and_nothing_is_lost_when_the_time_is_taken(desk: Screen, clinic: Visitor) -> None:
    name = f"Dr. {uuid4().hex[:8]}"
    doctor, caller = renamed(clinic, clinic.new_doctor(), name), clinic.another().register(f"Carla {uuid4().hex[:8]}")
    desk.expect_refusal(409, "/v1/appointments")
    page = desk.go("/admin/appointments").page
    page.get_by_role("link", name="Book for a patient").click()
    choose(page, "Who is coming?", caller.email)
    choose(page, "With whom?", name)
    page.get_by_text("Long · 45 min").click()
    page.get_by_role("button", name="Next week").click()
    desk.settle()
    page.get_by_role("button", name=re.compile("^Choose .*01:00")).first.click()
    page.get_by_label("Reason").fill("Called on Friday")
    expect(page).to_have_url(re.compile("start="))
    start = page.url.split("start=")[1].split("&")[0].replace("%3A", ":")
    assert 201 == clinic.another().register("Fast Other").book(doctor, start).status_code
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Choose another one; everything else is kept.")
    page.get_by_role("button", name=re.compile("^Choose .*01:45")).first.click()
    expect(page.get_by_label("Reason")).to_have_value("Called on Friday")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("^Carla .* is booked$"))).to_be_focused()
    (visit,) = caller.http.get("/v1/appointments").json()["items"]
    assert ("Called on Friday", "long") == (visit["reason"], visit["visit_type"])


def test_a_booking_whose_answer_is_lost_is_nobody_elses(desk: Screen, clinic: Visitor) -> None:
    doctor, caller = clinic.new_doctor(), clinic.another().register("Lost Answer")
    start = caller.slots(doctor)[200]
    page = desk.go(f"/admin/appointments/new?patient={caller.account_id}&doctor={doctor}&start={start}").page
    desk.cut_off("/v1/appointments")
    desk.lose_the_answers_of("/v1/appointments")
    desk.expect_refusal(409, "/v1/appointments")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("does not answer")
    desk.reconnect()
    page.get_by_label("Reason").fill("Called again")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("heading", name="Lost Answer is booked")).to_be_focused()
    expect(page.get_by_text("It was found booked")).to_be_visible()
    assert 1 == len(caller.http.get("/v1/appointments").json()["items"])


def test_a_patient_who_is_somewhere_else_then_is_told_of(desk: Screen, clinic: Visitor) -> None:
    here, there, caller = clinic.new_doctor(), clinic.new_doctor(), clinic.another().register("Twice Booked")
    start = caller.slots(here)[200]
    assert 201 == caller.book(there, start).status_code
    desk.expect_refusal(409, "/v1/appointments")
    page = desk.resize(PHONE).go(f"/admin/appointments/new?patient={caller.account_id}&doctor={here}&start={start}").page
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The patient has another visit at that time.")
    page.get_by_role("link", name="See the patient's visits").click()
    expect(page.get_by_text("1 entry")).to_be_visible()
