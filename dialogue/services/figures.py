"""Figures: drawn with the response that changes them, stored, and read by every surface."""

from django.utils import timezone

from dialogue.convergence import analyse
from dialogue.models import Figure, PositionVersion, Workshop
from dialogue.selectors.responses import answers_to


def refresh_figure(*, version: PositionVersion, workshop: Workshop) -> Figure:
    """Draw the running figures of one version anew. Runs in the transaction of the act that changed them."""
    answers = answers_to(version, workshop.pk)
    figures = analyse(answers.camps, answers.neither, answers.standing_objections, workshop.rule)
    bridge = figures.bridge
    figure, _created = Figure.objects.update_or_create(
        version=version,
        round=None,
        defaults={
            "data": figures.to_dict(),
            "level": str(figures.level) if figures.level else "",
            "bridge_percent": int(bridge * 100) if bridge is not None else None,
            "drawn_at": timezone.now(),
        },
    )
    return figure


def refresh_workshop_figures(*, workshop: Workshop) -> int:
    """Draw the figures of every current wording anew, after a camp changed its members. Returns how many."""
    versions = PositionVersion.objects.filter(
        current_of__isnull=False, position__thread__workshop=workshop, position__withdrawn_at__isnull=True
    )
    for version in versions:
        refresh_figure(version=version, workshop=workshop)
    return len(versions)
