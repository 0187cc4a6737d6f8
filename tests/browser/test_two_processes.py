"""Two web processes, one Redis, one worker, one browser page at each: what is posted at one appears at the
other, also after the Redis was killed.
"""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.backing import Redis, both
from tests.browser.conftest import watched
from tests.browser.test_two_people import open_thread
from tests.server import Demonstration, running

REFERENCE = "28 (c)"
WAIT = 60_000

WATCH = """() => {
    const arrived = document.getElementById("arrived");
    arrived.replaceChildren();
    window.appeared = new Promise((resolve) => {
        const observer = new MutationObserver(() => {
            if (!arrived.querySelector(".arrived")) return;
            observer.disconnect();
            resolve(Date.now());
        });
        observer.observe(arrived, { childList: true, subtree: true });
    });
}"""
POST = """async (claim) => {
    const form = document.querySelector("form[action$='/positions/']");
    const words = new FormData(form);
    words.set("key", crypto.randomUUID());
    words.set("kind", "position");
    words.set("claim", claim);
    words.set("reasoning", "Because it has to be said.");
    const body = new URLSearchParams(words);
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    return [answer.type, Date.now()];
}"""


class Two(NamedTuple):
    first: Page
    second: Page
    redis: Redis
    demonstration: Demonstration


@pytest.fixture
def two(tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    with both("fsync=off") as (database, queue):
        monkeypatch.setenv("DATABASE_URL", database.url())
        monkeypatch.setenv("REDIS_URL", queue.url())
        with running(tmp_path, webs=2) as demonstration:
            webs = addresses_that_answer(demonstration)
            with watched(webs[0], browser) as at_first, watched(webs[1], browser) as at_second:
                yield Two(at_first("abolitionist"), at_second("deterrence"), queue, demonstration)


def addresses_that_answer(demonstration: Demonstration) -> list[str]:
    """Of the web processes, once each has started: a browser would not wait that long."""
    addresses = [web.address for web in demonstration.webs]
    for address in addresses:
        httpx.get(f"{address}/livez", timeout=WAIT / 1000)
    return addresses


def seconds_until_it_appears(first: Page, second: Page, claim: str) -> float:
    """From the answer to the post at `first` to the sentence on the page at `second`, by the clock of the
    browser, which both pages share.
    """
    second.evaluate(WATCH)
    kind, answered = first.evaluate(POST, claim)
    assert kind == "opaqueredirect"
    appeared = second.evaluate("() => window.appeared")
    return float(appeared - answered) / 1000


def kill_and_restart(redis: Redis) -> None:
    redis.stop(signal.SIGKILL)
    redis.start()


def test_post_at_one_process_appears_at_the_other_also_after_redis_was_killed(two: Two) -> None:
    for page in (two.first, two.second):
        page.set_default_timeout(WAIT)
        open_thread(page, REFERENCE)

    for each in range(3):
        seconds_until_it_appears(two.first, two.second, f"Before, {each}.")
    kill_and_restart(two.redis)
    for each in range(3):
        seconds_until_it_appears(two.first, two.second, f"After, {each}.")

    assert two.second.locator(".arrived").inner_text().startswith("6 new voices in this thread.")
