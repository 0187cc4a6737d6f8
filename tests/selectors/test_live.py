"""Who may be told of what: every way a right to listen ends, and at what cost that is looked up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session as SignIn
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue.enums import Audience, Role
from dialogue.live import Reader
from dialogue.models import Participant, Thread, User
from dialogue.selectors.live import newest_change_for
from dialogue.services.participants import remove_participant, set_roles
from tests.cast import Cast

ClientOf = Callable[[Participant | User], Client]
ROOM, DESK = 3, 7


@pytest.fixture
def thread(cast: Cast) -> Thread:
    Thread.objects.filter(pk=cast.thread.pk).update(room_changes=ROOM, desk_changes=DESK)
    return cast.thread


def signed_in(client: Client, user_id: object, thread: Thread, audience: Audience = Audience.ROOM) -> Reader:
    return Reader(client.session.session_key or "", user_id, thread.pk, audience)  # type: ignore[arg-type]


def test_everybody_in_the_workshop_hears_what_the_room_may_know(
    cast: Cast, thread: Thread, client_of: ClientOf
) -> None:
    readers = [signed_in(client_of(each), each.user_id, thread) for each in cast.everybody().values()]

    assert newest_change_for(readers) == dict.fromkeys(readers, ROOM)


def test_desk_alone_hears_what_the_desk_may_know(cast: Cast, thread: Thread, client_of: ClientOf) -> None:
    readers = {
        name: signed_in(client_of(each), each.user_id, thread, Audience.DESK)
        for name, each in cast.everybody().items()
    }

    newest = newest_change_for(readers.values())

    assert newest == {readers[name]: DESK for name in ("moderator", "chair", "rapporteur")}


def test_outsiders_and_threads_that_are_none_hear_nothing(
    cast: Cast, thread: Thread, client_of: ClientOf
) -> None:
    stranger = signed_in(client_of(cast.stranger), cast.stranger.pk, thread)
    of_elsewhere = signed_in(client_of(cast.other_moderator), cast.other_moderator.user_id, thread)
    insider = signed_in(client_of(cast.moderator), cast.moderator.user_id, thread)
    nowhere = Reader(insider.session_key, insider.user_id, uuid4(), Audience.ROOM)

    assert newest_change_for([stranger, of_elsewhere, insider, nowhere]) == {insider: ROOM}


def leave(cast: Cast, client: Client) -> None:
    remove_participant(by=cast.organiser, participant=cast.moderator)


def lose_the_desk(cast: Cast, client: Client) -> None:
    set_roles(by=cast.organiser, participant=cast.moderator, roles={Role.OBSERVER})


def sign_out(cast: Cast, client: Client) -> None:
    client.logout()


def let_the_sign_in_expire(cast: Cast, client: Client) -> None:
    SignIn.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def lose_the_account(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.moderator.user_id).update(is_active=False)


def sign_out_everywhere(cast: Cast, client: Client) -> None:
    cast.moderator.user.set_password("another")
    cast.moderator.user.save()


def sign_in_as_somebody_else(cast: Cast, client: Client) -> None:
    session = client.session
    session["_auth_user_id"] = str(cast.chair.user_id)
    session.save()


def break_the_sign_in(cast: Cast, client: Client) -> None:
    SignIn.objects.update(session_data="nothing that was signed")


@pytest.mark.parametrize(
    ("lose_the_right", "room_too"),
    [
        (leave, True),
        (lose_the_desk, False),
        (sign_out, True),
        (let_the_sign_in_expire, True),
        (lose_the_account, True),
        (sign_out_everywhere, True),
        (sign_in_as_somebody_else, True),
        (break_the_sign_in, True),
    ],
)
def test_right_ends(
    cast: Cast,
    thread: Thread,
    client_of: ClientOf,
    lose_the_right: Callable[[Cast, Client], None],
    room_too: bool,
) -> None:
    client = client_of(cast.moderator)
    room = signed_in(client, cast.moderator.user_id, thread)
    desk = signed_in(client, cast.moderator.user_id, thread, Audience.DESK)
    assert newest_change_for([room, desk]) == {room: ROOM, desk: DESK}

    lose_the_right(cast, client)

    assert newest_change_for([room, desk]) == ({} if room_too else {room: ROOM})


def test_somebody_invited_who_has_not_joined_hears_nothing(
    cast: Cast, thread: Thread, client_of: ClientOf
) -> None:
    reader = signed_in(client_of(cast.observer), cast.observer.user_id, thread)
    assert newest_change_for([reader]) == {reader: ROOM}

    Participant.objects.filter(pk=cast.observer.pk).update(joined_at=None)

    assert newest_change_for([reader]) == {}


def test_sign_in_outlives_a_new_secret_of_the_installation(
    cast: Cast, thread: Thread, client_of: ClientOf, settings: Any
) -> None:
    reader = signed_in(client_of(cast.moderator), cast.moderator.user_id, thread)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new secret, as long as a real one has to be as well"
    with_the_old_one_known = newest_change_for([reader])
    settings.SECRET_KEY_FALLBACKS = []

    assert (with_the_old_one_known, newest_change_for([reader])) == ({reader: ROOM}, {})


@pytest.mark.parametrize("listening", [1, 12])
def test_cost_does_not_grow_with_those_who_listen(
    cast: Cast, thread: Thread, client_of: ClientOf, listening: int
) -> None:
    people = [*cast.abolitionists, *cast.supporters, *cast.of_neither][:listening]
    readers = [signed_in(client_of(each), each.user_id, thread) for each in people]

    with CaptureQueriesContext(connection) as queries:
        newest = newest_change_for(readers)

    assert (len(newest), len(queries)) == (listening, 3)
