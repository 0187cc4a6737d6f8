"""Jobs: begun once, ended with a reason, found again when a queue forgets them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from dialogue import tasks
from dialogue.enums import JobKind, JobMessage, JobState
from dialogue.exceptions import JobNotFailed
from dialogue.models import Job
from dialogue.services import jobs
from dialogue.services.jobs import (
    DRAWN_MAPS_KEPT_FOR,
    ENDED_JOBS_KEPT_FOR,
    FIRST_PAUSE,
    LEASE,
    MOST_ATTEMPTS,
    QUEUE_PAUSE,
    Queue,
    add_job,
    claim,
    finish,
    purge_ended_jobs,
    report,
    requeue_forgotten,
    retry_later,
    run_again,
)
from tests.cast import Cast

Committed = Callable[..., Any]


@dataclass
class Lying:
    """A queue in place of the broker's: the ids handed over, until a test lets them get lost."""

    ids: list[UUID] = field(default_factory=list)
    is_away: bool = False

    def hand_over(self, job_id: UUID) -> bool:
        if not self.is_away:
            self.ids.append(job_id)
        return not self.is_away

    def length(self) -> int | None:
        return None if self.is_away else len(self.ids)


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Lying:
    lying = Lying()
    monkeypatch.setattr(jobs, "queue", lying)
    return lying


@pytest.fixture
def job(cast: Cast) -> Job:
    return add_job(workshop=cast.workshop, kind=JobKind.REFRESH_FIGURES, subject=uuid4(), total=3)


