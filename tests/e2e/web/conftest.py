"""The web app in a real browser, through the gateway and the embedded stack."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser

from localstack.background import BackgroundStack
from tests.support.screens import DESKTOP, Screen, running_browser
from tests.support.visitors import Visitor

type OpenScreen = Callable[..., Screen]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with running_browser() as browser:
        yield browser


@pytest.fixture
def open_screen(browser: Browser, running: BackgroundStack) -> Iterator[OpenScreen]:
    """Open windows as `Screen.open` does; a complaint of any of them fails the test."""
    with ExitStack() as windows:

        def open_screen(**options: Any) -> Screen:
            return windows.enter_context(Screen.open(browser, running.stack.url, **options))

        yield open_screen


@pytest.fixture(scope="module")
def clinic(running: BackgroundStack) -> Iterator[Visitor]:
    """An admin at work, by script."""
    with Visitor.at(running.stack.url) as visitor:
        yield visitor.sign_in("admin@medbook.example")


@pytest.fixture(scope="session")
def admins_window(browser: Browser, running: BackgroundStack) -> Iterator[Screen]:
    with Screen.open(browser, running.stack.url) as screen:
        yield screen.sign_in("admin@medbook.example")


@pytest.fixture
def desk(admins_window: Screen) -> Iterator[Screen]:
    """An admin's window that stays open from test to test: signing in takes longer than most of them."""
    admins_window.resize(DESKTOP)
    admins_window.expected.clear()
    yield admins_window
    admins_window.reconnect()
    complaints, admins_window.complaints = admins_window.complaints, []
    assert [] == complaints
