"""The web app in a real browser, through the gateway and the embedded stack."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser

from localstack.background import BackgroundStack
from tests.support.screens import Screen, running_browser

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
