"""How background work is set up: quick where people wait, patient where workers do."""

from datetime import timedelta

from django.conf import settings

from bridgebuilders.celery import app
from dialogue import tasks
from dialogue.services.jobs import LEASE


def test_handing_over_a_job_is_tried_once_and_for_a_second() -> None:
    writing, reading = app.connection_for_write(), app.connection_for_read()

    assert {name: writing.transport_options[name] for name in ("socket_timeout", "max_retries")} == {
        "socket_timeout": 1,
        "max_retries": 0,
    }
    assert "max_retries" not in reading.transport_options
    assert reading.transport_options.get("socket_timeout") != 1


def test_attempt_owns_its_job_longer_than_it_may_take_and_the_queue_waits_longer_still() -> None:
    longest = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)

    assert settings.CELERY_TASK_SOFT_TIME_LIMIT < settings.CELERY_TASK_TIME_LIMIT
    assert longest < LEASE < timedelta(seconds=settings.CELERY_VISIBILITY_TIMEOUT)


def test_clock_calls_tasks_that_are_there_and_piles_up_nothing_while_no_worker_is() -> None:
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in {tasks.sweep.name, tasks.tidy.name}
        assert entry["options"]["expires"] <= entry["schedule"]
