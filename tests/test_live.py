"""Live updates inside one process: who hears what, in which order, at what cost, and when it ends."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from channels.layers import channel_layers, get_channel_layer
from django.db import OperationalError

from dialogue import live
from dialogue.live import BEGINNING, HERE, Reader

LONG = 30.0
THREAD, OTHER_THREAD = uuid4(), uuid4()


def reader(thread_id: UUID = THREAD, person: UUID | None = None) -> Reader:
    return Reader(uuid4().hex, person or uuid4(), thread_id, "room")


class Database:
    """What a look at the database finds, and how often somebody looked."""

    def __init__(self) -> None:
        self.numbers: dict[UUID, int] = {THREAD: 0, OTHER_THREAD: 0}
        self.shut_out: set[Reader] = set()
        self.is_away = False
        self.looks: list[set[Reader]] = []
        self.held = threading.Event()
        self.held.set()

    def look(self, readers: Collection[Reader]) -> Mapping[Reader, int]:
        self.looks.append(set(readers))
        assert self.held.wait(LONG)
        if self.is_away:
            raise OperationalError("away")
        return {each: self.numbers[each.thread_id] for each in set(readers) - self.shut_out}

    def change(self, thread_id: UUID = THREAD, by: int = 1) -> None:
        self.numbers[thread_id] += by
        live.publish(thread_id)


@pytest.fixture(autouse=True)
def local_layer(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One process without Redis, and a clock that does not strike unless a test lets it."""
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "dialogue.live.LocalLayer"}}
    channel_layers.backends.clear()
    monkeypatch.setattr(live, "TICK_SECONDS", LONG)


@pytest.fixture
def database() -> Database:
    return Database()


def changed(*numbers: int) -> str:
    return "".join(f"id: {number}\nevent: changed\ndata: {number}\n\n" for number in numbers)


def resync(number: int) -> str:
    return f"id: {number}\nevent: resync\ndata: {number}\n\n"


Words = AsyncGenerator[str]


async def opened(
    database: Database, known: int | None = 0, who: Reader | None = None, **times: float
) -> Words:
    """A stream that has begun and has heard how things stand, which is nothing new."""
    stream = live.hub().stream(who or reader(), known, database.look, **{"heartbeat": LONG} | times)
    assert await said(stream) == BEGINNING + HERE
    return stream


async def listening(database: Database, who: Reader | None = None) -> Words:
    stream = await opened(database, database.numbers[THREAD], who)
    assert await said(stream) == HERE
    return stream


async def said(stream: Words) -> str | None:
    """What comes next, None at the end."""
    return await asyncio.wait_for(anext(stream, None), LONG)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG):
        while not holds():
            await asyncio.sleep(0)


def run(conversation: Callable[[], Awaitable[Any]]) -> Any:
    async def bounded() -> Any:
        return await asyncio.wait_for(conversation(), LONG)

    return asyncio.run(bounded())


async def elsewhere(act: Callable[..., None], *words: Any) -> None:
    """Done in another thread, as requests are."""
    await asyncio.to_thread(act, *words)


def test_each_change_is_told_once_and_in_order(database: Database) -> None:
    async def conversation() -> list[str | None]:
        stream = await listening(database)
        words = []
        for _each in range(3):
            await elsewhere(database.change)
            words.append(await said(stream))
        await elsewhere(database.change, THREAD, 2)
        return [*words, await said(stream)]

    assert run(conversation) == [changed(1), changed(2), changed(3), changed(4, 5)]


def test_change_published_in_a_thread_of_its_own_is_told(database: Database) -> None:
    async def conversation() -> str | None:
        stream = await listening(database)
        threading.Thread(target=database.change).start()
        return await said(stream)

    assert run(conversation) == changed(1)


def test_change_of_another_thread_asks_nothing_and_tells_nothing(database: Database) -> None:
    async def conversation() -> tuple[str | None, int]:
        stream = await listening(database)
        looks = len(database.looks)
        await elsewhere(database.change, OTHER_THREAD)
        await elsewhere(database.change)
        return await said(stream), len(database.looks) - looks

    assert run(conversation) == (changed(1), 1)


@pytest.mark.parametrize(
    ("known", "newest", "told"),
    [
        (7, 7, HERE),
        (6, 7, changed(7)),
        (0, 100, changed(*range(1, 101))),
        (0, 101, resync(101)),
        (8, 7, resync(7)),
        (None, 7, resync(7)),
        (10**17, 7, resync(7)),
    ],
)
def test_stream_begins_where_the_page_was(
    database: Database, known: int | None, newest: int, told: str
) -> None:
    database.numbers[THREAD] = newest

    async def conversation() -> list[str | None]:
        stream = await opened(database, known)
        words = [await said(stream)]
        await elsewhere(database.change)
        return [*words, await said(stream)]

    assert run(conversation) == [told, changed(newest + 1)]


