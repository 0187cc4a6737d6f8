"""The opinion map: drawn in the background, at most so often, and kept until it is drawn anew.

What is kept names nobody: how many of which camp stand in which cell of the picture, and how texts pull.
Where one stands oneself follows from that and from one's own answers.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from dialogue.convergence import Identifier, MapMemory
from dialogue.enums import FigureStyle, JobKind, JobMessage, JobState
from dialogue.models import DrawnMap, Job, Workshop
from dialogue.selectors.pictures import Picture
from dialogue.selectors.responses import NEITHER, conversation_of
from dialogue.services import jobs

if TYPE_CHECKING:
    from dialogue.convergence import ConversationFigures, OpinionMap, TypicalStatements

DRAWN_AT_MOST_EVERY = timedelta(seconds=30)
MOST_TYPICAL = 10
"""So many texts are kept of each camp, the surest."""


def draw_map(job: Job) -> None:
    """Do one job: draw the map of a workshop from the answers of now."""
    # Loads NumPy, which no page needs.
    from dialogue.convergence import analyse_conversation

    workshop = Workshop.objects.get(pk=job.workshop_id)
    before = DrawnMap.objects.filter(workshop=workshop).first()
    conversation = conversation_of(workshop)
    figures = analyse_conversation(
        conversation,
        previous=MapMemory.from_dict(before.memory) if before else None,
        smallest_group=workshop.smallest_group,
    )
    with transaction.atomic():
        if jobs.finish(job, state=JobState.DONE, message=JobMessage.READY):
            DrawnMap.objects.update_or_create(
                workshop=workshop,
                defaults={
                    "data": _to_keep(figures, conversation.camp_of),
                    "memory": figures.memory.to_dict(),
                    "record_count": workshop.record_count,
                    "answers": figures.votes,
                    "drawn_at": timezone.now(),
                },
            )


def _to_keep(figures: "ConversationFigures", camps: Mapping[Identifier, str]) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "notices": [each.to_dict() for each in figures.notices],
        "picture": None,
        "typical": _typical_of(figures.typical, len(set(camps.values())) == 2) if figures.typical else None,
    }
    if figures.drawn is not None:
        kept["picture"] = _picture_of(figures.drawn, camps)
        kept["pulls"] = _pulls_of(figures.drawn)
        kept["groups"] = figures.groups.to_dict()["groups"] if figures.groups else []
        kept["beside"] = figures.beside.to_dict() if figures.beside else None
    return kept


def _picture_of(drawn: "OpinionMap", camps: Mapping[Identifier, str]) -> dict[str, Any]:
    """How many people of which camp stand in which cell; what lies far out is drawn at the edge."""
    placed = list(zip(drawn.placed_participants, drawn.placed_points.tolist(), strict=True))
    picture = Picture.around([point for _participant, point in placed])
    cells = Counter(
        (camps.get(participant) or NEITHER, *picture.cell(x, y)) for participant, (x, y) in placed
    )
    return {"step": picture.step, "cells": [[*cell, count] for cell, count in sorted(cells.items())]}


def _pulls_of(drawn: "OpinionMap") -> list[list[Any]]:
    """Every text: its id, its loading on both axes, and the mean of the answers to it."""
    loadings: Sequence[Sequence[float]] = drawn.components.T.tolist()
    return [
        [str(statement), *both, mean]
        for statement, both, mean in zip(drawn.statements, loadings, drawn.means.tolist(), strict=True)
    ]


def _typical_of(typical: "TypicalStatements", of_two: bool) -> dict[str, Any]:
    """How many texts are typical of a camp, how many would be by lot, and the surest of each camp.

    Where lots would list as much, the strongly typical ones remain, or none. What one of two camps agrees
    with more than the other, the other agrees with less: it is told and counted once.
    """
    is_strong_alone = not typical.is_shown and typical.is_strong_shown
    found = typical.strong if is_strong_alone else typical.statements
    by_lot = typical.strong_by_lot if is_strong_alone else typical.by_lot
    told = [each for each in found if each.agreeing or not of_two]
    by_camp: dict[str, list[list[Any]]] = {}
    if typical.is_shown or is_strong_alone:
        for each in told:
            by_camp.setdefault(each.camp, []).append([str(each.statement), each.agreeing, each.is_strong])
    return {
        "number": len(told),
        "by_lot": by_lot / 2 if of_two else by_lot,
        "camps": [[camp, len(texts), texts[:MOST_TYPICAL]] for camp, texts in by_camp.items()],
    }


def queue_stale_maps() -> int:
    """Queue a job for every workshop in which something happened since its map was drawn.

    Returns how many. There is no map where bands are told: a point that moves when somebody answers is told.
    """
    waiting = Job.objects.filter(
        workshop=OuterRef("pk"), kind=JobKind.DRAW_MAP, state__in=(JobState.QUEUED, JobState.RUNNING)
    )
    just_tried = Job.objects.filter(
        workshop=OuterRef("pk"), kind=JobKind.DRAW_MAP, created_at__gt=timezone.now() - DRAWN_AT_MOST_EVERY
    )
    stale = Workshop.objects.filter(
        Q(drawn_map__isnull=True) | ~Q(drawn_map__record_count=F("record_count")),
        ~Exists(waiting),
        ~Exists(just_tried),
        figure_style=FigureStyle.COUNTS,
        record_count__gt=0,
    )
    queued = 0
    for workshop in stale:
        with transaction.atomic():
            jobs.add_job(workshop=workshop, kind=JobKind.DRAW_MAP, subject=workshop.pk)
        queued += 1
    return queued
