"""Live updates inside one process: who hears what, how soon, and when listening ends."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from channels.layers import channel_layers, get_channel_layer

from dialogue import live

AT_ONCE = 0.5
LONG = 60.0


@pytest.fixture(autouse=True)
def local_layer(settings: Any) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "dialogue.live.LocalLayer"}}
    channel_layers.backends.clear()


async def first(stream: AsyncIterator[str | None]) -> str | None:
    return await asyncio.wait_for(anext(stream), LONG)


async def heard_after(
    publish: Callable[[], Awaitable[None]], *, group: str = "thread-1"
) -> tuple[Any, float]:
    """What a listener of `group` hears first once `publish` has run, and after how many seconds."""
    stream = live.listen(group, heartbeat=LONG)
    listener = asyncio.ensure_future(first(stream))
    while not live.open_streams:
        await asyncio.sleep(0)
    started = time.perf_counter()
    await publish()
    kind = await listener
    seconds = time.perf_counter() - started
    await stream.aclose()
    return kind, seconds


def test_change_published_in_another_thread_arrives_at_once() -> None:
    async def from_a_thread_of_its_own() -> None:
        thread = threading.Thread(target=live.publish, args=("thread-1", "position"))
        thread.start()

    kind, seconds = asyncio.run(heard_after(from_a_thread_of_its_own))

    assert kind == "position"
    assert seconds < AT_ONCE


def test_change_published_during_a_request_arrives_at_once() -> None:
    async def as_a_synchronous_view_would() -> None:
        await asyncio.to_thread(live.publish, "thread-1", "response")

    kind, seconds = asyncio.run(heard_after(as_a_synchronous_view_would))

    assert kind == "response"
    assert seconds < AT_ONCE


def test_changes_arrive_in_order_and_of_the_own_group_alone() -> None:
    async def conversation() -> list[str | None]:
        stream = live.listen("thread-1", heartbeat=LONG)
        listener = asyncio.ensure_future(first(stream))
        while not live.open_streams:
            await asyncio.sleep(0)
        for group, kind in (
            ("thread-2", "other"),
            ("thread-1", "one"),
            ("thread-1", "two"),
            ("thread-1", "three"),
        ):
            await asyncio.to_thread(live.publish, group, kind)
        heard = [await listener, await first(stream), await first(stream)]
        await stream.aclose()
        return heard

    assert asyncio.run(conversation()) == ["one", "two", "three"]


def test_silence_is_filled_with_heartbeats_that_lose_nothing() -> None:
    async def conversation() -> list[str | None]:
        stream = live.listen("thread-1", heartbeat=0.01)
        heard = [await first(stream), await first(stream)]
        await asyncio.to_thread(live.publish, "thread-1", "position")
        while (kind := await first(stream)) is None:
            continue
        await stream.aclose()
        return [*heard, kind]

    assert asyncio.run(conversation()) == [None, None, "position"]


def test_stream_ends_after_its_longest_time_and_leaves_nothing_behind() -> None:
    async def conversation() -> list[str | None]:
        heard = [kind async for kind in live.listen("thread-1", heartbeat=0.02, longest=0.05)]
        assert get_channel_layer().groups == {}
        return heard

    assert set(asyncio.run(conversation())) == {None}
    assert live.open_streams == set()


def test_stream_ends_at_once_when_the_server_stops() -> None:
    async def conversation() -> None:
        stream = live.listen("thread-1", heartbeat=LONG)
        listener = asyncio.ensure_future(first(stream))
        while not live.open_streams:
            await asyncio.sleep(0)
        live.end_streams()
        with pytest.raises(StopAsyncIteration):
            await listener

    asyncio.run(asyncio.wait_for(conversation(), AT_ONCE))


def test_publishing_where_nobody_ever_listened_does_nothing() -> None:
    live.publish("thread-1", "position")

    assert get_channel_layer().groups == {}


def test_publishing_never_fails_but_is_logged(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": ["redis://127.0.0.1:1/0"]},
        }
    }
    channel_layers.backends.clear()

    live.publish("thread-1", "position")

    assert [record.message for record in caplog.records if record.name == "dialogue.live"] == [
        "A live update could not be sent."
    ]
