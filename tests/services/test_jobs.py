"""Jobs: begun once, ended with a reason, found again when a queue forgets them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from dialogue import tasks
from dialogue.enums import JobKind, JobMessage, JobState
from dialogue.models import Job
from dialogue.services import jobs
from dialogue.services.jobs import MOST_ATTEMPTS, add_job, claim, finish, report, requeue_forgotten
from tests.cast import Cast


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[UUID]]:
    """The ids handed to the queue."""
    handed: list[UUID] = []

    def send_task(name: str, arguments: list[str], **options: Any) -> None:
        assert name == tasks.run_job.name
        handed.extend(UUID(each) for each in arguments)

    monkeypatch.setattr(jobs.current_app, "send_task", send_task)
    return handed  # type: ignore[return-value]


@pytest.fixture
def job(cast: Cast) -> Job:
    return add_job(workshop=cast.workshop, kind=JobKind.REFRESH_FIGURES, subject=uuid4(), total=3)


def now(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_worker_is_woken_after_the_commit(
    cast: Cast, woken: list[UUID], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = add_job(workshop=cast.workshop, kind=JobKind.REFRESH_FIGURES, subject=uuid4())
        assert woken == []

    assert woken == [job.pk]
    assert (job.state, job.message, job.percent) == (JobState.QUEUED, JobMessage.WAITING, 0)


def test_queue_that_is_away_is_no_failure(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*arguments: object, **options: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(jobs.current_app, "send_task", away)

    jobs.wake(job.pk)

    assert now(job).state == JobState.QUEUED


def test_job_is_claimed_once(job: Job) -> None:
    first, second = claim(job.pk), claim(job.pk)

    assert first is not None
    assert second is None
    assert (first.state, first.attempts, first.started_at is not None) == (JobState.RUNNING, 1, True)


def test_job_that_is_none_is_not_claimed(db: None) -> None:
    assert claim(uuid4()) is None


def test_job_begun_too_often_is_given_up(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(attempts=MOST_ATTEMPTS)

    assert claim(job.pk) is None
    assert (now(job).state, now(job).message) == (JobState.FAILED, JobMessage.INTERRUPTED)


def test_job_says_how_far_it_has_come(job: Job) -> None:
    report(job, done=1, message=JobMessage.READING)
    assert (now(job).percent, now(job).message) == (33, JobMessage.READING)

    finish(job, state=JobState.DONE, message=JobMessage.READY)
    assert (now(job).percent, now(job).state, now(job).finished_at is not None) == (100, JobState.DONE, True)


def test_failed_job_keeps_how_far_it_came(job: Job) -> None:
    report(job, done=2, message=JobMessage.SETTING)

    finish(now(job), state=JobState.FAILED, message=JobMessage.COULD_NOT_RENDER)

    assert (now(job).done, now(job).state) == (2, JobState.FAILED)


def test_what_a_dead_worker_left_is_queued_again(job: Job, woken: list[UUID]) -> None:
    claim(job.pk)
    assert requeue_forgotten() == 0

    Job.objects.filter(pk=job.pk).update(started_at=timezone.now() - timedelta(hours=1))

    assert requeue_forgotten() == 1
    assert (woken, now(job).state) == ([job.pk], JobState.QUEUED)


def test_only_worker_takes_up_at_once_what_an_earlier_one_had_begun(job: Job, woken: list[UUID]) -> None:
    claim(job.pk)

    tasks.requeue_interrupted()
    tasks.sweep()

    assert (woken, now(job).state, now(job).attempts) == ([job.pk], JobState.QUEUED, 1)


def test_job_that_kills_its_worker_each_time_is_given_up(job: Job) -> None:
    for _attempt in range(MOST_ATTEMPTS):
        assert claim(job.pk) is not None
        tasks.requeue_interrupted()

    assert claim(job.pk) is None
    assert (now(job).state, now(job).message) == (JobState.FAILED, JobMessage.INTERRUPTED)


def test_job_that_has_ended_is_not_begun_again(job: Job) -> None:
    finish(job, state=JobState.DONE, message=JobMessage.READY)

    tasks.requeue_interrupted()

    assert now(job).state == JobState.DONE


def test_percent_of_nothing_is_nothing() -> None:
    assert Job(total=0).percent == 0