def now(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_worker_is_woken_after_the_commit(
    cast: Cast, queue: Lying, django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = add_job(workshop=cast.workshop, kind=JobKind.REFRESH_FIGURES, subject=uuid4())
        assert queue.ids == []

    assert queue.ids == [job.pk]
    assert (job.state, job.message, job.percent) == (JobState.QUEUED, JobMessage.WAITING, 0)


def test_queue_that_is_away_is_no_failure(job: Job, queue: Lying) -> None:
    queue.is_away = True

    assert not jobs.wake(job.pk)
    assert (now(job).state, now(job).woken_at) == (JobState.QUEUED, None)


def test_queue_that_is_away_is_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[str] = []
    moment = [100.0]

    def away(name: str, arguments: list[str], **options: object) -> None:
        tries.append(arguments[0])
        raise ConnectionError

    monkeypatch.setattr(jobs.current_app, "send_task", away)
    monkeypatch.setattr(jobs, "monotonic", lambda: moment[0])
    queue = Queue()

    handed = [queue.hand_over(uuid4()) for _each in range(3)]
    moment[0] += QUEUE_PAUSE
    later = queue.hand_over(uuid4())

    assert (handed, later, len(tries)) == ([False] * 3, False, 2)
    assert queue.length() is None


def test_queue_hands_over_ids_alone_and_tells_its_length() -> None:
    queue = Queue()
    before = queue.length()
    assert before is not None

    assert queue.hand_over(uuid4())
    assert queue.length() == before + 1

    with jobs.current_app.connection_for_write() as connection, connection.channel() as channel:
        channel.queue_purge(jobs.current_app.conf.task_default_queue)


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


def test_what_a_dead_worker_left_is_queued_again_when_its_lease_is_over(job: Job, queue: Lying) -> None:
    claim(job.pk)
    assert (requeue_forgotten(), claim(job.pk)) == (0, None)

    with time_machine.travel(timezone.now() + LEASE, tick=False):
        assert requeue_forgotten() == 1
        assert (queue.ids, now(job).state) == ([job.pk], JobState.QUEUED)


def test_job_that_reports_keeps_its_lease(job: Job, queue: Lying) -> None:
    begun = claim(job.pk)
    assert begun is not None

    with time_machine.travel(timezone.now() + LEASE / 2, tick=False):
        report(begun, done=1, message=JobMessage.READING)
    with time_machine.travel(timezone.now() + LEASE, tick=False):
        assert requeue_forgotten() == 0

    assert now(job).state == JobState.RUNNING


def test_queue_that_gives_a_job_out_again_because_its_worker_is_gone_has_it_taken_at_once(job: Job) -> None:
    claim(job.pk)

    taken = claim(job.pk, is_orphan=True)

    assert taken is not None
    assert taken.attempts == 2


@pytest.mark.parametrize("redelivered", [True, False])
def test_task_tells_a_job_of_a_worker_that_is_gone_from_one_that_is_under_way(
    job: Job, redelivered: bool
) -> None:
    claim(job.pk)
    tasks.run_job.push_request(delivery_info={"redelivered": redelivered})

    try:
        tasks.run_job.run(str(job.pk))
    finally:
        tasks.run_job.pop_request()

    assert (now(job).state, now(job).attempts) == (
        (JobState.DONE, 2) if redelivered else (JobState.RUNNING, 1)
    )


def test_attempt_that_was_given_up_has_no_further_say(job: Job) -> None:
    first = claim(job.pk)
    second = claim(job.pk, is_orphan=True)
    assert first is not None
    assert second is not None

    report(first, done=2, message=JobMessage.SETTING)
    assert not finish(first, state=JobState.FAILED, message=JobMessage.COULD_NOT_RENDER)
    assert not retry_later(first, at=timezone.now(), fault="ValueError")

    assert (now(job).state, now(job).done, now(job).message) == (JobState.RUNNING, 0, JobMessage.WAITING)
    assert finish(second, state=JobState.DONE, message=JobMessage.READY)
    assert not finish(second, state=JobState.FAILED, message=JobMessage.GIVEN_UP)


def test_slow_attempt_may_still_end_a_job_that_nobody_has_begun_anew(job: Job, queue: Lying) -> None:
    begun = claim(job.pk)
    assert begun is not None
    with time_machine.travel(timezone.now() + LEASE, tick=False):
        requeue_forgotten()

    assert finish(begun, state=JobState.DONE, message=JobMessage.READY)
    assert claim(job.pk) is None


def test_job_is_not_begun_before_it_is_due(job: Job, queue: Lying) -> None:
    begun = claim(job.pk)
    assert begun is not None
    at = timezone.now() + timedelta(minutes=10)

    assert retry_later(begun, at=at, fault="TimeoutError")
    assert (claim(job.pk), requeue_forgotten(), queue.ids) == (None, 0, [])
    assert (now(job).state, now(job).message, now(job).fault) == (
        JobState.QUEUED, JobMessage.AGAIN, "TimeoutError",
    )  # fmt: skip

    with time_machine.travel(at, tick=False):
        assert requeue_forgotten() == 1
        again = claim(job.pk)
    assert again is not None
    assert again.attempts == 2


def test_job_that_fails_each_time_is_parked_with_its_reason(
    job: Job, queue: Lying, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(job: Job) -> None:
        raise ZeroDivisionError("with a name in it")

    monkeypatch.setattr(tasks, "WORK", {JobKind.REFRESH_FIGURES: fail})
    pauses = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(MOST_ATTEMPTS - 1):
            tasks.run_job(str(job.pk))
            pauses.append(now(job).due_at - timezone.now())
            assert (now(job).state, now(job).fault) == (JobState.QUEUED, "ZeroDivisionError")
            clock.move_to(now(job).due_at)
        tasks.run_job(str(job.pk))

    assert pauses == [FIRST_PAUSE * 2**turn for turn in range(MOST_ATTEMPTS - 1)]
    assert (now(job).state, now(job).message, now(job).attempts) == (
        JobState.FAILED, JobMessage.GIVEN_UP, MOST_ATTEMPTS,
    )  # fmt: skip
    assert "a job was given up" in caplog.messages


def test_kind_may_have_more_attempts_than_others(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_ATTEMPTS_OF", {job.kind: MOST_ATTEMPTS + 1})
    Job.objects.filter(pk=job.pk).update(attempts=MOST_ATTEMPTS)

    begun = claim(job.pk)

    assert begun is not None
    assert not retry_later(begun, at=timezone.now(), fault="")


def test_failed_job_is_run_again_with_all_its_attempts(
    job: Job, queue: Lying, django_capture_on_commit_callbacks: Committed
) -> None:
    Job.objects.filter(pk=job.pk).update(attempts=MOST_ATTEMPTS)
    claim(job.pk)

    with django_capture_on_commit_callbacks(execute=True):
        run_again(job=now(job))

    assert (now(job).state, now(job).attempts, now(job).finished_at) == (JobState.QUEUED, 0, None)
    assert queue.ids == [job.pk]
    with pytest.raises(JobNotFailed):
        run_again(job=now(job))


def test_waiting_job_is_handed_over_once_however_often_the_sweep_comes(job: Job, queue: Lying) -> None:
    later = timezone.now() + timedelta(minutes=1)
    with time_machine.travel(later, tick=False):
        handed = [requeue_forgotten() for _stroke in range(5)]

    assert (handed, queue.ids) == ([1, 0, 0, 0, 0], [job.pk])


def test_everything_is_handed_over_again_when_the_queue_was_emptied(cast: Cast, queue: Lying) -> None:
    waiting = [
        add_job(workshop=cast.workshop, kind=JobKind.REFRESH_FIGURES, subject=uuid4()).pk for _job in range(3)
    ]
    later = timezone.now() + timedelta(minutes=1)
    with time_machine.travel(later, tick=False) as clock:
        requeue_forgotten()
        queue.ids.clear()
        assert requeue_forgotten() == 0, "it was handed over a moment ago"
        clock.shift(timedelta(seconds=10))
        assert requeue_forgotten() == 3

    assert sorted(queue.ids) == sorted(waiting)


def test_no_more_is_handed_over_than_the_queue_has_lost(cast: Cast, queue: Lying) -> None:
    lost, lying = (
        add_job(workshop=cast.workshop, kind=JobKind.REFRESH_FIGURES, subject=uuid4()) for _job in range(2)
    )
    Job.objects.filter(pk=lost.pk).update(woken_at=None)
    queue.ids.append(lying.pk)

    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        assert requeue_forgotten() == 1

    assert queue.ids == [lying.pk, lost.pk]


def test_sweep_waits_for_a_queue_that_is_away(job: Job, queue: Lying) -> None:
    queue.is_away = True
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        assert requeue_forgotten() == 0
        queue.is_away = False
        assert requeue_forgotten() == 1


def test_act_of_the_clock_that_fails_keeps_no_other_from_its_turn(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tasks, "NOW_AND_THEN", (fail, lambda: done.append("second")))

    tasks.tidy()

    assert done == ["second"]
    assert "an act of the clock failed" in caplog.messages


def test_clock_forgets_sign_ins_and_jobs_past_their_time(job: Job) -> None:
    old, fresh = SessionStore(), SessionStore()
    old.set_expiry(-60)
    fresh.set_expiry(60)
    for each in (old, fresh):
        each.save()
    finish(job, state=JobState.DONE, message=JobMessage.READY)

    tasks.tidy()
    assert [each.session_key for each in Session.objects.all()] == [fresh.session_key]
    assert Job.objects.filter(pk=job.pk).exists()

    with time_machine.travel(timezone.now() + ENDED_JOBS_KEPT_FOR + timedelta(minutes=1), tick=False):
        assert purge_ended_jobs() == 1
    assert not Job.objects.filter(pk=job.pk).exists()


def test_drawn_maps_are_forgotten_sooner_than_other_work(job: Job) -> None:
    for kind, state in (
        (JobKind.DRAW_MAP, JobState.DONE),
        (JobKind.DRAW_MAP, JobState.FAILED),
        (JobKind.REFRESH_FIGURES, JobState.DONE),
    ):
        ended = add_job(workshop=job.workshop, kind=kind, subject=job.workshop_id)
        finish(ended, state=state, message=JobMessage.READY)

    with time_machine.travel(timezone.now() + DRAWN_MAPS_KEPT_FOR + timedelta(minutes=1), tick=False):
        assert purge_ended_jobs() == 1
    assert not Job.objects.filter(kind=JobKind.DRAW_MAP, state=JobState.DONE).exists()


def test_only_worker_takes_up_at_once_what_an_earlier_one_had_begun(job: Job, queue: Lying) -> None:
    claim(job.pk)

    tasks.requeue_interrupted()
    tasks.sweep()

    assert (queue.ids, now(job).state, now(job).attempts) == ([job.pk], JobState.QUEUED, 1)


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
