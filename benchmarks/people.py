"""People of a measured workshop: made through the services, signed in, and sending the real forms.

Their client is one event loop and plain sockets that stay open, because it shares the cores with what it
measures.
"""

import asyncio
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

SECONDS_TO_ANSWER = 30
BETWEEN_TRIES = 0.05
ROOM_FOR_HEADERS = 1 << 20
TOKEN = secrets.token_hex(16)
BUSY = (502, 503, 504)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    """From the first try to the last byte."""
    tries: int = 1


@dataclass
class Person:
    """Somebody signed in, with one connection that is kept open."""

    port: int
    session_key: str
    participant: Any
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    unexpected: list[int] = field(default_factory=list)
    """Statuses of answers that were neither the expected one nor a request to come again."""

    async def get(self, path: str) -> Answer:
        return await self._ask("GET", path, b"")

    async def send(self, path: str, fields: Mapping[str, str]) -> Answer:
        """One try. Raises OSError or EOFError when the connection breaks before the answer."""
        return await self._ask("POST", path, self._form(fields))

    async def send_until_answered(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send with one key again and again, until somebody who is not busy or dead has answered."""
        form = self._form(fields)
        started, tries = perf_counter(), 0
        while True:
            tries += 1
            with suppress(OSError, EOFError, TimeoutError):
                answer = await self._ask("POST", path, form)
                if answer.status not in BUSY:
                    return Answer(answer.status, answer.headers, answer.body, perf_counter() - started, tries)
                self.unexpected += [answer.status] if answer.status != 503 else []
            await asyncio.sleep(BETWEEN_TRIES)

    def put_forward(self, thread: Any, words: str, *, kind: str = "position") -> tuple[str, dict[str, str]]:
        return f"/threads/{thread.pk}/positions/", {
            "key": str(uuid4()),
            "kind": kind,
            "claim": words,
            "reasoning": "Because more time to decide makes an error less likely.",
            "language": "en",
        }

    def answer_to(self, position: Any, stance: str) -> tuple[str, dict[str, str]]:
        return f"/positions/{position.pk}/respond/", {
            "key": str(uuid4()),
            "version": str(position.current_version_id),
            "stance": stance,
            "reason": "As far as I can see today.",
            "language": "en",
        }

    @staticmethod
    def _form(fields: Mapping[str, str]) -> bytes:
        return urlencode({"csrfmiddlewaretoken": TOKEN, **fields}).encode()

    async def _ask(self, method: str, path: str, form: bytes) -> Answer:
        """Ask on the open connection; on a new one where the server was just closing it for its silence."""
        was_open = self.writer is not None
        try:
            return await self._ask_once(method, path, form)
        except (ConnectionError, EOFError):
            if not was_open:
                raise
        return await self._ask_once(method, path, form)

    async def _ask_once(self, method: str, path: str, form: bytes) -> Answer:
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Cookie: sessionid={self.session_key}; csrftoken={TOKEN}\r\n"
            f"Accept: text/html\r\nContent-Length: {len(form)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        started = perf_counter()
        if self.reader is not None and self.reader.at_eof():
            self.hang_up()  # the server closes connections that were silent for a while
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                if self.writer is None or self.reader is None:
                    self.reader, self.writer = await asyncio.open_connection(
                        "127.0.0.1", self.port, limit=ROOM_FOR_HEADERS
                    )
                self.writer.write(head.encode() + form)
                status, headers = _head(await self.reader.readuntil(b"\r\n\r\n"))
                body = await _body(self.reader, headers)
        except BaseException:
            self.hang_up()
            raise
        if headers.get("connection") == "close":
            self.hang_up()
        return Answer(status, headers, body, perf_counter() - started)

    def hang_up(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


def _head(head: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines if line)
    return int(first.split(" ", 2)[1]), {name.lower(): value for name, _colon, value in pairs}


async def _body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    parts = []
    while headers.get("transfer-encoding") == "chunked":
        size = int(await reader.readuntil(b"\r\n"), 16)
        part = await reader.readexactly(size + 2)
        if not size:
            break
        parts.append(part[:-2])
    return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Gathering:
    """A workshop with an open session and open threads, and everybody in it."""

    organiser: Any
    chair: Any
    moderator: Any
    voices: tuple[Any, ...]
    threads: tuple[Any, ...]

    @property
    def workshop(self) -> Any:
        return self.organiser.workshop


def gather(people: int, *, code: str = "measured", threads: int = 4) -> Gathering:
    """A workshop of so many voices (two camps in equal parts), made through the services."""
    from dialogue import catalogues
    from dialogue.enums import Role
    from dialogue.models import User
    from dialogue.services.participants import add_participant
    from dialogue.services.sessions import open_session
    from dialogue.services.threads import open_thread
    from dialogue.services.workshops import WorkshopPlan, create_workshop

    def account(name: str) -> User:
        return User.objects.create_user(f"{name}.{code}@example.org", name=f"Name of {name}")

    founder = User.objects.create_user(f"founder.{code}@example.org", name="Founder", can_organise=True)
    organiser = create_workshop(
        by=founder, plan=WorkshopPlan(code=code, catalogue=catalogues.catalogue("npt-2018"))
    )
    workshop = organiser.workshop
    camps = list(workshop.camps.order_by("order"))

    def join(name: str, label: str, role: Role, camp: Any = None) -> Any:
        return add_participant(
            by=organiser, workshop=workshop, user=account(name), roles={role}, role_label=label, camp=camp
        )

    chair, moderator = join("chair", "C1", Role.CHAIR), join("moderator", "M1", Role.MODERATOR)
    voices = tuple(
        join(f"voice{number}", f"V{number}", Role.VOICE, camps[number % len(camps)])
        for number in range(people)
    )
    open_session(by=organiser, session=workshop.sessions.get(number=1))
    opened = tuple(
        open_thread(by=organiser, thread=thread) for thread in workshop.threads.order_by("order")[:threads]
    )
    return Gathering(organiser, chair, moderator, voices, opened)


def speak(gathering: Gathering, positions: int, *, thread: Any = None, kind: str = "position") -> list[Any]:
    """So many positions, put forward in turn by everybody, through the services."""
    from dialogue.services.positions import PositionWording, post_position

    said = []
    for number in range(positions):
        by = gathering.voices[number % len(gathering.voices)]
        wording = PositionWording(
            claim=f"{number}: longer decision time makes use less likely.",
            reasoning="Because time is safety. " * 8,
            language="en",
        )
        where = thread or gathering.threads[number % len(gathering.threads)]
        said.append(post_position(by=by, thread=where, kind=kind, wording=wording))
    return said


def sign_in(port: int, participant: Any) -> Person:
    from django.test import Client

    client = Client()
    client.force_login(participant.user)
    return Person(port, client.session.session_key, participant)
