"""Being signed in: across reloads and tabs, and not any more."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.web.conftest import OpenScreen
from tests.support.screens import DESKTOP, PHONE


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
