"""The web app in a real browser, as somebody sees it: a window of some size, language, clock and colours.

Whatever the browser complains of fails the test that was running: an error or warning on the console, a script that threw, a request
to another origin, anything the Content-Security-Policy refused. An answer that a test is about (a refusal, 409) is announced first.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    Route,
    expect,
    sync_playwright,
)

from tests.support.repository import ROOT
from tests.support.visitors import DEMO_PASSWORD

PHONE, DESKTOP = 390, 1280
HEIGHTS = {PHONE: 844, DESKTOP: 900}
# A container's browser has no sandbox for root; and it should speak to nobody but us.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage")  # fmt: skip
NO_ANSWER = 0
# What Playwright itself says in a window that is opened without a service worker.
WITHOUT_WORKER = "Service Worker registration blocked by Playwright"
AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
# WCAG 2.2 A and AA, and what axe calls best practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Level A (2.5.3), and off where nobody asks for it.
MORE_RULES = {"label-content-name-mismatch": {"enabled": True}}

expect.set_options(timeout=15_000)


def chromium() -> str:
    """Where the browser is: what MEDBOOK_BROWSER names, else the machine's own."""
    found = [os.environ.get("MEDBOOK_BROWSER"), *map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))]
    path = next((one for one in found if one), None)
    assert path, "no Chromium: `apt-get install chromium`, or name one with MEDBOOK_BROWSER"
    return path


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Run a headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Screen:
    """One window of one person, who may open further tabs."""

    context: BrowserContext
    url: str
    page: Page = field(init=False)
    complaints: list[str] = field(default_factory=list)
    expected: list[tuple[int, str]] = field(default_factory=list)

    @classmethod
    @contextmanager
    def open(
        cls,
        browser: Browser,
        url: str,
        *,
        width: int = DESKTOP,
        scheme: Literal["light", "dark"] = "light",
        locale: str = "en-GB",
        zone: str = "Europe/Berlin",
        worker: bool = True,
    ) -> Iterator[Self]:
        """Open a window; closing it fails if the browser complained. What a service `worker` sends cannot be held up or cut off."""
        context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme=scheme,
            locale=locale,
            timezone_id=zone,
            reduced_motion="reduce",
            service_workers="allow" if worker else "block",
        )
        screen = cls(context, url)
        context.on("page", screen._watch)
        screen.page = context.new_page()
        try:
            yield screen
            assert [] == screen.complaints, screen.complaints
        finally:
            context.close()

    def _watch(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda fault: self.complaints.append(f"threw: {fault}"))
        page.on("request", self._on_request)
        page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning") or message.text == WITHOUT_WORKER:
            return
        path = urlsplit(message.location.get("url", "")).path
        status = _status_in(message.text)
        if any(number == status and re.fullmatch(wanted, path) for number, wanted in self.expected):
            return
        self.complaints.append(f"console {message.type}: {message.text} at {path}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and f"{address.scheme}://{address.netloc}" != self.url:
            self.complaints.append(f"asked somebody else: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.request.resource_type == "document" and response.url.startswith(self.url):
            policy = response.headers.get("content-security-policy", "")
            if "/inbox" not in response.url and ("script-src 'self'" not in policy or "unsafe" in policy):
                self.complaints.append(f"no strict policy: {response.url}")

    def expect_refusal(self, status: int, path: str) -> None:
        """Let the API refuse a request: Chromium writes each refusal on the console. `path` is a pattern."""
        self.expected.append((status, path))

    def cut_off(self, path: str) -> None:
        """Let requests to a path, a pattern, come to nothing, as without a network."""
        self.expected.append((NO_ANSWER, path))
        self.page.route(lambda url: re.fullmatch(path, urlsplit(url).path) is not None, lambda route: route.abort())

    def lose_the_answers_of(self, path: str, status: int = NO_ANSWER) -> None:
        """Let changes to a path, a pattern, take place, and the browser hear nothing of it, or a gateway's status instead."""
        self.expected.append((status, path))

        def lose(route: Route) -> None:
            if route.request.method == "GET":
                return route.fallback()
            route.fetch()
            return route.abort() if status == NO_ANSWER else route.fulfill(status=status, body="")

        self.page.route(lambda url: re.fullmatch(path, urlsplit(url).path) is not None, lose)

    def reconnect(self) -> None:
        """Let everything through again."""
        self.page.unroute_all()

    def go(self, path: str) -> Self:
        """Open a page of the app and wait until it has settled."""
        self.page.goto(path)
        self.settle()
        return self

    def resize(self, width: int) -> Self:
        """Make the window a phone's or a desk's."""
        self.page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
        return self

    def settle(self) -> None:
        """Wait until the page has its heading and nothing loads any more."""
        self.page.wait_for_load_state("networkidle")
        # On a busy machine nothing may load for a while because nothing has asked yet.
        expect(self.page.get_by_role("heading", level=1).first).to_be_visible()
        expect(self.page.get_by_text(re.compile("^(Loading …|Wird geladen …)$"))).to_have_count(0)

    def sign_in(self, email: str, password: str = DEMO_PASSWORD) -> Self:
        """Sign in by the form."""
        self.page.goto("/sign-in")
        self.page.get_by_label("Mail address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).not_to_have_url(re.compile("/sign-in"))
        self.settle()
        return self

    def another_tab(self) -> Page:
        """Open another tab of the same browser: same cookies, other memory."""
        return self.context.new_page()

    # By keyboard alone

    def tab_to(self, target: Locator, most: int = 150) -> None:
        """Press Tab until the target has the focus; the focus must be visible on the way."""
        for _ in range(most):
            if target.evaluate("(element) => element === document.activeElement || element.contains(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached with {most} tabs")

    def press(self, target: Locator, key: str = "Enter") -> None:
        """Reach something by Tab and press a key on it."""
        self.tab_to(target)
        self.page.keyboard.press(key)

    def type_into(self, target: Locator, text: str) -> None:
        """Reach a field by Tab and type."""
        self.tab_to(target)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    # What accessibility checkers see

    def violations(self) -> list[str]:
        """Let axe look at the page as it is."""
        self.page.evaluate(_axe())
        found: list[dict[str, Any]] = self.page.evaluate(
            "async (options) => (await axe.run(document, options)).violations",
            {"runOnly": {"type": "tag", "values": TAGS}, "rules": MORE_RULES, "resultTypes": ["violations"]},
        )
        return [
            f"{one['id']}: {one['help']}: {[node['target'] + [node['failureSummary']] for node in one['nodes']][:4]}"
            for one in found
        ]

    def violations_in_both_themes(self) -> list[str]:
        """Let axe look at the page in light and in dark colours; for a window that was opened in light ones."""
        found = [f"light: {one}" for one in self.violations()]
        self._wear("dark")
        found += [f"dark: {one}" for one in self.violations()]
        self._wear("light")
        return found

    def _wear(self, scheme: Literal["light", "dark"]) -> None:
        self.page.emulate_media(color_scheme=scheme)
        expect(self.page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)

    def overflows(self) -> bool:
        """Tell whether the page can be pushed sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def _status_in(complaint: str) -> int | None:
    """What Chromium says of a request that did not go well: the status, NO_ANSWER when there was none; None for other complaints."""
    if status := re.search(r"Failed to load resource: the server responded with a status of (\d+)", complaint):
        return int(status[1])
    return NO_ANSWER if complaint.startswith("Failed to load resource: net::") else None


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")
