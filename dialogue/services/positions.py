"""Positions and proposals: put forward, revised, withdrawn."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue import rules
from dialogue.enums import Language, PositionKind, RecordKind
from dialogue.exceptions import EditedMeanwhile, NotAllowed, PositionWithdrawn, TextRefused, UnknownChoice
from dialogue.models import Participant, Position, PositionVersion, Thread
from dialogue.models.positions import LONGEST_CLAIM, LONGEST_REASONING, LONGEST_STEP
from dialogue.services.contributions import announce, begin_contribution
from dialogue.services.figures import draw_first_figure
from dialogue.services.record import enter, enter_together
from dialogue.services.texts import clean_text


@dataclass(frozen=True, slots=True)
class PositionWording:
    """The words of one version, as typed. `step` is what a proposal concretely asks for."""

    claim: str
    reasoning: str
    language: str
    step: str = ""

    def cleaned(self, kind: str) -> "PositionWording":
        if self.language not in Language.values:
            raise UnknownChoice(value=self.language, choices=", ".join(Language.values), field="language")
        step = clean_text(self.step, field="step", longest=LONGEST_STEP, required=False)
        if step and kind != PositionKind.PROPOSAL:
            raise TextRefused(
                _("Only a proposal asks for a concrete step. Mark it as a proposal, or leave this empty."),
                field="step",
            )
        return PositionWording(
            claim=clean_text(self.claim, field="claim", longest=LONGEST_CLAIM, single_line=True),
            reasoning=clean_text(self.reasoning, field="reasoning", longest=LONGEST_REASONING),
            language=self.language,
            step=step,
        )


@transaction.atomic
def post_position(
    *, by: Participant, thread: Thread, kind: str, wording: PositionWording, part: str = "", choice: str = ""
) -> Position:
    """Put a position or a proposal forward in an open thread. Its words are its first version."""
    if not rules.may_post(by):
        raise NotAllowed
    if kind not in PositionKind.values:
        raise UnknownChoice(value=kind, choices=", ".join(PositionKind.values), field="kind")
    wording = wording.cleaned(kind)
    _check_part_and_choice(thread, part, choice)
    session = begin_contribution(thread=thread, by=by)
    numbers = Position.objects.filter(thread=thread, kind=kind).aggregate(highest=Max("number"))
    position = Position(
        thread=thread,
        session=session,
        author=by,
        kind=kind,
        number=(numbers["highest"] or 0) + 1,
        part=part,
        choice=choice,
        posted_at=timezone.now(),
    )
    version = position.current_version = _version(position, wording, number=1)
    # Each row names the other; the database holds them against each other at the commit.
    position.save(force_insert=True)
    version.save(force_insert=True)
    acts = [(RecordKind.POSITION_POSTED, position), (RecordKind.WORDING_ADDED, version)]
    enter_together(workshop=session.workshop, acts=acts, by=by)
    draw_first_figure(version=version, workshop=by.workshop)
    announce(thread)
    return position


@transaction.atomic
def revise_position(
    *, by: Participant, position: Position, wording: PositionWording, expected_version: int
) -> PositionVersion:
    """Give a position a new wording. Answers stay with the earlier one; their givers are asked again.

    Refuses with `EditedMeanwhile` when `expected_version` is no longer the newest. The same words again
    change nothing.
    """
    if not rules.may_revise(by, position):
        raise NotAllowed
    wording = wording.cleaned(position.kind)
    begin_contribution(thread=position.thread, by=by)
    fresh = Position.objects.select_related("current_version").get(pk=position.pk)
    if fresh.withdrawn_at is not None:
        raise PositionWithdrawn
    current = fresh.current_version
    assert current is not None
    if current.number != expected_version:
        raise EditedMeanwhile
    if wording == PositionWording(current.claim, current.reasoning, current.language, current.step):
        return current
    version = _add_version(fresh, wording, number=current.number + 1, by=by)
    announce(position.thread)
    return version


@transaction.atomic
def withdraw_position(*, by: Participant, position: Position) -> Position:
    """Withdraw a position: its place stays as a trace, its words are shown to nobody any more. Twice does
    nothing more.
    """
    if position.author_id != by.id or not rules.may_post(by):
        raise NotAllowed
    begin_contribution(thread=position.thread, by=by)
    fresh = Position.objects.get(pk=position.pk)
    if fresh.withdrawn_at is None:
        fresh.withdrawn_at = timezone.now()
        fresh.save(update_fields=["withdrawn_at"])
        enter(workshop=by.workshop, kind=RecordKind.POSITION_WITHDRAWN, subject=fresh, by=by)
        announce(position.thread)
    return fresh


def _add_version(
    position: Position, wording: PositionWording, *, number: int, by: Participant
) -> PositionVersion:
    version = _version(position, wording, number=number)
    version.save(force_insert=True)
    Position.objects.filter(pk=position.pk).update(current_version=version)
    position.current_version = version
    enter(workshop=by.workshop, kind=RecordKind.WORDING_ADDED, subject=version, by=by)
    draw_first_figure(version=version, workshop=by.workshop)
    return version


def _version(position: Position, wording: PositionWording, *, number: int) -> PositionVersion:
    return PositionVersion(
        position=position,
        number=number,
        claim=wording.claim,
        reasoning=wording.reasoning,
        step=wording.step,
        language=wording.language,
        written_at=timezone.now(),
    )


def _check_part_and_choice(thread: Thread, part: str, choice: str) -> None:
    for field, value, keys in (
        ("part", part, [each.key for each in thread.thread_parts]),
        ("choice", choice, [each.key for each in thread.thread_choices]),
    ):
        if value and value not in keys:
            raise UnknownChoice(value=value, choices=", ".join(keys), field=field)
