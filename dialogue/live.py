"""
Live updates: telling open pages that their thread changed.

Every audience of a thread has a counter in the database, and that is the truth. A message between processes
only wakes whoever listens, and a clock looks without being woken; so a message that is lost costs seconds,
and nothing here may ever make a write fail.

All streams of a process share one subscription and one look at the database: what it costs to tell five
hundred readers is a handful of queries.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.db import connections

logger = logging.getLogger(__name__)

GROUP = "threads"
TICK_SECONDS = 3.0
HEARTBEAT_SECONDS = 15.0
LONGEST_SECONDS = 600.0
DELIVERY_SECONDS = 1.0
SUBSCRIBE_AGAIN_SECONDS = 2.0
MOST_REPLAYED = 100
MOST_STREAMS_OF_ONE = 12
FOR_AS_LONG_AS_THE_PROCESS = 10**9

BEGINNING = "retry: 3000\n\n"
HERE = "event: here\ndata:\n\n"


class LocalLayer(InMemoryChannelLayer):  # type: ignore[misc]  # channels carries no types
    """
    The layer of a single process, safe to publish to from any thread.

    Queues belong to the server's event loop, and filling them from another thread does not wake that loop. So
    the loop that listens is remembered, and messages from elsewhere are handed over to it.
    """

    listening_loop: asyncio.AbstractEventLoop | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"group_expiry": FOR_AS_LONG_AS_THE_PROCESS})

    async def new_channel(self, prefix: str = "specific.") -> str:
        self.listening_loop = asyncio.get_running_loop()
        name: str = await super().new_channel(prefix)
        return name

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        loop = self.listening_loop
        if loop is None or loop.is_closed():
            return
        if loop is asyncio.get_running_loop():
            await super().group_send(group, message)
            return
        delivery = asyncio.run_coroutine_threadsafe(super().group_send(group, message), loop)
        await asyncio.wrap_future(delivery)


def publish(thread_id: UUID) -> None:
    """
    Wakes everyone who listens to this thread; to be called after the commit.

    Never raises, and never takes longer than a second: the rows are the truth, and what is not heard here is
    found by the clock.
    """
    try:
        async_to_sync(_send)({"type": "change", "thread": str(thread_id)})
    except Exception:
        logger.exception("A live update could not be sent.")


async def _send(message: dict[str, Any]) -> None:
    async with asyncio.timeout(DELIVERY_SECONDS):
        await get_channel_layer().group_send(GROUP, message)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who listens to what: a sign-in of an account, and one audience of a thread."""

    session_key: str
    user_id: UUID
    thread_id: UUID
    audience: str


Looking = Callable[[Collection[Reader]], Awaitable[Mapping[Reader, int]]]
Look = Callable[[Collection[Reader]], Mapping[Reader, int]]
"""The number of changes each of these readers may know of now. Whoever is missing may not read any more; that
has to be looked up after the numbers, so that nobody hears of what came after his or her right ended.
"""


class Stream:
    """
    What one open page is told, from the number it knew: each later one once and in order.

    Nothing waits in it: a page that does not read costs two numbers, however much happens.
    """

    def __init__(self, reader: Reader, known: int | None) -> None:
        self.reader = reader
        self._told = known
        self._newest: int | None = None
        self._has_ended = False
        self._woken = asyncio.Event()

    def is_of(self, user_id: UUID) -> bool:
        return self.reader.user_id == user_id and not self._has_ended

    def learn(self, newest: int) -> None:
        if newest != self._newest:
            self._newest = newest
            self._woken.set()

    def end(self) -> None:
        self._has_ended = True
        self._woken.set()

    async def words(self, heartbeat: float, longest: float) -> AsyncGenerator[str]:
        """The stream as it is sent. It ends with the right to read, with the server, or after `longest`
        seconds: the browser connects again, and everything is checked anew.
        """
        yield BEGINNING + HERE
        clock = asyncio.get_running_loop()
        end = clock.time() + longest
        while (left := end - clock.time()) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(min(heartbeat, left)):
                    await self._woken.wait()
            if self._has_ended:
                return
            was_silent = not self._woken.is_set()
            self._woken.clear()
            yield HERE if was_silent else self._news()

    def _news(self) -> str:
        newest, told = self._newest, self._told
        assert newest is not None, "who was woken has learned a number"
        self._told = newest
        if told is None or not 0 <= newest - told <= MOST_REPLAYED:
            return _event("resync", newest)
        return "".join(_event("changed", number) for number in range(told + 1, newest + 1)) or HERE


def _event(name: str, number: int) -> str:
    return f"id: {number}\nevent: {name}\ndata: {number}\n\n"


