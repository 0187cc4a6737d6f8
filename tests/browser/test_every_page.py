"""Every page: no accessibility violation, no sideways scrolling, no console error, no other host asked.

With BRIDGE_PICTURES=folder every page is also photographed, for somebody to look at.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.browser.pages import reachable

ROLES = ("abolitionist", "deterrence", "neither", "moderator", "chair", "rapporteur", "organiser", "observer")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
PICTURES = os.environ.get("BRIDGE_PICTURES")
LOOKS = [(360, "en"), (1280, "en"), (360, "zh-hans"), (1280, "zh-hans")]

Pages = dict[str, dict[str, dict[str, int]]]


@pytest.fixture
def pages_by_role(enter: Opener) -> Pages:
    return {role: reachable(enter(role).context.request) for role in ("", *ROLES)}


def speak(page: Page, language: str) -> None:
    page.goto("/")
    button = page.locator(f"form[action$='/language/'] button[value='{language}']")
    if button.count():
        button.first.click()
        page.wait_for_load_state()


def faults_of(page: Page, address: str, name: str) -> list[str]:
    """What is wrong with a page as it stands on the screen."""
    answer = page.goto(address)
    assert answer is not None
    faults = [] if answer.status == 200 else [f"{address}: status {answer.status}"]
    outcome: dict[str, Any] = Axe().run(page, options=RULES).response
    for violation in outcome["violations"]:
        for node in violation["nodes"][:3]:
            faults.append(f"{address} ({name}): {violation['id']}: {node['html'][:160]}")
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if width > 0:
        faults.append(f"{address} ({name}): scrolls sideways by {width} px")
    if PICTURES:
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=True)
    return faults


def file_name(kind: str, *parts: object) -> str:
    words = (
        kind.strip("/").replace("<id>/", "").replace("<id>", "").replace("/", "-").replace("?", "-") or "home"
    )
    return "-".join([words, *map(str, parts)])


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_every_page_as_the_role_with_most_on_it(
    enter: Opener, pages_by_role: Pages, width: int, language: str
) -> None:
    best: dict[str, tuple[int, str, str]] = {}
    for role, kinds in pages_by_role.items():
        for kind, addresses in kinds.items():
            for address, length in addresses.items():
                best[kind] = max(best.get(kind, (0, "", "")), (length, role, address))
    faults: list[str] = []

    for role in {role for _length, role, _address in best.values()}:
        page = enter(role, width=width, language=language)
        speak(page, language)
        for kind, (_length, owner, address) in sorted(best.items()):
            if owner == role:
                faults += faults_of(page, address, file_name(kind, role or "visitor", language, width))

    assert faults == []


@pytest.mark.parametrize("role", ROLES)
def test_every_page_as_every_role(enter: Opener, role: str) -> None:
    page = enter(role, width=360)
    kinds = reachable(page.context.request)
    faults: list[str] = []

    for kind, addresses in sorted(kinds.items()):
        faults += faults_of(page, next(iter(addresses)), file_name(kind, role, "en", 360))

    assert faults == []
