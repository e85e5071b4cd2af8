"""What everyone sees: the start page, doctors, free times; in both languages, both colours, on a phone and at a desk."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from localstack.background import BackgroundStack
from tests.e2e.web.conftest import OpenScreen
from tests.support.screens import DESKTOP, PHONE
from tests.support.visitors import Visitor


@pytest.fixture(scope="module")
def doctor(running: BackgroundStack) -> Iterator[str]:
    """One who works round the clock."""
    with Visitor.at(running.stack.url) as visitor:
        yield visitor.sign_in("admin@medbook.example").new_doctor()


def test_every_view_is_for_everyone(open_screen: OpenScreen, doctor: str) -> None:
    screen = open_screen()
    start = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT10:00:00Z")
    views = [
        "/",
        "/doctors",
        "/doctors?q=nobody+of+this+name",
        f"/doctors/{doctor}",
        "/earliest",
        f"/book/{doctor}?start={start}",
        "/sign-in",
        "/register",
        "/reset-password",
        "/reset-password#token=abc",
        "/verify-email",
        "/no/such/page",
    ]
    found = {}
    for view in views:
        screen.resize(DESKTOP).go(view)
        found[view] = screen.violations_in_both_themes() + ["pushed sideways"] * screen.overflows()
        # Colours are the same at any width.
        screen.resize(PHONE).settle()
        found[view] += screen.violations() + ["pushed sideways on a phone"] * screen.overflows()
    assert {view: [] for view in views} == found


def test_a_doctor_is_found_by_what_one_remembers(open_screen: OpenScreen) -> None:
    page = open_screen(width=PHONE).go("/").page
    page.get_by_label("Name or place").fill("lindner")
    page.get_by_label("Specialty").select_option("Cardiology")
    page.get_by_role("button", name="Find doctors").click()
    expect(page.get_by_role("article")).to_have_count(1)
    page.get_by_role("link", name="Dr. Anna Lindner", exact=True).click()
    expect(page.get_by_role("heading", name="Dr. Anna Lindner")).to_be_visible()
    # Back, the search stands as it was.
    page.go_back()
    expect(page.get_by_label("Name, place or keyword")).to_have_value("lindner")


@pytest.mark.parametrize("path", ["/", "/doctors", "/earliest"])
def test_the_arrow_of_a_select_is_small_before_any_other_page_was_seen(open_screen: OpenScreen, path: str) -> None:
    arrow = open_screen().go(path).page.get_by_role("combobox").first.locator("xpath=..").locator("svg")
    box = arrow.bounding_box()
    assert box is not None
    assert box["width"] < 24


def test_a_search_without_results_can_be_cleared(open_screen: OpenScreen) -> None:
    page = open_screen().go("/doctors?q=nobody+of+this+name").page
    page.get_by_role("button", name="Clear the search").click()
    expect(page.get_by_text(re.compile(r"^(More than )?\d+ doctors$"))).to_be_visible()


def test_only_who_has_time_on_a_day_is_shown(open_screen: OpenScreen, doctor: str) -> None:
    far = (datetime.now(UTC) + timedelta(days=200)).date()
    page = open_screen().go(f"/doctors?available_on={far}").page
    expect(page.get_by_role("heading", name="Find a doctor")).to_be_visible()
    expect(page.get_by_text("Nobody fits all of that")).to_be_visible()


def test_an_empty_week_leads_to_the_next_free_time(open_screen: OpenScreen, running: BackgroundStack) -> None:
    with Visitor.at(running.stack.url) as visitor:
        later = (datetime.now(UTC) + timedelta(days=20)).date()
        hours = [{"date": str(later), "windows": [{"start": "09:00", "end": "10:00"}]}]
        doctor = visitor.sign_in("admin@medbook.example").new_doctor(weekly=[], overrides=hours)
    page = open_screen(width=PHONE).go(f"/doctors/{doctor}").page
    page.get_by_role("button", name=re.compile("Next free time: .*09:00")).click()
    expect(page.get_by_role("link", name=re.compile(f"^Book .*{later.day}.* 09:15"))).to_be_visible()


def test_without_an_answer_a_view_says_so_and_tries_again(open_screen: OpenScreen) -> None:
    screen = open_screen()
    screen.cut_off("/v1/doctors")
    screen.page.goto("/doctors")
    expect(screen.page.get_by_role("alert")).to_contain_text("does not answer")
    screen.reconnect()
    screen.page.get_by_role("button", name="Try again").click()
    expect(screen.page.get_by_role("article").first).to_be_visible()


def test_it_speaks_the_browser_s_language_and_the_one_that_is_chosen(open_screen: OpenScreen) -> None:
    screen = open_screen(locale="de-AT")
    page = screen.go("/").page
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Termine bei guten")
    assert [] == screen.violations()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Book appointments with top doctors anytime, anywhere")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_colours_stay_as_they_were_chosen(open_screen: OpenScreen) -> None:
    page = open_screen().go("/").page
    page.get_by_role("button", name="Use dark colours").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")


def test_times_are_the_clinic_s_and_the_reader_s_own_clock_is_told(open_screen: OpenScreen, doctor: str) -> None:
    page = open_screen(zone="Asia/Tokyo").go(f"/doctors/{doctor}").page
    expect(
        page.get_by_text(re.compile(r"Times are the clinic's: Central European .* \(Berlin\)\. Your own clock"))
    ).to_be_visible()


def test_the_start_page_is_there_before_the_app(open_screen: OpenScreen) -> None:
    screen = open_screen()
    screen.cut_off(r"/assets/.*\.js")
    page = screen.page
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Book appointments with top doctors anytime, anywhere")
    page.goto("/doctors")
    expect(page.get_by_role("link", name="Find doctors")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_hidden()
