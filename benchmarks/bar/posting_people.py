"""An installation to be broken, and people who go on posting through the real form while it is."""

import http.client
import os
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from time import perf_counter
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tests.backing import PostgreSQL, Redis, both
from tests.server import Demonstration, running

TOKEN = "t" * 32
"""Of the CSRF check: the same in cookie and form, which is all it asks."""
SECONDS_TO_ANSWER = 60
BETWEEN_TRIES = 0.05
IDLE_SECONDS = 2.0
AWAY = 503
SENT = 303


@contextmanager
def installation(*, webs: int = 1, **settings: str) -> Iterator[tuple[Demonstration, PostgreSQL, Redis]]:
    """The demonstration on servers of its own that write to the disk; this process becomes part of it."""
    with both() as (database, queue), tempfile.TemporaryDirectory(prefix="bridgebuilders-proof-") as folder:
        os.environ |= {"DATABASE_URL": database.url(), "REDIS_URL": queue.url()}
        with running(Path(folder), webs=webs, copied=False, **settings) as demonstration:
            # One web process looks at the settings of several where it has to; this one is none of them.
            os.environ |= demonstration.environment | {"DJANGO_SETTINGS_MODULE": "bridgebuilders.settings"}
            import django

            django.setup()
            yield demonstration, database, queue


@dataclass
class Told:
    """What people were answered."""

    acknowledged: dict[str, float] = field(default_factory=dict)
    """What they said → seconds of the request that was acknowledged."""
    until_acknowledged: list[float] = field(default_factory=list)
    """Seconds from the first try of each."""
    statuses: Counter[str] = field(default_factory=Counter)
    without_retry_after: int = 0
    lock: Lock = field(default_factory=Lock)

    def hear(self, status: int, retry_after: str | None) -> None:
        with self.lock:
            self.statuses[str(status)] += 1
            self.without_retry_after += status == AWAY and not retry_after

    def cut_off(self) -> None:
        with self.lock:
            self.statuses["cut off"] += 1

    def acknowledge(self, words: str, seconds: float, altogether: float) -> None:
        with self.lock:
            self.acknowledged[words] = seconds
            self.until_acknowledged.append(altogether)

    @property
    def unexpected(self) -> list[str]:
        return sorted(set(self.statuses) - {str(SENT), str(AWAY), "cut off"})


@dataclass
class Writer:
    """Somebody signed in who sends one form after the other, each until it is acknowledged."""

    address: str
    session_key: str
    told: Told
    connection: http.client.HTTPConnection | None = None
    last_used: float = 0.0

    def send(self, path: str, words: str, **form: str) -> None:
        """Send a form with one key again and again, until the server says that it has it."""
        body = urlencode({"csrfmiddlewaretoken": TOKEN, "key": str(uuid4()), **form})
        first = perf_counter()
        while True:
            started = perf_counter()
            try:
                status, retry_after = self._post(path, body)
            except (OSError, http.client.HTTPException):
                self._hang_up()
                self.told.cut_off()
            else:
                self.told.hear(status, retry_after)
                if status == SENT:
                    self.told.acknowledge(words, perf_counter() - started, perf_counter() - first)
                    return
                if status != AWAY:
                    return
            Event().wait(BETWEEN_TRIES * (0.5 + random.random()))

    def post(self, thread: Any, words: str) -> None:
        form = {"kind": "position", "claim": words, "reasoning": "So.", "language": "en"}
        self.send(f"/threads/{thread.pk}/positions/", words, **form)

    def _post(self, path: str, body: str) -> tuple[int, str | None]:
        if perf_counter() - self.last_used > IDLE_SECONDS:
            self._hang_up()  # a server closes connections on which nobody speaks
        if self.connection is None:
            host = self.address.removeprefix("http://")
            self.connection = http.client.HTTPConnection(host, timeout=SECONDS_TO_ANSWER)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.session_key}; csrftoken={TOKEN}",
        }
        self.connection.request("POST", path, body, headers)
        answer = self.connection.getresponse()
        answer.read()
        self.last_used = perf_counter()
        return answer.status, answer.headers["Retry-After"]

    def _hang_up(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None


def writers(demonstration: Demonstration, told: Told, people: int) -> list[Writer]:
    """So many connections of those who have a voice here, over all web processes."""
    from dialogue.enums import Role
    from dialogue.models import Participant

    voices = [each for each in Participant.objects.select_related("user") if Role.VOICE in each.roles]
    addresses = [web.address for web in demonstration.webs]
    return [
        Writer(addresses[number % len(addresses)], sign_in(voices[number % len(voices)].user), told)
        for number in range(people)
    ]


def sign_in(user: Any) -> str:
    from django.test import Client

    client = Client()
    client.force_login(user)
    return str(client.session.session_key)


def open_threads() -> list[Any]:
    from dialogue.models import Thread

    return [each for each in Thread.objects.all() if each.is_open]


def lost_and_doubled(told: Told) -> tuple[int, int]:
    """How many of the acknowledged words are not in the database, and how many more than once."""
    from django.db import connections

    from dialogue.models import PositionVersion

    connections.close_all()  # the database was restarted behind their back
    stored = Counter(PositionVersion.objects.values_list("claim", flat=True))
    lost = sum(stored[words] == 0 for words in told.acknowledged)
    return lost, sum(stored[words] > 1 for words in told.acknowledged)


def record_is_whole() -> bool:
    from dialogue.models import Workshop
    from dialogue.services.record import verify_record

    return all(verify_record(workshop) is None for workshop in Workshop.objects.all())


def at(share: float, seconds: list[float]) -> float:
    """The time within which this share of them was done."""
    return sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))] if seconds else 0.0


def in_threads(*acts: Any) -> list[Thread]:
    threads = [Thread(target=act, daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    return threads