def test_page_that_does_not_read_costs_nothing_and_begins_anew(database: Database) -> None:
    async def conversation() -> str | None:
        stream = await listening(database)
        for _each in range(3):
            await elsewhere(database.change, THREAD, 40)
        await until(lambda: any(each._newest == 120 for each in live.hub().streams))
        return await said(stream)

    assert run(conversation) == resync(120)


def test_one_look_serves_everybody_and_changes_meanwhile_share_one_more(database: Database) -> None:
    async def conversation() -> tuple[list[str | None], list[int]]:
        streams = [await listening(database) for _each in range(5)]
        database.looks.clear()
        database.held.clear()
        await elsewhere(database.change)
        await until(lambda: len(database.looks) == 1)
        for _each in range(4):
            await elsewhere(database.change)
        database.held.set()
        await until(lambda: len(database.looks) == 2)
        await until(lambda: all(each._newest == 5 for each in live.hub().streams))
        return [await said(each) for each in streams], [len(each) for each in database.looks]

    words, looks = run(conversation)
    assert words == [changed(1, 2, 3, 4, 5)] * 5
    assert looks == [5, 5]


def test_process_has_one_subscription_and_leaves_none_behind(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "TICK_SECONDS", 0.01)

    async def conversation() -> tuple[int, int, int]:
        layer = get_channel_layer()
        streams = [await listening(database, reader(each)) for each in (THREAD, THREAD, OTHER_THREAD)]
        subscriptions, count = len(layer.groups[live.GROUP]), live.open_stream_count()
        for stream in streams:
            await stream.aclose()
        left = live.open_stream_count()
        await until(lambda: not layer.groups)
        return subscriptions, count, left

    assert run(conversation) == (1, 3, 0)


def test_stream_opened_after_the_last_one_ended_hears_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def conversation() -> str | None:
        monkeypatch.setattr(live, "TICK_SECONDS", 0.01)
        await (await listening(database)).aclose()
        await until(lambda: live.hub()._work is None)
        monkeypatch.setattr(live, "TICK_SECONDS", LONG)
        stream = await listening(database)
        await until(lambda: bool(get_channel_layer().groups))
        await elsewhere(database.change)
        return await said(stream)

    assert run(conversation) == changed(1)


def test_clock_finds_what_no_message_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "TICK_SECONDS", 0.01)

    async def conversation() -> str | None:
        stream = await listening(database)
        database.numbers[THREAD] += 1
        return await said(stream)

    assert run(conversation) == changed(1)


def test_clock_strikes_also_while_messages_keep_coming(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "TICK_SECONDS", 0.05)
    outsider = reader(OTHER_THREAD)

    async def conversation() -> str | None:
        await listening(database)
        stream = await opened(database, 0, outsider)
        assert await said(stream) == HERE
        database.shut_out.add(outsider)
        waiting = asyncio.ensure_future(said(stream))
        while not waiting.done():
            live.hub()._wake(THREAD)
            await asyncio.sleep(0)
        return await waiting

    assert run(conversation) is None


def test_reader_who_may_not_read_any_more_is_told_nothing_further(database: Database) -> None:
    async def conversation() -> tuple[str | None, str | None]:
        leaving = reader()
        left, staying = await listening(database, leaving), await listening(database)
        database.shut_out.add(leaving)
        await elsewhere(database.change)
        return await said(left), await said(staying)

    assert run(conversation) == (None, changed(1))


def test_right_that_ends_in_silence_ends_the_stream(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "TICK_SECONDS", 0.01)

    async def conversation() -> str | None:
        leaving = reader()
        stream = await listening(database, leaving)
        database.shut_out.add(leaving)
        return await said(stream)

    assert run(conversation) is None


def test_change_told_before_but_not_yet_read_is_kept_from_whoever_lost_the_right(database: Database) -> None:
    async def conversation() -> str | None:
        leaving = reader()
        stream = await listening(database, leaving)
        await elsewhere(database.change)
        await until(lambda: any(each._newest == 1 for each in live.hub().streams))
        database.shut_out.add(leaving)
        await elsewhere(database.change)
        await until(lambda: any(each._has_ended for each in live.hub().streams))
        return await said(stream)

    assert run(conversation) is None


