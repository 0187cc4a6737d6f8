"""Figures: drawn with the response that changes them, stored, and read by every surface."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dialogue.convergence import analyse
from dialogue.enums import JobKind, JobState
from dialogue.models import Figure, Job, PositionVersion, Workshop
from dialogue.selectors.responses import AnswersToVersion, answers_to, answers_to_each, nobodys_answers
from dialogue.services.jobs import add_job
from dialogue.services.record import lock_workshop

DRAWN_AT_ONCE = 100
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
    drawn = _drawn(answers_to(version, workshop.pk), workshop)
    if not Figure.objects.filter(version=version, round__isnull=True).update(**drawn):
        Figure.objects.create(version=version, round=None, **drawn)


def follow_people(*, workshop: Workshop) -> None:
    """Let the figures follow a change of who belongs to which camp; to be called under the workshop's lock.

    In a workshop they are right with the act itself. In a large consultation that would hold everybody up
    for seconds, so they follow within a minute, drawn once for all the changes of that time.
    """
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
    Figure.objects.bulk_update(known, ["data", "level", "bridge_percent", "drawn_at"])


def _drawn(answers: AnswersToVersion, workshop: Workshop) -> dict[str, Any]:
    figures = analyse(answers.camps, answers.neither, answers.standing_objections, workshop.rule)
    bridge = figures.bridge
    return {
        "data": figures.to_dict(),
        "level": str(figures.level) if figures.level else "",
        "bridge_percent": int(bridge * 100) if bridge is not None else None,
        "drawn_at": timezone.now(),
    }
