"""Take the pictures of the README anew, from a demonstration of its own: `make screenshots`."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
TALLEST = 1500
Way = Callable[[Page], None]


@contextmanager
def demonstration() -> Iterator[str]:
    """A demonstration with fresh data, on a port of its own."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listener:
        surroundings = os.environ | {"BRIDGE_DEMO": "1", "DATA_DIR": folder}
        for command in ("migrate", "compile_translations", "create_demo"):
            subprocess.run(
                [sys.executable, "manage.py", command, "-v0"], cwd=ROOT, env=surroundings, check=True
            )
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.set_inheritable(True)
        server = subprocess.Popen(
            [
                sys.executable, "-m", "uvicorn", "bridgebuilders.asgi:application",
                "--fd", str(listener.fileno()), "--log-level", "warning", "--timeout-graceful-shutdown", "1",
            ],
            cwd=ROOT, env=surroundings, pass_fds=[listener.fileno()],
        )  # fmt: skip
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.terminate()
            server.wait(timeout=10)


def follow(*names: str) -> Way:
    """Go by links, each named by the beginning of its words."""

    def go(page: Page) -> None:
        for name in names:
            page.get_by_role("link", name=re.compile(name)).first.click()
            page.wait_for_load_state()

    return go


def stay(page: Page) -> None:
    """The first page shown to this person."""


def take(
    browser: Browser, address: str, name: str, persona: str, width: int, chinese: bool, way: Way
) -> None:
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": 800}, locale="zh-CN" if chinese else "en-GB"
    )
    page = context.new_page()
    page.goto("/")
    if persona:
        page.locator(f"form[action$='/enter/{persona}/'] button").click()
        page.wait_for_url("**/workshops/**")
    way(page)
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=PICTURES / f"{name}.png")
    context.close()


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("This needs Chromium: apt install chromium")
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, persona, width, chinese, way in [
            ("home-en-1280", "", 1280, False, stay),
            ("workshop-en-1280", "deterrence", 1280, False, stay),
            ("thread-en-1280", "deterrence", 1280, False, follow("A danger only")),
            ("thread-zh-360", "abolitionist", 360, True, follow("有标尺")),
            ("desk-en-1280", "moderator", 1280, False, follow("Desk", "A danger only")),
            ("finding-en-1280", "moderator", 1280, False, follow("Desk", "Edit or sign")),
            ("minutes-en-1280", "rapporteur", 1280, False, follow("Minutes", "by camp")),
        ]:
            take(browser, address, name, persona, width, chinese, way)
        browser.close()


if __name__ == "__main__":
    main()
