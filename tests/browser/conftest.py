"""A real server with the demonstration, a real browser, and a watch over everything a page asks for."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.server import Demonstration, running

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """One server for all tests that leave the workshop as they found it, or add to it."""
    with running(tmp_path_factory.mktemp("demonstration")) as shared:
        yield shared


@pytest.fixture
def own_demonstration(tmp_path: Path) -> Iterator[Demonstration]:
    """A server for a test that closes what others need open."""
    with running(tmp_path) as own:
        yield own


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        reason = "Chromium is not installed: apt install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Watch:
    """What went wrong on a page without anybody seeing it: console errors and requests to other hosts."""

    address: str
    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        expected = (
            "status of 404",
            "status of 409",
            "status of 422",
        )  # the browser tells of every refusal it was shown
        if message.type in ("error", "warning") and not any(words in message.text for words in expected):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"request to another host: {request.url}")


Opener = Callable[..., Page]


@contextmanager
def watched(address: str, browser: Browser) -> Iterator[Opener]:
    contexts: list[BrowserContext] = []
    watch = Watch(address)

    def open_as(
        persona: str = "",
        *,
        width: int = 1280,
        language: str = "en",
        javascript: bool = True,
        scheme: Literal["light", "dark"] = "light",
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 780 if width < 600 else 900},
            base_url=address,
            locale="zh-CN" if language.startswith("zh") else "en-GB",
            java_script_enabled=javascript,
            color_scheme=scheme,
            reduced_motion="reduce",
            has_touch=width < 600,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        watch.over(page)
        page.goto("/")
        if persona:
            page.locator(f"form[action$='/enter/{persona}/'] button").click()
            page.wait_for_url("**/workshops/**")
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert watch.complaints == []


@pytest.fixture
def enter(demonstration: Demonstration, browser: Browser) -> Iterator[Opener]:
    """`enter("moderator", width=360, language="zh-hans")`: a page of that person, watched to the end."""
    with watched(demonstration.address, browser) as open_as:
        yield open_as


@pytest.fixture
def enter_own(own_demonstration: Demonstration, browser: Browser) -> Iterator[Opener]:
    """The same, in a workshop that is this test's alone."""
    with watched(own_demonstration.address, browser) as open_as:
        yield open_as
