"""People who listen to a thread of a running demonstration and others who write in it, for the proofs of live
updates.

Listeners speak HTTP themselves, on sockets they can cut or leave unread; writers send the form of the page.
"""

import asyncio
import json
import random
import re
import resource
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic, time
from uuid import uuid4

import httpx

from tests.server import Demonstration

SECONDS = 60.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
MAKE = """
import json
from datetime import timedelta
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as SignIn
from django.db import transaction
from django.utils import timezone
from dialogue import catalogues
from dialogue.models import Participant, User
from dialogue.services.sessions import open_session
from dialogue.services.threads import open_thread
from dialogue.services.workshops import WorkshopPlan, create_workshop
founder = User.objects.create_user("founder@example.org", name="Founder", can_organise=True)
with transaction.atomic():
    catalogue = catalogues.catalogue("market-street")
    organiser = create_workshop(by=founder, plan=WorkshopPlan(code="listening", catalogue=catalogue))
    open_session(by=organiser, session=organiser.workshop.sessions.get(number=1))
    thread = open_thread(by=organiser, thread=organiser.workshop.threads.earliest("order"))
    users = [User(email="listener-%s@example.org" % number, name="Listener") for number in range({number})]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users)
    now, roles = timezone.now(), dict.fromkeys(("has_voice", *{roles!r}), True)
    Participant.objects.bulk_create(
        Participant(workshop=organiser.workshop, user=user, role_label="L%s" % number, joined_at=now, **roles)
        for number, user in enumerate(users)
    )
    store = SessionStore()
    sign_ins = [
        SignIn(session_key=store._get_new_session_key(), expire_date=now + timedelta(hours=12),
               session_data=store.encode({{SESSION_KEY: str(user.pk),
                                          HASH_SESSION_KEY: user.get_session_auth_hash(),
                                          BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0]}}))
        for user in users
    ]
    SignIn.objects.bulk_create(sign_ins)
print(json.dumps([str(thread.pk), [each.session_key for each in sign_ins]]))
"""


def raise_file_limit(files: int = 4096) -> None:
    """Every stream is an open file here and in the server, which inherits the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = files if hard == resource.RLIM_INFINITY else min(files, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def invite(demonstration: Demonstration, number: int, *roles: str) -> tuple[str, list[str]]:
    """An open thread of a workshop of its own, and so many signed-in people who may write in it: its id and
    their session keys. `roles` are fields such as `is_moderator`.
    """
    said = demonstration.manage("shell", "-v0", "-c", MAKE.format(number=number, roles=roles))
    thread, keys = json.loads(said.strip().splitlines()[-1])
    return thread, keys


def number_of(address: str, thread: str, session_key: str) -> int:
    """How many changes of the thread the room may know of."""
    answer = httpx.get(
        f"{address}/threads/{thread}/changes/", cookies={"sessionid": session_key}, timeout=SECONDS
    )
    return int(answer.json()["number"])


@dataclass
class Listener:
    """One open page: it keeps every number it was told, and goes on with `Last-Event-ID` after every cut."""

    session_key: str
    path: str
    address: Callable[[], str]
    """Where to connect the next time."""
    known: int = 0
    told: list[int] = field(default_factory=list)
    times: dict[int, float] = field(default_factory=dict)
    resyncs: int = 0
    refusals: list[int] = field(default_factory=list)
    cuts: int = 0
    is_open: bool = False
    writer: asyncio.StreamWriter | None = None

    async def connect(self) -> asyncio.StreamReader:
        host = self.address().removeprefix("http://")
        reader, self.writer = await asyncio.open_connection(*host.split(":"))
        self.writer.write(
            f"GET {self.path}?after={self.known} HTTP/1.0\r\nHost: {host}\r\nAccept: text/event-stream\r\n"
            f"Cookie: sessionid={self.session_key}\r\nLast-Event-ID: {self.known}\r\n\r\n".encode()
        )
        return reader

    async def listen(self) -> None:
        """Hears until the stream ends."""
        try:
            reader = await self.connect()
            status = int((await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1])
            if status != 200:
                self.refusals.append(status)
                return
            self.is_open = True
            while True:
                self.take((await reader.readuntil(b"\n\n")).decode())
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            self.is_open = False
            if self.writer is not None:
                self.writer.close()

    def take(self, event: str) -> None:
        fields = dict(line.split(": ", 1) for line in event.splitlines() if ": " in line)
        if "id" not in fields:
            return
        self.known = int(fields["id"])
        if fields["event"] == "resync":
            self.resyncs += 1
        else:
            self.told.append(self.known)
        self.times[self.known] = time()

    async def listen_for_ever(self) -> None:
        while True:
            await self.listen()
            await asyncio.sleep(random.uniform(0.02, 0.2))

    def cut(self) -> None:
        """Ends the connection with a reset, as a network that fails does."""
        if self.writer is None:
            return
        connection = self.writer.get_extra_info("socket")
        if connection is not None and connection.fileno() >= 0:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.writer.transport.abort()
            self.cuts += 1


@dataclass
class Writer:
    """Somebody who sends the form of the thread's page, and sends it again with the same key until it is
    answered.
    """

    session_key: str
    thread: str
    address: Callable[[], str]
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    tries: int = 0

    async def open_page(self, client: httpx.AsyncClient) -> None:
        self.cookies = {"sessionid": self.session_key}
        answer = await client.get(f"{self.address()}/threads/{self.thread}/", headers=self.headers)
        token = TOKEN.search(answer.text)
        assert token is not None, answer.status_code
        self.token, self.cookies["csrftoken"] = token[1], answer.cookies["csrftoken"]

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    async def put_forward(self, client: httpx.AsyncClient, claim: str) -> float:
        """Returns the moment it was acknowledged."""
        form = {
            "csrfmiddlewaretoken": self.token, "key": str(uuid4()), "kind": "position", "claim": claim,
            "reasoning": "Because it has to be said.", "language": "en",
        }  # fmt: skip
        given_up = monotonic() + SECONDS
        while monotonic() < given_up:
            self.tries += 1
            try:
                answer = await client.post(
                    f"{self.address()}/threads/{self.thread}/positions/", data=form, headers=self.headers
                )
            except httpx.TransportError:
                await asyncio.sleep(0.1)
                continue
            if answer.status_code == 303:
                return time()
            if answer.status_code < 500:
                raise AssertionError(f"A post was answered with {answer.status_code}")
            await asyncio.sleep(0.2)
        raise TimeoutError("A post was not acknowledged.")


async def until(holds: Callable[[], bool], seconds: float = SECONDS) -> bool:
    """Whether it came to hold in time."""
    given_up = monotonic() + seconds
    while not holds():
        if monotonic() > given_up:
            return False
        await asyncio.sleep(0.05)
    return True


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
