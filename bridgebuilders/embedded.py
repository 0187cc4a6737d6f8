"""
Background work inside the server process, for an installation without Redis: one worker and one clock, as
threads.
"""

import warnings
from dataclasses import dataclass
from threading import Thread

from celery.apps.worker import Worker
from celery.beat import Scheduler, Service
from celery.platforms import SecurityWarning
from django.conf import settings

from bridgebuilders.celery import app


@dataclass(frozen=True)
class BackgroundWork:
    worker: Worker
    clock: Service

    def end(self) -> None:
        """
        Takes no further job. A job cut short stays queued or running in its row and is taken up at the next
        start.
        """
        self.clock.stop()
        self.worker.stop()


def begin() -> BackgroundWork | None:
    """Starts worker and clock, unless a broker outside this process has its own."""
    if not settings.CELERY_BROKER_URL.startswith("memory:"):
        return None
    # Celery warns administrators of pickled messages; ours are JSON and never leave the process.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    worker = app.Worker(
        pool="threads",
        concurrency=2,
        loglevel="WARNING",
        quiet=True,
        without_heartbeat=True,
        without_gossip=True,
        without_mingle=True,
    )
    clock = Service(app, scheduler_cls=Scheduler)
    # Nobody else works here: what an earlier process had begun when it was killed is begun again.
    app.tasks["dialogue.requeue_interrupted"].apply()
    for name, run in (("background-worker", worker.start), ("background-clock", clock.start)):
        Thread(target=run, name=name, daemon=True).start()
    # The queue of an earlier process is gone; what it held is found again now rather than at the clock's
    # first stroke.
    for entry in app.conf.beat_schedule.values():
        app.send_task(entry["task"])
    return BackgroundWork(worker, clock)
