"""Jobs: background work as rows. A queue only wakes workers; what it forgets is found again here.

An attempt owns its job from `claim` until it ends, or until its lease runs out and another attempt takes
over. `report`, `finish` and `retry_later` change the row only for the attempt that owns it, so that a worker
which was given up and lives on has no second effect: store what was made in one transaction with `finish`,
and only if it returns True.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from dialogue.enums import JobKind, JobMessage, JobState
from dialogue.exceptions import JobNotFailed
from dialogue.models import Job, Workshop

logger = logging.getLogger(__name__)

TASK = "dialogue.run_job"
"""The task is called by its name: tasks import services, and services nothing above them."""
MOST_ATTEMPTS = 5
MOST_ATTEMPTS_OF: Mapping[str, int] = {JobKind.DELIVER_WEBHOOK: 6}
"""By kind, where it is not `MOST_ATTEMPTS`."""
LEASE = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT) * 1.25
"""How long an attempt owns its job: a worker that lives has ended it, or was ended, before that."""
FIRST_PAUSE = timedelta(seconds=5)
"""Before the second attempt of what failed; it doubles with each further one."""
JUST_NOW = timedelta(seconds=5)
MOST_WOKEN_AT_ONCE = 1000
QUEUE_PAUSE = 5.0
"""Seconds for which nobody tries a queue that was away."""
ENDED_JOBS_KEPT_FOR = timedelta(days=7)
DRAWN_MAPS_KEPT_FOR = timedelta(hours=1)
"""In a lively workshop one follows another every half minute."""
FAILURES: Mapping[str, JobMessage] = {
    JobKind.RENDER_EXPORT: JobMessage.COULD_NOT_RENDER,
    JobKind.DELIVER_WEBHOOK: JobMessage.NOT_TOLD,
}
"""What a job says that failed for good, where it is not `JobMessage.GIVEN_UP`."""


class Queue:
    """The way to the workers. After a failure it is left alone for a while, so that a queue which is away
    costs one request a moment and not each of them.
    """

    away_until = 0.0

    def hand_over(self, job_id: UUID) -> bool:
        """Hand a job's id to a worker; False when the queue is away."""
        if monotonic() < self.away_until:
            return False
        try:
            current_app.send_task(TASK, [str(job_id)], retry=False)
        except Exception:  # noqa: BLE001 - whatever a broker raises, the row stays
            self._was_away()
            return False
        return True

    def length(self) -> int | None:
        """How many messages lie in it; None when it is away."""
        if monotonic() < self.away_until:
            return None
        try:
            with current_app.connection_for_write() as connection, connection.channel() as channel:
                return int(channel.queue_declare(current_app.conf.task_default_queue).message_count)
        except Exception:  # noqa: BLE001 - the same
            self._was_away()
            return None

    def _was_away(self) -> None:
        self.away_until = monotonic() + QUEUE_PAUSE
        logger.warning("the queue is away; jobs stay in their table until the next sweep")


queue = Queue()


def add_job(
    *, workshop: Workshop, kind: JobKind, subject: UUID, total: int = 1, due_at: datetime | None = None
) -> Job:
    """Write down work to be done, in the transaction of whoever needs it, and wake a worker after the
    commit. What is due later is left to the clock.
    """
    now = timezone.now()
    job = Job.objects.create(
        workshop=workshop,
        kind=kind,
        subject=subject,
        total=total,
        message=JobMessage.WAITING,
        created_at=now,
        due_at=due_at or now,
        woken_at=None if due_at else now,
    )
    if due_at is None:
        transaction.on_commit(partial(wake, job.pk), robust=True)
    return job


def wake(job_id: UUID) -> bool:
    """Hand a job's id to the queue. A queue that is away is no failure: the row stays, marked as not handed
    over, and the next sweep finds it. Returns whether it was handed over.
    """
    if queue.hand_over(job_id):
        return True
    Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(woken_at=None)
    return False


def claim(job_id: UUID, *, is_orphan: bool = False) -> Job | None:
    """Take a job that waits and is due, once: of several workers that try, one gets it. Gives up a job that
    was begun too often.

    `is_orphan` says that the queue gives the job out again because its worker is gone; then it is taken
    although it stands as begun.
    """
    states = [JobState.QUEUED, JobState.RUNNING] if is_orphan else [JobState.QUEUED]
    now = timezone.now()
    job = Job.objects.filter(_due(now) | Q(state=JobState.RUNNING), pk=job_id, state__in=states).first()
    if job is None:
        return None
    if job.attempts >= most_attempts(job):
        finish(job, state=JobState.FAILED, message=JobMessage.INTERRUPTED, fault=job.fault)
        return None
    claimed = _owned(job).update(
        state=JobState.RUNNING, attempts=job.attempts + 1, started_at=now, due_at=now + LEASE
    )
    return Job.objects.select_related("workshop").get(pk=job_id) if claimed else None


def most_attempts(job: Job) -> int:
    return MOST_ATTEMPTS_OF.get(job.kind, MOST_ATTEMPTS)


