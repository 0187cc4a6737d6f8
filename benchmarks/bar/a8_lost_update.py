"""A8: of two people who edit the same thing at the same moment, one wins and the other keeps his or her text.

Pairs of requests that read the same version are sent at the same moment to a real server: the wording of a
position, a finding, the summary of a thread, a thread; half of them by form and half by API.
"""

import argparse
import os
import re
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx

from benchmarks.bar.report import proof
from tests.backing import both
from tests.journeys.people import Person
from tests.server import running

PAIRS, QUICK = 500, 8
Act = Callable[[], httpx.Response]
OVERWRITTEN, BY_FORM, BY_API = "overwritten", "by form", "by API"


class Edits:
    """Everything four kinds of edits need, read once through the API."""

    def __init__(self, people: dict[str, Person]) -> None:
        self.people = people
        author = people["abolitionist"]
        self.workshop = author.get("/api/v1/workshops/").json()["results"][0]["id"]
        threads = author.get(f"/api/v1/threads/?workshop={self.workshop}").json()["results"]
        self.thread = next(each["id"] for each in threads if each["is_open"])
        posted = api(author, "POST", "/api/v1/positions/", position(self.thread, "Before all edits."))
        self.position = posted.json()["id"]
        finding = {"thread": self.thread, **found("Before all edits.")}
        self.finding = api(people["moderator"], "POST", "/api/v1/findings/", finding).json()["id"]
        summary = {"thread": self.thread, "text": "Before all edits.", "language": "en"}
        api(people["moderator"], "POST", "/api/v1/summaries/", summary)

    def kinds(
        self,
    ) -> list[tuple[str, str, Callable[..., Any], str, Callable[..., Any]]]:
        """Address at the API, who edits, the body for a text, address of the form, its fields."""
        return [
            (
                f"/api/v1/positions/{self.position}/", "abolitionist", wording,
                f"/positions/{self.position}/revise/", lambda text, n: wording(text) | {"version": str(n)},
            ),
            (
                f"/api/v1/findings/{self.finding}/", "moderator", found,
                f"/findings/{self.finding}/edit/",
                lambda text, n: {"text": text, "language": "en", "level": "open", "act": "draft",
                                 "expected_version": str(n)},
            ),
            (
                f"/api/v1/summaries/{self.thread}/", "moderator",
                lambda text: {"text": text, "language": "en"},
                f"/threads/{self.thread}/summary/",
                lambda text, n: {"text": text, "language": "en", "expected_number": str(n)},
            ),
            (
                f"/api/v1/threads/{self.thread}/", "organiser",
                lambda text: {"title": {"en": text}, "prompt": {"en": text}},
                f"/threads/{self.thread}/edit/",
                lambda text, n: {"title_en": text, "prompt_en": text, "expected_version": str(n)},
            ),
        ]  # fmt: skip


def wording(text: str) -> dict[str, str]:
    return {"claim": text, "reasoning": text, "language": "en"}


def position(thread: str, text: str) -> dict[str, str]:
    return {"thread": thread, "kind": "position", **wording(text)}


def found(text: str) -> dict[str, Any]:
    return {"act": "draft", "text": text, "language": "en", "level": "open"}


def api(
    person: Person, method: str, address: str, body: dict[str, Any], tag: str | None = None
) -> httpx.Response:
    headers = {"X-CSRFToken": person.token, "Idempotency-Key": str(uuid.uuid4())}
    if tag is not None:
        headers["If-Match"] = tag
    return httpx.request(
        method, person.address + address, json=body, headers=headers, cookies=person.cookies, timeout=60
    )


def at_once(first: Act, second: Act) -> list[httpx.Response]:
    start = Barrier(2)

    def run(act: Act) -> httpx.Response:
        start.wait(60)
        return act()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, (first, second)))


def pair(edits: Edits, number: int) -> tuple[str, str]:
    """One pair of edits; how it ended, and by which way it was sent."""
    kinds = edits.kinds()
    address, role, body, form, fields = kinds[number % len(kinds)]
    person = edits.people[role]
    texts = [f"Edit {number}, {who} of the two." for who in ("one", "other")]
    tag = person.get(address).headers["ETag"]
    version = int(tag.strip('"'))
    if number // len(kinds) % 2:
        answers = at_once(*[lambda text=text: api(person, "PUT", address, body(text), tag) for text in texts])
        ended = sorted(answer.status_code for answer in answers) == [200, 412]
        way = BY_API
    else:
        answers = at_once(*[lambda text=text: person.send(form, **fields(text, version)) for text in texts])
        ended = sorted(answer.status_code for answer in answers) == [303, 409]
        kept = [texts[n] in answer.text for n, answer in enumerate(answers) if answer.status_code == 409]
        ended = ended and kept == [True]
        way = BY_FORM
    after = int(re.sub(r"\D", "", person.get(address).headers["ETag"]))
    return ("one won" if ended and after == version + 1 else OVERWRITTEN), way


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    pairs = QUICK if parser.parse_args().quick else PAIRS
    with (
        proof("A8", "Nobody overwrites what somebody else wrote meanwhile", "0 silent overwrites") as tell,
        both() as (database, queue),
        tempfile.TemporaryDirectory() as folder,
    ):
        os.environ |= {"DATABASE_URL": database.url(), "REDIS_URL": queue.url()}
        with running(Path(folder), webs=2) as server:
            people = {name: Person(server, name) for name in ("abolitionist", "moderator", "organiser")}
            edits = Edits(people)
            ended: Counter[tuple[str, str]] = Counter(pair(edits, number) for number in range(pairs))
            server.manage("verify_record")
        won = sum(count for (end, _way), count in ended.items() if end == "one won")
        tell(
            passed=won == pairs >= PAIRS,
            figure=f"{pairs - won} of {pairs} pairs ended otherwise than with one winner and one loser who "
            "keeps the text",
            by_form=ended["one won", BY_FORM],
            by_api=ended["one won", BY_API],
            pairs=pairs,
            notes="PostgreSQL; position wording, finding, summary and thread in turn; all requests to one of "
            "two web processes",
        )


if __name__ == "__main__":
    main()
