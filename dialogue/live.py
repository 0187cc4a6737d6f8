"""
Live updates: telling open pages that something changed.

A message carries a group and a kind, never content: the page that hears it fetches the changed part under its
own rights. A lost message costs a reload, so nothing here may ever make a write fail.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 15.0
LONGEST_SECONDS = 1800.0
DELIVERY_SECONDS = 2.0

open_streams: set[asyncio.Future[None]] = set()


class LocalLayer(InMemoryChannelLayer):  # type: ignore[misc]  # channels carries no types
    """
    The layer of a single process, safe to publish to from any thread.

    Queues belong to the server's event loop, and filling them from another thread does not wake that loop. So
    the loop that listens is remembered, and messages from elsewhere are handed over to it.
    """

    listening_loop: asyncio.AbstractEventLoop | None = None

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
        await asyncio.wait_for(asyncio.wrap_future(delivery), DELIVERY_SECONDS)


def publish(group: str, kind: str) -> None:
    """
    Tells everyone who listens to `group` that something of this `kind` changed; to be called after the
    commit.

    `group` consists of ASCII letters, digits, hyphens, underscores and full stops. Never raises: the rows are
    the truth, and a page that missed the message is right again when it is next loaded.
    """
    try:
        async_to_sync(get_channel_layer().group_send)(group, {"type": "change", "kind": kind})
    except Exception:
        logger.exception("A live update could not be sent.", extra={"kind": kind})


async def listen(
    group: str, *, heartbeat: float = HEARTBEAT_SECONDS, longest: float = LONGEST_SECONDS
) -> AsyncGenerator[str | None]:
    """
    Yields the kind of each change in `group` as it happens, and `None` after every `heartbeat` seconds of
    silence.

    Ends after `longest` seconds, or when the server stops: the browser connects again by itself, and its
    rights are checked anew. Close the generator (`aclose`) to stop listening at once.
    """
    layer = get_channel_layer()
    clock = asyncio.get_running_loop()
    end = clock.time() + longest
    channel = await layer.new_channel()
    await layer.group_add(group, channel)
    # One waiting task outlives the heartbeats: cancelling it would unsubscribe the channel from Redis.
    waiting = asyncio.ensure_future(layer.receive(channel))
    stopped = clock.create_future()
    open_streams.add(stopped)
    try:
        while not stopped.done() and (left := end - clock.time()) > 0:
            done, _ = await asyncio.wait(
                {waiting, stopped}, timeout=min(heartbeat, left), return_when=asyncio.FIRST_COMPLETED
            )
            if not done:
                yield None
            if waiting not in done:
                continue
            message = waiting.result()
            waiting = asyncio.ensure_future(layer.receive(channel))
            yield message["kind"]
    finally:
        open_streams.discard(stopped)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await layer.group_discard(group, channel)


def end_streams() -> None:
    """Ends every open stream of this process, because the server is stopping. Callable from any thread."""
    for stopped in tuple(open_streams):
        stopped.get_loop().call_soon_threadsafe(stopped.cancel)
