"""Being signed in: across reloads and tabs, one person after another, and not any more."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.web.conftest import OpenScreen
from tests.support.screens import DESKTOP, PHONE
from tests.support.visitors import DEMO_PASSWORD, Visitor

REFRESH = "/v1/sessions/refresh"


def account_of(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Account: {name}")


def fill_in(page: Page, email: str, password: str = DEMO_PASSWORD) -> None:
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_session_outlives_a_reload(open_screen: OpenScreen, width: int) -> None:
    screen = open_screen(width=width).sign_in("patient@medbook.example")
    screen.page.reload()
    expect(screen.page.get_by_role("button", name=re.compile("Paula Patient"))).to_be_visible()


def test_signing_out_in_one_tab_ends_the_other(open_screen: OpenScreen) -> None:
    screen = open_screen().sign_in("patient@medbook.example")
    other = screen.another_tab()
    other.goto("/doctors")
    expect(other.get_by_role("button", name=re.compile("Paula Patient"))).to_be_visible()
    # By keyboard alone.
    screen.press(screen.page.get_by_role("button", name=re.compile("Paula Patient")))
    expect(screen.page.get_by_role("menuitem").first).to_be_focused()
    screen.page.keyboard.press("ArrowUp")
    expect(screen.page.get_by_role("menuitem", name="Sign out")).to_be_focused()
    screen.page.keyboard.press("Enter")
    expect(other.get_by_role("link", name="Sign in")).to_be_visible()


def test_a_wrong_password_is_told_and_the_address_kept(open_screen: OpenScreen) -> None:
    screen = open_screen()
    screen.expect_refusal(401, "/v1/sessions")
    page = screen.go("/sign-in").page
    page.get_by_label("Mail address").fill("patient@medbook.example")
    page.get_by_label("Password", exact=True).fill("not it")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("Mail address or password is wrong.")
    expect(page.get_by_label("Mail address")).to_have_value("patient@medbook.example")


def hold_the_first(page: Page, path: str) -> list[Route]:
    """Hold up the first request to a path; it is in the list when it has come."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route(f"**{path}", hold)
    return held


def test_whoever_is_signed_in_is_sent_on_from_the_form(open_screen: OpenScreen) -> None:
    screen = open_screen().sign_in("admin@medbook.example")
    expect(screen.go("/sign-in").page.get_by_role("heading", name="Dashboard")).to_be_visible()


def test_a_late_renewal_does_not_take_the_place_of_whoever_signs_in(open_screen: OpenScreen, clinic: Visitor) -> None:
    second = clinic.another().register("Sam Second")
    screen = open_screen(worker=False).sign_in("patient@medbook.example")
    page = screen.page
    held = hold_the_first(page, REFRESH)
    page.goto("/sign-in")
    fill_in(page, second.email, second.password)
    held[0].continue_()
    expect(account_of(page, "Sam Second")).to_be_visible()
    page.reload()
    expect(account_of(page, "Sam Second")).to_be_visible()


def test_what_somebody_wrote_is_gone_when_somebody_else_signs_in(open_screen: OpenScreen, clinic: Visitor) -> None:
    first, second = (clinic.another().register(name) for name in ("Fay First", "Sam Second"))
    screen = open_screen().sign_in(first.email, first.password)
    doctor = clinic.new_doctor()
    page = screen.go(f"/book/{doctor}?start={first.slots(doctor)[20]}").page
    page.get_by_label("Reason for the visit").fill("Nobody else's business")
    page.get_by_role("button", name="Go on to review").click()
    other = screen.another_tab()
    other.goto("/appointments")
    account_of(other, "Fay First").click()
    other.get_by_role("menuitem", name="Sign out").click()
    other.get_by_role("banner").get_by_role("link", name="Sign in").click()
    fill_in(other, second.email, second.password)
    expect(account_of(page, "Sam Second")).to_be_visible()
    expect(page.get_by_label("Reason for the visit")).to_have_value("")
    expect(page.get_by_text("Nobody else's business")).to_have_count(0)


def test_who_signs_out_without_a_network_is_told_and_the_server_as_soon_as_it_answers(open_screen: OpenScreen) -> None:
    screen = open_screen(worker=False).sign_in("patient@medbook.example")
    page = screen.page
    screen.cut_off("/v1/sessions/(current|refresh)")
    account_of(page, "Paula Patient").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("status").filter(has_text="does not know it yet")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    screen.reconnect()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("does not know it yet")).to_have_count(0)
    assert 401 == screen.context.request.post(REFRESH).status


def test_what_is_for_everyone_is_there_while_sessions_cannot_be_renewed(open_screen: OpenScreen) -> None:
    screen = open_screen(worker=False).sign_in("patient@medbook.example")
    screen.expect_refusal(502, REFRESH)
    screen.page.route(f"**{REFRESH}", lambda route: route.fulfill(status=502))
    expect(screen.go("/doctors").page.get_by_role("article").first).to_be_visible()
