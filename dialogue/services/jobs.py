"""Jobs: background work as rows. A queue only wakes workers; what it forgets is found again here."""

import logging
from datetime import timedelta
from functools import partial
from uuid import UUID

from celery import current_app
from django.db import transaction
from django.utils import timezone

from dialogue.enums import JobKind, JobMessage, JobState
from dialogue.models import Job, Workshop

logger = logging.getLogger(__name__)

TASK = "dialogue.run_job"
"""The task is called by its name: tasks import services, and services nothing above them."""
MOST_ATTEMPTS = 5
OVERDUE_AFTER = timedelta(minutes=15)


def add_job(*, workshop: Workshop, kind: JobKind, subject: UUID, total: int = 1) -> Job:
    """Write down work to be done, in the transaction of whoever needs it, and wake a worker after the
    commit.
    """
    job = Job.objects.create(
        workshop=workshop,
        kind=kind,
        subject=subject,
        total=total,
        message=JobMessage.WAITING,
        created_at=timezone.now(),
    )
    transaction.on_commit(partial(wake, job.pk), robust=True)
    return job


def wake(job_id: UUID) -> None:
    """Hand a job's id to the queue. A queue that is away is no failure: the row stays and the next sweep
    finds it.
    """
    try:
        current_app.send_task(TASK, [str(job_id)], retry=False)
    except Exception:  # noqa: BLE001 - whatever a broker raises, the row stays
        logger.warning("the queue is away; a job stays in its table until the next sweep")


def claim(job_id: UUID) -> Job | None:
    """Take a queued job, once: of several workers that try, one gets it. Gives up a job that was begun too
    often.
    """
    job = Job.objects.filter(pk=job_id, state=JobState.QUEUED).first()
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        finish(job, state=JobState.FAILED, message=JobMessage.INTERRUPTED)
        return None
    claimed = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, attempts=job.attempts + 1, started_at=timezone.now()
    )
    return Job.objects.get(pk=job_id) if claimed else None


def report(job: Job, *, done: int, message: str) -> None:
    """Say how far a job has come."""
    Job.objects.filter(pk=job.pk).update(done=done, message=message)


def finish(job: Job, *, state: JobState, message: str) -> None:
    """End a job, well or with its reason."""
    done = job.total if state == JobState.DONE else job.done
    Job.objects.filter(pk=job.pk).update(state=state, message=message, done=done, finished_at=timezone.now())


def requeue_interrupted() -> int:
    """Queue again whatever is begun and not ended. Only for a worker that knows itself to be the only one,
    before it begins: what runs then was begun by one that is gone. Returns how many.
    """
    return Job.objects.filter(state=JobState.RUNNING).update(state=JobState.QUEUED)


def requeue_forgotten() -> int:
    """Wake again what a dead worker or a restarted queue forgot. Returns how many."""
    overdue = timezone.now() - OVERDUE_AFTER
    Job.objects.filter(state=JobState.RUNNING, started_at__lt=overdue).update(state=JobState.QUEUED)
    waiting = list(
        Job.objects.filter(state=JobState.QUEUED).order_by("created_at").values_list("pk", flat=True)[:100]
    )
    for job_id in waiting:
        wake(job_id)
    return len(waiting)
