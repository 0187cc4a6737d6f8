"""What every contribution asks before it is stored: is the workshop still on, is the thread open, to which
session it belongs.
"""

from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from dialogue import live
from dialogue.enums import Audience
from dialogue.exceptions import NotAllowed, ThreadClosed, WorkshopOver
from dialogue.models import Participant, Session, Thread, Workshop
from dialogue.services.record import lock_workshop


def current_session(workshop: Workshop) -> Session:
    """The session that what is done now belongs to. Refuses when the last one is closed."""
    session = Session.objects.current().filter(workshop=workshop).first()
    if session is None:
        raise WorkshopOver
    return session


def begin_contribution(*, thread: Thread, by: Participant) -> Session:
    """Lock the workshop, look again at its state, and return the session the contribution belongs to.

    Poster and closer take the same lock, so nothing slips in behind a close. The first contribution fixes the
    rules. `session.workshop` is the row that is locked.
    """
    workshop = lock_workshop(thread.workshop_id)
    _look_again(by, workshop)
    session = current_session(workshop)
    session.workshop = workshop
    if not Thread.objects.only("phase").get(pk=thread.pk).is_open:
        raise ThreadClosed
    if workshop.rules_fixed_at is None:
        Workshop.objects.filter(pk=workshop.pk).update(rules_fixed_at=timezone.now())
    return session


def begin_steering(*, workshop: Workshop, by: Participant) -> Workshop:
    """Lock the workshop of what is acted upon, and look again whether `by` takes part in it."""
    locked = lock_workshop(workshop.pk)
    _look_again(by, locked)
    return locked


def _look_again(by: Participant, workshop: Workshop) -> None:
    """Refuse who is of another workshop, was removed, or lost a role since `rules` were asked about `by`."""
    now = Participant.objects.present().filter(pk=by.pk, workshop=workshop).first()
    if now is None or not set(by.roles) <= set(now.roles):
        raise NotAllowed


def announce(thread: Thread, *, audience: Audience = Audience.ROOM) -> None:
    """Count a change for those who may know of it, and wake their open pages after the commit; each fetches
    what it may see under its own rights.

    Belongs into the transaction of the act and under the workshop's lock: so the numbers follow each other as
    the commits do. The desk reads what the room reads, and what it does alone leaves no gap in the room's.
    """
    counters = {"desk_changes": F("desk_changes") + 1}
    if audience == Audience.ROOM:
        counters["room_changes"] = F("room_changes") + 1
    Thread.objects.filter(pk=thread.pk).update(**counters)
    transaction.on_commit(partial(live.publish, thread.pk), robust=True)
