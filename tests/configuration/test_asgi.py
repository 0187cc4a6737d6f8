"""How answers leave the process: a stream that is not read is cut, and nothing else is hurried."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from bridgebuilders import asgi

LONG = 10.0
Message = MutableMapping[str, Any]


def start(content_type: bytes) -> Message:
    return {"type": "http.response.start", "status": 200, "headers": [(b"Content-Type", content_type)]}


class Server:
    """Stands in for the connection of uvicorn: it takes the headers, and words when they are read."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.is_cut = False
        self.is_read = asyncio.Event()
        self.transport = self

    def abort(self) -> None:
        self.is_cut = True

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            await self.is_read.wait()
        self.taken.append(message["type"])


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "SECONDS_TO_READ", 0.01)


async def words_sent(server: Server, content_type: bytes) -> "asyncio.Task[None]":
    send = asgi.limited(server.send)
    await send(start(content_type))
    task = asyncio.ensure_future(send({"type": "http.response.body", "body": b"words", "more_body": True}))
    await asyncio.wait({task}, timeout=0.05)
    return task


def test_stream_that_is_not_read_is_cut() -> None:
    async def conversation() -> tuple[bool, bool, list[str]]:
        server = Server()
        task = await words_sent(server, b"text/event-stream")
        await asyncio.wait({task}, timeout=LONG)
        return task.cancelled(), server.is_cut, server.taken

    assert asyncio.run(conversation()) == (True, True, ["http.response.start"])


def test_stream_that_is_read_is_not_cut() -> None:
    async def conversation() -> tuple[bool, list[str]]:
        server = Server()
        server.is_read.set()
        await (await words_sent(server, b"text/event-stream"))
        return server.is_cut, server.taken

    assert asyncio.run(conversation()) == (False, ["http.response.start", "http.response.body"])


def test_page_or_file_may_take_its_time() -> None:
    async def conversation() -> tuple[bool, bool, list[str]]:
        server = Server()
        task = await words_sent(server, b"text/html; charset=utf-8")
        was_waiting = not task.done()
        server.is_read.set()
        await asyncio.wait_for(task, LONG)
        return was_waiting, server.is_cut, server.taken

    assert asyncio.run(conversation()) == (True, False, ["http.response.start", "http.response.body"])


def test_stream_of_another_server_ends_all_the_same() -> None:
    async def never_reads(message: Message) -> None:
        if message["type"] == "http.response.body":
            await asyncio.get_running_loop().create_future()

    async def conversation() -> bool:
        send = asgi.limited(never_reads)
        await send(start(b"text/event-stream"))
        task = asyncio.ensure_future(send({"type": "http.response.body", "body": b"words"}))
        await asyncio.wait({task}, timeout=LONG)
        return task.cancelled()

    assert asyncio.run(conversation())
