"""The stream of a thread: what it says, to whom, and when it ends."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any
from typing import cast as typed

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from channels.layers import channel_layers
from django.contrib.sessions.models import Session as SignIn
from django.http import StreamingHttpResponse
from django.test import AsyncClient, Client

from dialogue import live
from dialogue.models import Participant, User
from dialogue.services.participants import remove_participant
from tests.cast import Cast
from tests.views.pages import assert_closed

LONG = 10.0
RETRY, CHANGED, HEARTBEAT = "retry: 3000\n\n", "event: changed\ndata: 1\n\n", ": still here\n\n"


@pytest.fixture(autouse=True)
def local_layer(settings: Any) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "dialogue.live.LocalLayer"}}
    channel_layers.backends.clear()


def beat_every(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialogue.views.live.listen", partial(live.listen, heartbeat=seconds))


async def opened(person: Participant | User, cast: Cast) -> AsyncIterator[str]:
    """The stream of the open thread for this person, its first words heard."""
    client = AsyncClient()
    await client.aforce_login(person.user if isinstance(person, Participant) else person)
    response = typed(StreamingHttpResponse, await client.get(f"/threads/{cast.thread.pk}/live/"))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/event-stream"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Accel-Buffering"] == "no"
    stream = (chunk.decode() async for chunk in typed(AsyncIterator[bytes], response.streaming_content))
    assert [await anext(stream), await anext(stream)] == [RETRY, CHANGED]
    return stream


async def heard(stream: AsyncIterator[str]) -> str | None:
    """What comes next, None at the end."""
    return await asyncio.wait_for(anext(stream, None), LONG)


async def listening(stream: AsyncIterator[str]) -> "asyncio.Future[str | None]":
    waiting = asyncio.ensure_future(heard(stream))
    while not live.open_streams:
        await asyncio.sleep(0)
    return waiting


def test_stream_tells_everybody_in_the_workshop_of_a_change(cast: Cast) -> None:
    async def conversation(reader: Participant) -> list[str | None]:
        stream = await opened(reader, cast)
        first = await listening(stream)
        await sync_to_async(live.publish)(f"thread.{cast.thread.pk}", "changed")
        words = [await first]
        live.end_streams()
        return [*words, await heard(stream)]

    for reader in cast.everybody().values():
        assert async_to_sync(conversation)(reader) == [CHANGED, None]
    assert live.open_streams == set()


def test_stream_tells_nothing_of_other_threads(cast: Cast) -> None:
    async def conversation() -> str | None:
        stream = await opened(cast.abolitionist, cast)
        first = await listening(stream)
        await sync_to_async(live.publish)(f"thread.{cast.closed_thread.pk}", "changed")
        live.end_streams()
        return await first

    assert async_to_sync(conversation)() is None


def test_silence_is_filled(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    beat_every(0.01, monkeypatch)

    async def conversation() -> list[str | None]:
        stream = await opened(cast.abolitionist, cast)
        words = [await heard(stream), await heard(stream)]
        live.end_streams()
        return words

    assert async_to_sync(conversation)() == [HEARTBEAT, HEARTBEAT]


def leave(cast: Cast) -> None:
    remove_participant(by=cast.organiser, participant=cast.abolitionist)


def sign_out(cast: Cast) -> None:
    SignIn.objects.all().delete()


def lose_the_account(cast: Cast) -> None:
    User.objects.filter(pk=cast.abolitionist.user_id).update(is_active=False)


@pytest.mark.parametrize("lose_the_right", [leave, sign_out, lose_the_account])
def test_stream_ends_with_the_right_before_the_next_event(
    cast: Cast, lose_the_right: Callable[[Cast], None]
) -> None:
    async def conversation() -> str | None:
        stream = await opened(cast.abolitionist, cast)
        first = await listening(stream)
        await sync_to_async(lose_the_right)(cast)
        await sync_to_async(live.publish)(f"thread.{cast.thread.pk}", "changed")
        return await first

    assert async_to_sync(conversation)() is None
    assert live.open_streams == set()


@pytest.mark.parametrize("lose_the_right", [leave, sign_out, lose_the_account])
def test_stream_ends_with_the_right_in_silence(
    cast: Cast, lose_the_right: Callable[[Cast], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    beat_every(0.01, monkeypatch)

    async def conversation() -> str | None:
        stream = await opened(cast.abolitionist, cast)
        assert await heard(stream) == HEARTBEAT
        await sync_to_async(lose_the_right)(cast)
        word = await heard(stream)
        while word is not None:
            word = await heard(stream)
        return word

    assert async_to_sync(conversation)() is None


def test_stream_of_others_answers_like_none_at_all(cast: Cast, client_of: Callable[..., Client]) -> None:
    for outsider in (cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), lambda each: f"/threads/{each}/live/", cast.thread.pk)


def test_stream_without_an_account_is_refused(cast: Cast, client: Client) -> None:
    response = client.get(f"/threads/{cast.thread.pk}/live/", headers={"Accept": "text/event-stream"})

    assert response.status_code == 401


def test_stream_takes_no_form(cast: Cast, client_of: Callable[..., Client]) -> None:
    assert (
        client_of(cast.abolitionist).post(f"/threads/{cast.thread.pk}/live/", {"a": "b"}).status_code == 405
    )