def report(job: Job, *, done: int, message: str) -> None:
    """Say how far a job has come, which also renews its lease."""
    _owned(job).update(done=done, message=message, due_at=timezone.now() + LEASE)


def finish(job: Job, *, state: JobState, message: str, fault: str = "") -> bool:
    """End a job, well or with its reason. False, and nothing is changed, when this attempt no longer owns
    the job.
    """
    done = F("total") if state == JobState.DONE else F("done")
    ended = _owned(job).update(
        state=state, message=message, done=done, fault=fault, finished_at=timezone.now()
    )
    if ended and state == JobState.FAILED:
        logger.error("a job was given up", extra={"job": str(job.pk), "kind": job.kind, "fault": fault})
    return bool(ended)


def retry_later(job: Job, *, at: datetime, fault: str) -> bool:
    """Put a job off that did not work now, or give it up when that was its last attempt. `fault` is the class
    of the exception, never its text. Returns whether it will be tried again.
    """
    if job.attempts >= most_attempts(job):
        finish(
            job,
            state=JobState.FAILED,
            message=FAILURES.get(job.kind, JobMessage.GIVEN_UP),
            fault=fault,
        )
        return False
    put_off = _owned(job).update(
        state=JobState.QUEUED, message=JobMessage.AGAIN, fault=fault, due_at=at, woken_at=None
    )
    return bool(put_off)


def retry_or_give_up(job: Job, error: BaseException) -> bool:
    """What follows when an attempt raised: a pause that doubles each time, at last the end."""
    pause = FIRST_PAUSE * 2 ** (job.attempts - 1)
    return retry_later(job, at=timezone.now() + pause, fault=type(error).__qualname__[:80])


@transaction.atomic
def run_again(*, job: Job) -> Job:
    """Queue a failed job once more, with all its attempts before it. Refuses what has not failed."""
    now = timezone.now()
    queued = Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
        state=JobState.QUEUED,
        message=JobMessage.WAITING,
        fault="",
        attempts=0,
        done=0,
        due_at=now,
        woken_at=now,
        finished_at=None,
    )
    if not queued:
        raise JobNotFailed
    transaction.on_commit(partial(wake, job.pk), robust=True)
    return Job.objects.get(pk=job.pk)


def requeue_interrupted() -> int:
    """Queue again whatever is begun and not ended. Only for a worker that knows itself to be the only one,
    before it begins: what runs then was begun by one that is gone. Returns how many.
    """
    return _queue_again(Job.objects.filter(state=JobState.RUNNING))


def requeue_forgotten() -> int:
    """Wake again what a dead worker or a restarted queue forgot. Returns how many.

    Harmless however often and by however many it is run: a job that was handed over a moment ago is left
    alone, and of the others no more are handed over than the queue has lost.
    """
    now = timezone.now()
    _queue_again(Job.objects.filter(state=JobState.RUNNING, due_at__lt=now))
    woken = 0
    for job_id in _take_forgotten(now):
        if not wake(job_id):
            break
        woken += 1
    return woken


def purge_ended_jobs() -> int:
    """Delete the rows of jobs that ended long ago, well or not. Returns how many."""
    now = timezone.now()
    ended = Job.objects.filter(
        Q(state__in=[JobState.DONE, JobState.FAILED], finished_at__lt=now - ENDED_JOBS_KEPT_FOR)
        | Q(state=JobState.DONE, kind=JobKind.DRAW_MAP, finished_at__lt=now - DRAWN_MAPS_KEPT_FOR)
    )
    _deleted, by_model = ended.delete()
    return by_model.get(Job._meta.label, 0)


def _due(now: datetime) -> Q:
    return Q(state=JobState.QUEUED, due_at__lte=now)


def _owned(job: Job) -> QuerySet[Job]:
    """The row of a job as long as nobody began it since `job` was read, and nobody ended it."""
    return Job.objects.filter(
        pk=job.pk,
        attempts=job.attempts,
        started_at=job.started_at,
        state__in=[JobState.QUEUED, JobState.RUNNING],
    )


def _queue_again(begun: QuerySet[Job]) -> int:
    return begun.update(state=JobState.QUEUED, due_at=timezone.now(), woken_at=None)


def _take_forgotten(now: datetime) -> list[UUID]:
    """The ids of due jobs that no message in the queue stands for; each is marked as handed over, so that
    another sweep leaves it alone.
    """
    waiting = Job.objects.filter(_due(now))
    lost = waiting.filter(woken_at=None).count()
    if (count := waiting.count()) == 0 or (lying := queue.length()) is None:
        return []
    with transaction.atomic():
        forgotten = list(
            waiting.filter(Q(woken_at=None) | Q(woken_at__lt=now - JUST_NOW))
            .order_by(F("woken_at").asc(nulls_first=True), "due_at")
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)[: min(max(lost, count - lying), MOST_WOKEN_AT_ONCE)]
        )
        Job.objects.filter(pk__in=forgotten).update(woken_at=now)
    return forgotten
