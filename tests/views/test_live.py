"""The streams of a thread and the number that stands in for them: what they say, to whom, and until when."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from typing import cast as typed

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from channels.layers import channel_layers
from django.contrib.sessions.models import Session as SignIn
from django.http import StreamingHttpResponse
from django.test import AsyncClient, Client

from dialogue import live
from dialogue.enums import Audience, Role
from dialogue.live import BEGINNING, HERE, Look, Looking
from dialogue.models import Participant, Thread, User
from dialogue.services.contributions import announce
from dialogue.services.participants import remove_participant, set_roles
from tests.cast import Cast, post
from tests.views.pages import assert_closed

LONG = 10.0
ADDRESSES = {
    (Audience.ROOM, "stream"): "/threads/{}/live/",
    (Audience.ROOM, "number"): "/threads/{}/changes/",
    (Audience.DESK, "stream"): "/threads/{}/desk/live/",
    (Audience.DESK, "number"): "/threads/{}/desk/changes/",
}
ClientOf = Callable[[Participant | User], Client]


@asynccontextmanager
async def on_the_connection_of_the_test(look: Look) -> AsyncIterator[Looking]:
    yield sync_to_async(look)


@pytest.fixture(autouse=True)
def local_layer(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "dialogue.live.LocalLayer"}}
    channel_layers.backends.clear()
    monkeypatch.setattr(live, "apart", on_the_connection_of_the_test)


@pytest.fixture(autouse=True)
def counters_begin_at_nothing(cast: Cast) -> None:
    Thread.objects.update(room_changes=0, desk_changes=0)


def changed(*numbers: int) -> str:
    return "".join(f"id: {number}\nevent: changed\ndata: {number}\n\n" for number in numbers)


def resync(number: int) -> str:
    return f"id: {number}\nevent: resync\ndata: {number}\n\n"


async def opened(
    person: Participant, thread: Thread, audience: Audience = Audience.ROOM, query: str = "", **headers: str
) -> AsyncIterator[str]:
    """The stream of a thread for this person, its beginning heard."""
    client = AsyncClient()
    await client.aforce_login(person.user)
    address = ADDRESSES[audience, "stream"].format(thread.pk) + query
    response = typed(StreamingHttpResponse, await client.get(address, headers=headers))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/event-stream"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Accel-Buffering"] == "no"
    stream = (chunk.decode() async for chunk in typed(AsyncIterator[bytes], response.streaming_content))
    assert await heard(stream) == BEGINNING + HERE
    return stream


async def heard(stream: AsyncIterator[str]) -> str | None:
    """What comes next, None at the end."""
    return await asyncio.wait_for(anext(stream, None), LONG)


def tell(thread: Thread, audience: Audience = Audience.ROOM) -> None:
    """As an act of a service does it; what would follow the commit is done at once."""
    announce(thread, audience=audience)
    live.publish(thread.pk)


def test_stream_tells_everybody_in_the_workshop_of_a_change(cast: Cast) -> None:
    async def conversation(reader: Participant, known: int) -> list[str | None]:
        stream = await opened(reader, cast.thread, query=f"?after={known}")
        words = [await heard(stream)]
        await sync_to_async(tell)(cast.thread)
        words.append(await heard(stream))
        live.end_streams()
        return [*words, await heard(stream)]

    for reader in cast.everybody().values():
        known = Thread.objects.get(pk=cast.thread.pk).room_changes
        assert async_to_sync(conversation)(reader, known) == [HERE, changed(known + 1), None]
    assert live.open_stream_count() == 0


def test_stream_tells_nothing_of_other_threads(cast: Cast) -> None:
    async def conversation() -> str | None:
        stream = await opened(cast.abolitionist, cast.closed_thread, query="?after=0")
        assert await heard(stream) == HERE
        await sync_to_async(tell)(cast.thread)
        await sync_to_async(tell)(cast.closed_thread)
        return await heard(stream)

    assert async_to_sync(conversation)() == changed(1)


def test_desk_hears_what_it_does_alone_and_the_room_hears_no_gap(cast: Cast) -> None:
    async def conversation() -> tuple[list[str | None], list[str | None]]:
        desk = await opened(cast.moderator, cast.closed_thread, Audience.DESK, "?after=0")
        room = await opened(cast.moderator, cast.closed_thread, query="?after=0")
        told: tuple[list[str | None], list[str | None]] = ([await heard(desk)], [await heard(room)])
        for audience in (Audience.DESK, Audience.DESK, Audience.ROOM):
            await sync_to_async(tell)(cast.closed_thread, audience)
            told[0].append(await heard(desk))
        told[1].append(await heard(room))
        return told

    assert async_to_sync(conversation)() == ([HERE, changed(1), changed(2), changed(3)], [HERE, changed(1)])


@pytest.mark.parametrize(
    ("query", "headers", "told"),
    [
        ("?after=5", {}, HERE),
        ("?after=3", {}, changed(4, 5)),
        ("?after=0", {"Last-Event-ID": "4"}, changed(5)),
        ("?after=5", {"Last-Event-ID": ""}, HERE),
        ("", {"Last-Event-ID": "5"}, HERE),
        ("", {}, resync(5)),
        ("?after=6", {}, resync(5)),
        ("?after=-1", {}, resync(5)),
        ("?after=٣", {}, resync(5)),
        ("?after=five", {}, resync(5)),
        ("?after=" + "9" * 5000, {}, resync(5)),
    ],
)
def test_stream_goes_on_where_the_page_was(
    cast: Cast, query: str, headers: dict[str, str], told: str
) -> None:
    Thread.objects.filter(pk=cast.closed_thread.pk).update(room_changes=5)

    async def conversation() -> str | None:
        return await heard(await opened(cast.abolitionist, cast.closed_thread, query=query, **headers))

    assert async_to_sync(conversation)() == told


def leave(cast: Cast) -> None:
    remove_participant(by=cast.organiser, participant=cast.moderator)


def lose_the_desk(cast: Cast) -> None:
    set_roles(by=cast.organiser, participant=cast.moderator, roles={Role.OBSERVER})


def sign_out(cast: Cast) -> None:
    SignIn.objects.all().delete()


def lose_the_account(cast: Cast) -> None:
    User.objects.filter(pk=cast.moderator.user_id).update(is_active=False)


@pytest.mark.parametrize("lose_the_right", [leave, lose_the_desk, sign_out, lose_the_account])
def test_stream_ends_with_the_right_before_the_next_event(
    cast: Cast, lose_the_right: Callable[[Cast], None]
) -> None:
    async def conversation() -> str | None:
        stream = await opened(cast.moderator, cast.closed_thread, Audience.DESK, "?after=0")
        assert await heard(stream) == HERE
        await sync_to_async(lose_the_right)(cast)
        await sync_to_async(tell)(cast.closed_thread)
        return await heard(stream)

    assert async_to_sync(conversation)() is None
    assert live.open_stream_count() == 0


@pytest.mark.parametrize("lose_the_right", [leave, lose_the_desk, sign_out, lose_the_account])
def test_stream_ends_with_the_right_in_silence(
    cast: Cast, lose_the_right: Callable[[Cast], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "TICK_SECONDS", 0.01)

    async def conversation() -> str | None:
        stream = await opened(cast.moderator, cast.closed_thread, Audience.DESK, "?after=0")
        assert await heard(stream) == HERE
        await sync_to_async(lose_the_right)(cast)
        return await heard(stream)

    assert async_to_sync(conversation)() is None


def test_right_is_looked_up_at_least_every_five_seconds() -> None:
    assert live.TICK_SECONDS <= 4
    assert live.HEARTBEAT_SECONDS <= 15
    assert live.LONGEST_SECONDS <= 600


def test_post_is_counted_where_the_page_says_what_it_knows(cast: Cast, client_of: ClientOf) -> None:
    room, desk = client_of(cast.supporter), client_of(cast.moderator)

    def numbers() -> list[int]:
        return [
            room.get(ADDRESSES[Audience.ROOM, "number"].format(cast.thread.pk)).json()["number"],
            desk.get(ADDRESSES[Audience.DESK, "number"].format(cast.thread.pk)).json()["number"],
        ]

    def known() -> list[int]:
        pages = [room.get(f"/threads/{cast.thread.pk}/"), desk.get(f"/threads/{cast.thread.pk}/desk/")]
        return [int(page.content.decode().split('data-after="')[1].split('"')[0]) for page in pages]

    before = numbers()
    post(cast.abolitionist, cast.thread)

    assert numbers() == known() == [number + 1 for number in before]


def test_number_of_the_room_tells_nothing_of_the_desk(cast: Cast, client_of: ClientOf) -> None:
    client, address = (
        client_of(cast.supporter), ADDRESSES[Audience.ROOM, "number"].format(cast.closed_thread.pk)
    )  # fmt: skip
    before = client.get(address).content

    announce(cast.closed_thread, audience=Audience.DESK)

    assert (before, client.get(address).content) == (b'{"number": 0}', b'{"number": 0}')


@pytest.mark.parametrize("what", ["stream", "number"])
def test_others_are_answered_as_if_there_were_none(cast: Cast, client_of: ClientOf, what: str) -> None:
    of_room, of_desk = ADDRESSES[Audience.ROOM, what], ADDRESSES[Audience.DESK, what]

    for outsider in (cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), of_room.format, cast.thread.pk)
    for outsider in (cast.stranger, cast.other_moderator, cast.abolitionist, cast.organiser, cast.observer):
        assert_closed(client_of(outsider), of_desk.format, cast.thread.pk)


@pytest.mark.parametrize("address", ADDRESSES.values())
def test_without_an_account_it_is_refused(cast: Cast, client: Client, address: str) -> None:
    for accepted in ("text/event-stream", "application/json"):
        assert client.get(address.format(cast.thread.pk), headers={"Accept": accepted}).status_code == 401


@pytest.mark.parametrize("address", ADDRESSES.values())
def test_it_takes_no_form(cast: Cast, client_of: ClientOf, address: str) -> None:
    answer = client_of(cast.moderator).post(address.format(cast.thread.pk), {"a": "b"})

    assert answer.status_code == 405
