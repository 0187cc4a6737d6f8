"""Figures: drawn with the response that changes them, stored, and read by every surface."""

from typing import Any

from django.utils import timezone

from dialogue.convergence import analyse
from dialogue.models import Figure, PositionVersion, Workshop
from dialogue.selectors.responses import AnswersToVersion, answers_to, answers_to_each, nobodys_answers

DRAWN_AT_ONCE = 500


def draw_first_figure(*, version: PositionVersion, workshop: Workshop) -> Figure:
    """Draw the figures of a wording that is new, so that nobody can have answered it."""
    drawn = _drawn(nobodys_answers(workshop.pk), workshop)
    return Figure.objects.create(version=version, round=None, **drawn)


def refresh_figure(*, version: PositionVersion, workshop: Workshop) -> None:
    """Draw the running figures of one version anew. Runs in the transaction of the act that changed them."""
    drawn = _drawn(answers_to(version, workshop.pk), workshop)
    if not Figure.objects.filter(version=version, round__isnull=True).update(**drawn):
        Figure.objects.create(version=version, round=None, **drawn)


def refresh_workshop_figures(*, workshop: Workshop) -> int:
    """Draw the figures of every current wording anew, after a camp changed its members. Returns how many."""
    versions = list(
        PositionVersion.objects.filter(
            current_of__isnull=False,
            position__thread__workshop=workshop,
            position__withdrawn_at__isnull=True,
        ).values_list("pk", flat=True)
    )
    for start in range(0, len(versions), DRAWN_AT_ONCE):
        part = versions[start : start + DRAWN_AT_ONCE]
        answers = answers_to_each(part, workshop.pk)
        there = {
            figure.version_id: figure
            for figure in Figure.objects.filter(version__in=part, round__isnull=True)
        }
        for version_id in part:
            figure = there.setdefault(version_id, Figure(version_id=version_id))
            for name, value in _drawn(answers[version_id], workshop).items():
                setattr(figure, name, value)
        Figure.objects.bulk_create([each for each in there.values() if each._state.adding])
        known = [each for each in there.values() if not each._state.adding]
        Figure.objects.bulk_update(known, ["data", "level", "bridge_percent", "drawn_at"])
    return len(versions)


def _drawn(answers: AnswersToVersion, workshop: Workshop) -> dict[str, Any]:
    figures = analyse(answers.camps, answers.neither, answers.standing_objections, workshop.rule)
    bridge = figures.bridge
    return {
        "data": figures.to_dict(),
        "level": str(figures.level) if figures.level else "",
        "bridge_percent": int(bridge * 100) if bridge is not None else None,
        "drawn_at": timezone.now(),
    }