def test_database_that_is_away_keeps_streams_silent_until_it_is_back(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def conversation() -> str | None:
        stream = await listening(database)
        database.is_away = True
        await elsewhere(database.change)
        await until(lambda: len(caplog.records) == 1)
        database.is_away = False
        await elsewhere(database.change)
        return await said(stream)

    assert run(conversation) == changed(1, 2)
    assert [record.message for record in caplog.records] == [
        "Open pages could not be told what changed; the clock tries again."
    ]


def test_messages_that_cannot_be_heard_are_found_by_the_clock_and_heard_again(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(live, "SUBSCRIBE_AGAIN_SECONDS", 0)
    group_add, tries = live.LocalLayer.group_add, iter([False, False, True])

    async def refuses_twice(layer: live.LocalLayer, group: str, channel: str) -> None:
        if not next(tries):
            raise ConnectionError
        await group_add(layer, group, channel)

    monkeypatch.setattr(live.LocalLayer, "group_add", refuses_twice)

    async def conversation() -> str | None:
        stream = await listening(database)
        await until(lambda: bool(get_channel_layer().groups))
        await elsewhere(database.change)
        return await said(stream)

    assert run(conversation) == changed(1)
    assert [record.message for record in caplog.records] == [
        "Live updates are not heard at present; the clock finds them."
    ] * 2


def test_silence_is_filled_and_loses_nothing(database: Database) -> None:
    async def conversation() -> list[str | None]:
        stream = await opened(database, 0, heartbeat=0.01)
        words = [await said(stream) for _each in range(3)]
        await elsewhere(database.change)
        while (word := await said(stream)) == HERE:
            continue
        return [*words, word]

    assert run(conversation) == [HERE, HERE, HERE, changed(1)]


def test_stream_ends_after_its_longest_time(database: Database) -> None:
    async def conversation() -> tuple[set[str], int]:
        stream = live.hub().stream(reader(), 0, database.look, heartbeat=0.02, longest=0.05)
        return {words async for words in stream}, live.open_stream_count()

    assert run(conversation) == ({BEGINNING + HERE, HERE}, 0)


def test_streams_end_at_once_when_the_server_stops(database: Database) -> None:
    async def conversation() -> list[str | None]:
        streams = [await listening(database) for _each in range(2)]
        await elsewhere(live.end_streams)
        return [await said(stream) for stream in streams]

    assert run(conversation) == [None, None]
    assert live.open_stream_count() == 0


def test_hub_that_breaks_ends_its_streams_and_a_new_one_begins(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def conversation() -> list[str | None]:
        stream = await listening(database)
        work = live.hub()._work
        assert work is not None
        work.cancel()
        words = [await said(stream)]
        stream = await listening(database)
        live.hub()._wake(THREAD)
        database.numbers[THREAD] += 1
        return [*words, await said(stream)]

    assert run(conversation) == [None, changed(1)]


@pytest.mark.parametrize("asked_for", [1, 4, 5, 6, 8])
def test_one_person_holds_a_limited_number_of_streams(
    database: Database, monkeypatch: pytest.MonkeyPatch, asked_for: int
) -> None:
    most = 5
    monkeypatch.setattr(live, "MOST_STREAMS_OF_ONE", most)
    person = uuid4()

    async def conversation() -> list[str | None]:
        other = await listening(database)
        mine = [await listening(database, reader(person=person)) for _each in range(asked_for)]
        await elsewhere(database.change)
        return [await said(stream) for stream in (other, *mine)]

    ended = max(0, asked_for - most)
    assert run(conversation) == [changed(1), *[None] * ended, *[changed(1)] * (asked_for - ended)]


def test_publishing_where_nobody_ever_listened_does_nothing() -> None:
    live.publish(THREAD)

    assert get_channel_layer().groups == {}


def test_subscription_of_a_process_does_not_run_out() -> None:
    assert get_channel_layer().group_expiry == live.FOR_AS_LONG_AS_THE_PROCESS


def test_publishing_never_fails_but_is_logged(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": ["redis://127.0.0.1:1/0"]},
        }
    }
    channel_layers.backends.clear()

    live.publish(THREAD)

    assert [record.message for record in caplog.records if record.name == "dialogue.live"] == [
        "A live update could not be sent."
    ]


def test_publishing_to_a_server_that_does_not_answer_takes_no_longer_than_it_may(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def never(layer: live.LocalLayer, group: str, message: dict[str, Any]) -> None:
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(live.LocalLayer, "group_send", never)
    monkeypatch.setattr(live, "DELIVERY_SECONDS", 0.01)

    live.publish(THREAD)

    assert [record.message for record in caplog.records] == ["A live update could not be sent."]
