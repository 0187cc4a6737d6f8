"""Threads: added, edited, put in order, opened and closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue import rules
from dialogue.enums import Phase, RecordKind
from dialogue.exceptions import EditedMeanwhile, NotAllowed, UnknownChoice
from dialogue.models import Camp, LocalText, Participant, Thread, Workshop
from dialogue.services.contributions import announce, begin_steering
from dialogue.services.record import enter
from dialogue.services.texts import clean_local_text

LONGEST_TITLE = 200
LONGEST_PROMPT = 2000


@dataclass(frozen=True, slots=True)
class ThreadWording:
    """What an organiser writes about a thread; titles and prompts per language, one language at least."""

    title: LocalText
    prompt: LocalText
    addressee: Camp | None = None

    def cleaned(self) -> "ThreadWording":
        return ThreadWording(
            title=clean_local_text(self.title, field="title", longest=LONGEST_TITLE, single_line=True),
            prompt=clean_local_text(self.prompt, field="prompt", longest=LONGEST_PROMPT),
            addressee=self.addressee,
        )

    def check_addressee(self, workshop: Workshop) -> None:
        if self.addressee is not None and self.addressee.workshop_id != workshop.pk:
            raise UnknownChoice(
                value=self.addressee.key, choices=_("the camps of this workshop"), field="addressee"
            )


@transaction.atomic
def add_thread(*, by: Participant, wording: ThreadWording) -> Thread:
    """Add a thread of the organiser's own at the end of the agenda; it is closed until somebody opens it."""
    if not rules.may_organise(by):
        raise NotAllowed
    wording = wording.cleaned()
    workshop = begin_steering(workshop=by.workshop, by=by)
    wording.check_addressee(workshop)
    threads = Thread.objects.filter(workshop=workshop)
    order = (threads.aggregate(last=Max("order"))["last"] or 0) + 1
    number = 1 + threads.filter(key__startswith="own-").count()
    while threads.filter(key=f"own-{number}").exists():
        number += 1
    thread = Thread.objects.create(
        workshop=workshop,
        key=f"own-{number}",
        order=order,
        title=wording.title,
        prompt=wording.prompt,
        addressee=wording.addressee,
    )
    enter(workshop=workshop, kind=RecordKind.THREAD_ADDED, subject=thread, by=by)
    return thread


@transaction.atomic
def edit_thread(*, by: Participant, thread: Thread, wording: ThreadWording, expected_version: int) -> Thread:
    """Change title, prompt or addressee; refused with `EditedMeanwhile` if somebody else did since."""
    if not rules.may_organise(by):
        raise NotAllowed
    wording = wording.cleaned()
    workshop = begin_steering(workshop=thread.workshop, by=by)
    wording.check_addressee(workshop)
    changed = Thread.objects.filter(pk=thread.pk, version=expected_version).update(
        title=wording.title, prompt=wording.prompt, addressee=wording.addressee, version=expected_version + 1
    )
    if not changed:
        raise EditedMeanwhile
    fresh = Thread.objects.get(pk=thread.pk)
    enter(workshop=workshop, kind=RecordKind.THREAD_EDITED, subject=fresh, by=by)
    announce(fresh)
    return fresh


@transaction.atomic
def reorder_threads(*, by: Participant, order: Sequence[UUID]) -> None:
    """Put all threads of the workshop in this order; refused when one was added or is missing meanwhile."""
    if not rules.may_organise(by):
        raise NotAllowed
    workshop = begin_steering(workshop=by.workshop, by=by)
    threads = {thread.pk: thread for thread in Thread.objects.filter(workshop=workshop)}
    if set(order) != set(threads) or len(order) != len(threads):
        raise EditedMeanwhile(
            _("The agenda changed while you were ordering it. It stands below as it is now.")
        )
    for place, thread_id in enumerate(order, start=1):
        Thread.objects.filter(pk=thread_id).update(order=place)
    enter(workshop=workshop, kind=RecordKind.THREADS_REORDERED, subject=workshop, by=by)


@transaction.atomic
def open_thread(*, by: Participant, thread: Thread) -> Thread:
    """Let a thread take contributions."""
    return _set_phase(by, thread, Phase.RESPOND, RecordKind.THREAD_OPENED)


@transaction.atomic
def close_thread(*, by: Participant, thread: Thread) -> Thread:
    """Let a thread take nothing more; it can be opened again."""
    return _set_phase(by, thread, Phase.CLOSED, RecordKind.THREAD_CLOSED)


def _set_phase(by: Participant, thread: Thread, phase: Phase, kind: RecordKind) -> Thread:
    if not rules.may_set_phase(by):
        raise NotAllowed
    workshop = begin_steering(workshop=thread.workshop, by=by)
    fresh = Thread.objects.get(pk=thread.pk)
    if fresh.is_open == (phase != Phase.CLOSED):
        return fresh
    fresh.phase = phase
    if phase != Phase.CLOSED and fresh.opened_at is None:
        fresh.opened_at = timezone.now()
    fresh.save(update_fields=["phase", "opened_at"])
    enter(workshop=workshop, kind=kind, subject=fresh, by=by)
    announce(fresh)
    return fresh


def camp_of_workshop(workshop_id: UUID, key: str) -> Camp | None:
    """The camp with this key, None for the empty key; refuses any other."""
    if not key:
        return None
    camp = Camp.objects.filter(workshop_id=workshop_id, key=key).first()
    if camp is None:
        raise UnknownChoice(value=key, choices=_("the camps of this workshop"), field="camp")
    return camp
