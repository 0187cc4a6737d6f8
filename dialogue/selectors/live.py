"""What open pages may be told: how often their thread changed, for as long as their reader may read it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session as SignIn
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from dialogue import rules
from dialogue.enums import Audience
from dialogue.live import Reader
from dialogue.models import Participant, Thread, User

Key = TypeVar("Key", str, UUID)

READ_AT_ONCE = 500
MAY_HEAR: Mapping[str, Callable[[Participant], bool]] = {
    Audience.ROOM: rules.may_read,
    Audience.DESK: rules.may_see_desk,
}


def changes_of(thread: Thread, audience: str) -> int:
    """The number of the newest change that this audience may know of."""
    return thread.desk_changes if audience == Audience.DESK else thread.room_changes


def newest_change_for(readers: Collection[Reader]) -> dict[Reader, int]:
    """The newest change of each reader's thread. Who signed out, was removed or left the desk is missing.

    Three queries for up to five hundred readers. Numbers are read first: whoever may still read afterwards
    could read when they were true, so nobody is told of what came after the end of his or her right.
    """
    threads = {
        thread.pk: thread
        for some in _portions({reader.thread_id for reader in readers})
        for thread in Thread.objects.only("workshop_id", "room_changes", "desk_changes").filter(pk__in=some)
    }
    signed_in = _signed_in({reader.session_key for reader in readers})
    participants = {
        (participant.user_id, participant.workshop_id): participant
        for some in _portions({reader.user_id for reader in readers})
        for participant in Participant.objects.present()
        .select_related("user")
        .filter(user__in=some, user__is_active=True, workshop__in={t.workshop_id for t in threads.values()})
    }
    newest = {}
    for reader in readers:
        thread = threads.get(reader.thread_id)
        participant = thread and participants.get((reader.user_id, thread.workshop_id))
        if (
            thread
            and participant
            and MAY_HEAR[reader.audience](participant)
            and _is_of(signed_in.get(reader.session_key, {}), participant.user)
        ):
            newest[reader] = changes_of(thread, reader.audience)
    return newest


def _signed_in(keys: Collection[str]) -> dict[str, Mapping[str, str]]:
    """What the stored sign-ins with these keys say, as far as they have not expired."""
    return {
        sign_in.session_key: sign_in.get_decoded()
        for some in _portions(keys)
        for sign_in in SignIn.objects.filter(session_key__in=some, expire_date__gt=timezone.now())
    }


def _is_of(sign_in: Mapping[str, str], user: User) -> bool:
    """Whether this is a sign-in of this account, and from after whatever signs out everywhere."""
    proof = sign_in.get(HASH_SESSION_KEY, "")
    return sign_in.get(SESSION_KEY) == str(user.pk) and any(
        constant_time_compare(proof, each)
        for each in (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    )


def _portions(keys: Collection[Key]) -> Iterator[list[Key]]:
    listed = list(keys)
    for start in range(0, len(listed), READ_AT_ONCE):
        yield listed[start : start + READ_AT_ONCE]
