"""Figures: drawn with the response that changes them, stored, and read by every surface."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dialogue.convergence import (
    Band,
    Bands,
    CampCounts,
    Change,
    ChangeCode,
    Figures,
    Level,
    Stance,
    StatementClass,
    analyse,
    classify,
    is_unclear,
    polarisation,
    tell_bands,
    withhold,
)
from dialogue.enums import FigureKind, JobKind, JobState
from dialogue.models import Figure, Job, Position, PositionVersion, Session, SessionFigure, Workshop
from dialogue.selectors.responses import (
    AnswersToVersion,
    answers_of_others,
    answers_to,
    answers_to_each,
    nobodys_answers,
)
from dialogue.services.jobs import add_job
from dialogue.services.record import lock_workshop

DRAWN_AT_ONCE = 100
KEPT_AT_ONCE = 500
KEPT = ("version_id", "data", "level", "kind", "bridge_percent")
MOST_DRAWN_IN_AN_ACT = 200
"""Beyond this many wordings a change of people does not wait for their figures: a job draws them."""
DRAWN_AFTER = timedelta(seconds=30)
LONGEST_ACT = timedelta(seconds=20)
"""No transaction of an act takes as long: the database ends it before."""


def draw_first_figure(*, version: PositionVersion, workshop: Workshop) -> Figure:
    """Draw the figures of a wording that is new, so that nobody can have answered it."""
    drawn = _drawn(nobodys_answers(workshop.pk), workshop)
    return Figure.objects.create(version=version, round=None, **drawn)


def refresh_figure(*, version: PositionVersion, workshop: Workshop) -> None:
    """Draw the running figures of one version anew. Runs in the transaction of the act that changed them."""
    if workshop.tells_bands:
        return
    drawn = _drawn(answers_to(version, workshop.pk), workshop)
    if not Figure.objects.filter(version=version, round__isnull=True).update(**drawn):
        Figure.objects.create(version=version, round=None, **drawn)


def follow_people(*, workshop: Workshop) -> None:
    """Let the figures follow a change of who belongs to which camp; to be called under the workshop's lock.

    In a workshop they are right with the act itself. In a large consultation that would hold everybody up
    for seconds, so they follow within a minute, drawn once for all the changes of that time. Bands follow
    nobody.
    """
    if workshop.tells_bands:
        return
    if _current_versions(workshop).count() <= MOST_DRAWN_IN_AN_ACT:
        refresh_workshop_figures(workshop=workshop)
        return
    now = timezone.now()
    # A job that begins only when this act is long over sees what it changed; an earlier one might not.
    begins_late_enough = Job.objects.filter(
        workshop=workshop,
        kind=JobKind.REFRESH_FIGURES,
        state=JobState.QUEUED,
        due_at__gt=now + LONGEST_ACT,
    )
    if not begins_late_enough.exists():
        add_job(
            workshop=workshop, kind=JobKind.REFRESH_FIGURES, subject=workshop.pk, due_at=now + DRAWN_AFTER
        )


def refresh_workshop_figures(*, workshop: Workshop) -> int:
    """Draw the figures of every current wording anew, after a camp changed its members. Returns how many.

    Some at a time and each time under the lock of the workshop, so that no answer given meanwhile is missed
    and nobody waits long.
    """
    versions = list(_current_versions(workshop).values_list("pk", flat=True))
    for start in range(0, len(versions), DRAWN_AT_ONCE):
        with transaction.atomic():
            _refresh(versions[start : start + DRAWN_AT_ONCE], lock_workshop(workshop.pk))
    return len(versions)


def tell_bands_at_close(*, workshop: Workshop) -> int:
    """Tell the bands of every current wording that can be told and was not; returns how many were.

    To be called under the lock of the workshop. A wording is told once: whatever is answered afterwards
    changes nothing of it, because two tellings with one answer between them would tell that answer. Those
    who are shown to stand behind a text are not among its answers, because everybody can guess theirs.
    """
    if not workshop.tells_bands:
        return 0
    silent = Figure.objects.filter(
        version__in=_current_versions(workshop), round__isnull=True, bands__isnull=True
    )
    by_version = {figure.version_id: figure for figure in silent}
    version_ids, told = list(by_version), 0
    for start in range(0, len(version_ids), DRAWN_AT_ONCE):
        figures = []
        answered = answers_to_each(version_ids[start : start + DRAWN_AT_ONCE], workshop.pk)
        by_others = answers_of_others(answered, workshop)
        for version_id, answers in answered.items():
            bands = tell_bands(by_others[version_id], answers.standing_objections, workshop.rule)
            if bands is not None:
                figures.append(_with_bands(by_version[version_id], bands))
        Figure.objects.bulk_update(figures, ("bands", "level", "kind", "drawn_at"))
        told += len(figures)
    return told


def _with_bands(figure: Figure, bands: Bands) -> Figure:
    figure.bands = bands.to_dict()
    figure.level = str(bands.at_least)
    figure.kind = kind_of_bands(bands)
    figure.drawn_at = timezone.now()
    return figure


def kind_of_bands(bands: Bands) -> str:
    """On which list these bands put their wording."""
    told = {camp.band for camp in bands.camps}
    if bands.at_least is not Level.OPEN:
        return FigureKind.NEAR
    if told >= {Band.BROAD_SUPPORT, Band.LITTLE_SUPPORT}:
        return FigureKind.DIVIDES
    return FigureKind.REJECTED if told == {Band.LITTLE_SUPPORT} else FigureKind.OPEN


def keep_figures(*, session: Session) -> int:
    """Keep the figures of every wording everybody may read, as they stand at the close of a session.

    In the transaction of the close, some at a time. Withheld figures are not kept. Returns how many are.
    """
    standing = Position.objects.citable_in(session.workshop)
    running = Figure.objects.filter(round__isnull=True, version__current_of__in=standing).exclude(level="")
    ids = list(running.values_list("pk", flat=True))
    for start in range(0, len(ids), KEPT_AT_ONCE):
        some = Figure.objects.filter(pk__in=ids[start : start + KEPT_AT_ONCE])
        SessionFigure.objects.bulk_create(
            SessionFigure(session=session, **values) for values in some.values(*KEPT)
        )
    return len(ids)


def _current_versions(workshop: Workshop) -> QuerySet[PositionVersion]:
    return PositionVersion.objects.filter(
        current_of__isnull=False, position__thread__workshop=workshop, position__withdrawn_at__isnull=True
    )


def _refresh(version_ids: Sequence[UUID], workshop: Workshop) -> None:
    answers = answers_to_each(version_ids, workshop.pk)
    there = {
        figure.version_id: figure
        for figure in Figure.objects.filter(version__in=version_ids, round__isnull=True)
    }
    for version_id in version_ids:
        figure = there.setdefault(version_id, Figure(version_id=version_id))
        for name, value in _drawn(answers[version_id], workshop).items():
            setattr(figure, name, value)
    Figure.objects.bulk_create([each for each in there.values() if each._state.adding])
    known = [each for each in there.values() if not each._state.adding]
    Figure.objects.bulk_update(known, DRAWN)


DRAWN = (
    "data", "level", "kind", "bridge_percent", "joint", "polarised", "answered", "raised_by",
    "is_decided_by_one", "is_unclear", "drawn_at",
)  # fmt: skip


def _drawn(answers: AnswersToVersion, workshop: Workshop) -> dict[str, Any]:
    if workshop.tells_bands:
        hidden = withhold([camp.key for camp in answers.camps], workshop.rule)
        return {"data": hidden.to_dict(), "drawn_at": timezone.now()}
    figures = analyse(answers.camps, answers.neither, answers.standing_objections, workshop.rule)
    bridge, joint = figures.bridge, figures.joint_probability
    polarised = None if figures.level is None else polarisation(_counts(figures))
    return {
        "data": figures.to_dict(),
        "level": str(figures.level) if figures.level else "",
        "kind": kind_of(figures),
        "bridge_percent": int(bridge * 100) if bridge is not None else None,
        "joint": None if joint is None else float(joint),
        "polarised": None if polarised is None else float(polarised),
        "answered": {} if figures.level is None else {each.key: each.answered for each in figures.camps},
        "raised_by": people_to_raise(figures),
        "is_decided_by_one": is_decided_by_one(figures),
        "is_unclear": figures.level is not None
        and any(is_unclear(each.passed, each.answered) for each in _counts(figures)),
        "drawn_at": timezone.now(),
    }


def kind_of(figures: Figures) -> str:
    """On which list these figures put their wording; empty while they are withheld."""
    if figures.level is None:
        return ""
    if figures.bridge is None or not all(camp.quorum for camp in figures.camps):
        return FigureKind.TOO_FEW
    if figures.level is not Level.OPEN:
        return FigureKind.NEAR
    return _KINDS.get(classify(_counts(figures)), FigureKind.OPEN)


_KINDS = {
    StatementClass.DIVIDES: FigureKind.DIVIDES,
    StatementClass.REJECTED_BY_EVERY_CAMP: FigureKind.REJECTED,
}


def people_to_raise(figures: Figures) -> int | None:
    """The fewest people who would raise the level if they agreed or objected no more; None if none can.

    What holds only together with something else is added up.
    """
    ways = [_people_of(change, figures) for change in figures.changes if not change.together]
    together = [
        _people_of(change, figures)
        for change in figures.changes
        if change.together and change.code is not ChangeCode.MORE_ANSWERS_NEEDED
    ]
    if together and None not in together:
        ways.append(sum(number for number in together if number is not None))
    return min((number for number in ways if number is not None), default=None)


def _people_of(change: Change, figures: Figures) -> int | None:
    match change.code:
        case ChangeCode.MORE_AGREEMENTS | ChangeCode.SWITCHES_NEEDED:
            return change.number
        case ChangeCode.OBJECTION_WITHDRAWN:
            return figures.standing_objections
        case _falls_or_answers:
            return None


def is_decided_by_one(figures: Figures) -> bool:
    """Whether one answer still to come would give a quorum, or would lower the level if it were a No."""
    needed = [
        change.number or 0 for change in figures.changes if change.code is ChangeCode.MORE_ANSWERS_NEEDED
    ]
    out_of_reach = any((camp.answers_missing_for_quorum or 0) > (camp.missing or 0) for camp in figures.camps)
    hangs = any(change.code is ChangeCode.ONE_MORE_NO for change in figures.changes)
    return hangs or (sum(needed) == 1 and not out_of_reach)


def _counts(figures: Figures) -> list[CampCounts]:
    """The answers of every camp in three steps: to live with something is to agree, to object to disagree."""
    return [
        CampCounts(
            agree=counts[Stance.AGREE] + counts[Stance.CAN_LIVE_WITH_IT],
            passed=counts[Stance.PASS],
            disagree=counts[Stance.DISAGREE] + counts[Stance.OBJECT],
            members=camp.members or 0,
            objections=counts[Stance.OBJECT],
        )
        for camp in figures.camps
        if (counts := camp.counts) is not None
    ]