class Hub:
    """
    All open streams of one event loop.

    Awake, it asks once for everybody concerned; woken meanwhile, it asks once more. With its last stream its
    subscription and its connection to the database end.
    """

    def __init__(self) -> None:
        self.streams: dict[Stream, None] = {}
        self._due: set[UUID] = set()
        self._woken = asyncio.Event()
        self._work: asyncio.Task[None] | None = None

    async def stream(
        self,
        reader: Reader,
        known: int | None,
        look: Look,
        *,
        heartbeat: float = HEARTBEAT_SECONDS,
        longest: float = LONGEST_SECONDS,
    ) -> AsyncGenerator[str]:
        """What `reader` is told after the change of number `known`; an unknown number begins anew."""
        stream = Stream(reader, known)
        self._enter(stream, look)
        try:
            async for words in stream.words(heartbeat, longest):
                yield words
        finally:
            del self.streams[stream]

    def end(self) -> None:
        for stream in self.streams:
            stream.end()

    def _enter(self, stream: Stream, look: Look) -> None:
        mine = [each for each in self.streams if each.is_of(stream.reader.user_id)]
        for oldest in mine[: max(0, len(mine) + 1 - MOST_STREAMS_OF_ONE)]:
            oldest.end()
        self.streams[stream] = None
        self._wake(stream.reader.thread_id)
        if self._work is None:
            # In a context of its own: it outlives the request that began it.
            self._work = asyncio.get_running_loop().create_task(self._run(look), context=Context())

    def _wake(self, thread_id: UUID) -> None:
        self._due.add(thread_id)
        self._woken.set()

    async def _run(self, look: Look) -> None:
        clock = asyncio.get_running_loop()
        hearing = clock.create_task(self._hear())
        try:
            async with apart(look) as looking:
                tick = clock.time() + TICK_SECONDS
                while self.streams:
                    with suppress(TimeoutError):
                        async with asyncio.timeout_at(tick):
                            await self._woken.wait()
                    self._woken.clear()
                    due, self._due = self._due, set()
                    is_tick = clock.time() >= tick
                    if is_tick:
                        tick = clock.time() + TICK_SECONDS
                    await self._tell(
                        [s for s in self.streams if is_tick or s.reader.thread_id in due], looking
                    )
                self._work = None
        finally:
            if self._work is asyncio.current_task():
                self._work = None
                self.end()
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)

    async def _tell(self, streams: list[Stream], looking: Looking) -> None:
        if not streams:
            return
        try:
            numbers = await looking({stream.reader for stream in streams})
        except Exception:
            logger.exception("Open pages could not be told what changed; the clock tries again.")
            return
        for stream in streams:
            number = numbers.get(stream.reader)
            if number is None:
                stream.end()
            else:
                stream.learn(number)

    async def _hear(self) -> None:
        """Listens until it is cancelled, and subscribes again where the messages' server was away."""
        while True:
            try:
                async with _subscription() as messages:
                    async for message in messages:
                        self._wake(UUID(message["thread"]))
            except Exception:
                logger.exception("Live updates are not heard at present; the clock finds them.")
            await asyncio.sleep(SUBSCRIBE_AGAIN_SECONDS)


@asynccontextmanager
async def _subscription() -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    layer = get_channel_layer()
    channel = await layer.new_channel()

    async def messages() -> AsyncIterator[dict[str, Any]]:
        while True:
            yield await layer.receive(channel)

    try:
        await layer.group_add(GROUP, channel)
        yield messages()
    finally:
        with suppress(Exception):
            async with asyncio.timeout(DELIVERY_SECONDS):
                await layer.group_discard(GROUP, channel)


@asynccontextmanager
async def apart(look: Look) -> AsyncIterator[Looking]:
    """Looks in a thread of its own, so that it neither waits behind requests nor stops the event loop; its
    connection to the database is kept between looks, and made anew after one that failed.
    """
    executor = ThreadPoolExecutor(1, thread_name_prefix="live")

    def look_or_let_go(readers: Collection[Reader]) -> Mapping[Reader, int]:
        try:
            return look(readers)
        except Exception:
            connections.close_all()
            raise

    async def looking(readers: Collection[Reader]) -> Mapping[Reader, int]:
        return await asyncio.get_running_loop().run_in_executor(executor, look_or_let_go, readers)

    try:
        yield looking
    finally:
        executor.submit(connections.close_all)
        executor.shutdown(wait=False)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop; a server process has one."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())


def _at_work() -> list[tuple[asyncio.AbstractEventLoop, Hub]]:
    return [(loop, each) for loop, each in tuple(_hubs.items()) if not loop.is_closed()]


def open_stream_count() -> int:
    """How many streams this process has open, for its metrics."""
    return sum(len(each.streams) for _loop, each in _at_work())


def end_streams() -> None:
    """Ends every open stream of this process, because the server is stopping. Callable from any thread."""
    for loop, each in _at_work():
        loop.call_soon_threadsafe(each.end)
