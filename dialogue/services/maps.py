"""The opinion map: drawn in the background, at most so often, and kept until it is drawn anew."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from dialogue.convergence import MapMemory
from dialogue.enums import JobKind, JobMessage, JobState
from dialogue.models import DrawnMap, Job, Workshop
from dialogue.selectors.responses import conversation_of
from dialogue.services import jobs

DRAWN_AT_MOST_EVERY = timedelta(seconds=30)


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
                    "data": figures.to_dict(),
                    "memory": figures.memory.to_dict(),
                    "record_count": workshop.record_count,
                    "answers": figures.votes,
                    "drawn_at": timezone.now(),
                },
            )


def queue_stale_maps() -> int:
    """Queue a job for every workshop in which something happened since its map was drawn.

    Returns how many.
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
        record_count__gt=0,
    )
    queued = 0
    for workshop in stale:
        with transaction.atomic():
            jobs.add_job(workshop=workshop, kind=JobKind.DRAW_MAP, subject=workshop.pk)
        queued += 1
    return queued
