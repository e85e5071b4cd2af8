"""The app as something installed: a page without a network, a session that outlives hasty reloads."""

import json
import re

from playwright.sync_api import Page, expect

from tests.e2e.web.conftest import OpenScreen
from tests.support.screens import PHONE


def once_controlled(page: Page) -> None:
    """Wait until the service worker stands behind the page."""
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def test_without_a_network_a_page_says_so_and_with_it_comes_back(open_screen: OpenScreen) -> None:
    screen = open_screen(width=PHONE).go("/doctors")
    once_controlled(screen.page)
    screen.context.set_offline(True)
    screen.page.goto("/earliest")
    expect(screen.page.get_by_role("heading", name="You are offline")).to_be_visible()
    assert [] == screen.violations()
    screen.context.set_offline(False)
    screen.page.get_by_role("button", name=re.compile("Try again")).click()
    expect(screen.page.get_by_role("heading", name="Earliest times")).to_be_visible()


def test_hasty_reloads_do_not_end_the_session(open_screen: OpenScreen) -> None:
    screen = open_screen().sign_in("patient@medbook.example")
    once_controlled(screen.page)
    for _ in range(8):
        # Left while its session is being renewed.
        with screen.page.expect_request("**/v1/sessions/refresh"):
            screen.page.goto("/doctors", wait_until="commit")
    expect(screen.page.get_by_role("button", name=re.compile("Paula Patient"))).to_be_visible()


def test_it_can_be_installed(open_screen: OpenScreen) -> None:
    page = open_screen().go("/").page
    (link,) = page.locator("link[rel=manifest]").all()
    answer = page.request.get(link.get_attribute("href") or "")
    manifest = json.loads(answer.text())
    assert "application/manifest+json" == answer.headers["content-type"]
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert [200] * len(manifest["icons"]) == [page.request.get(icon["src"]).status for icon in manifest["icons"]]
