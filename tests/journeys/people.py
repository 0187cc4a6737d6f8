"""People of a running demonstration, who read and send forms, also several at the same moment."""

import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import httpx

from tests.server import Demonstration

SECONDS = 60
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Person:
    """Somebody signed in, who may send several forms at once: every request has a connection of its own."""

    def __init__(self, demonstration: Demonstration, persona: str) -> None:
        self.address = demonstration.address
        with httpx.Client(base_url=self.address, timeout=SECONDS) as browser:
            token = TOKEN.search(browser.get("/").text)
            assert token is not None
            entered = browser.post(f"/enter/{persona}/", data={"csrfmiddlewaretoken": token[1]})
            assert entered.status_code == 303
            token = TOKEN.search(browser.get(entered.headers["Location"]).text)
            assert token is not None
            self.token = token[1]
            self.cookies = dict(browser.cookies)

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.address + path, cookies=self.cookies, timeout=SECONDS)

    def send(self, path: str, **words: str) -> httpx.Response:
        form = {"csrfmiddlewaretoken": self.token, "key": str(uuid4()), **words}
        return httpx.post(self.address + path, data=form, cookies=self.cookies, timeout=SECONDS)

    def put_forward(self, thread: str, claim: str, **words: str) -> httpx.Response:
        wording = {"kind": "position", "claim": claim, "reasoning": "So.", "language": "en"}
        return self.send(f"/threads/{thread}/positions/", **wording, **words)

    def claims(self, thread: str) -> Counter[str]:
        """What stands in a thread, read through the API."""
        answer = self.get(f"/api/v1/positions/?thread={thread}&limit=100").json()
        assert answer["next"] is None
        return Counter(each["claim"]["text"] for each in answer["results"])


def at_once(*acts: Callable[[], httpx.Response]) -> list[httpx.Response]:
    start = Barrier(len(acts))

    def run(act: Callable[[], httpx.Response]) -> httpx.Response:
        start.wait(SECONDS)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
