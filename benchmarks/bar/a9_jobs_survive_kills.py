"""A9: two thousand jobs, and a worker killed with all its children twenty times meanwhile."""

import argparse
import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event
from time import perf_counter
from typing import Any

from benchmarks.bar import posting_people as people
from benchmarks.bar.report import proof
from tests.backing import wait_until
from tests.server import Demonstration, Process

FIGURES_IN_TEN = 1
"""Of ten jobs so many draw figures anew; the others make a file in Markdown."""
SECONDS_AT_WORK = (0.2, 2.0)
VISIBILITY_TIMEOUT = 900

# Every store of a file is counted by the database itself, whoever does it.
COUNTER = """
CREATE TABLE effects (export uuid);
CREATE FUNCTION count_effect() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN INSERT INTO effects VALUES (NEW.id); RETURN NEW; END $$;
CREATE TRIGGER count_effect AFTER UPDATE OF content ON dialogue_export
  FOR EACH ROW WHEN (NEW.content IS NOT NULL) EXECUTE FUNCTION count_effect();
"""
# An installation that has been lived in has exports of before; they are named first.
MISSING = "SELECT count(*) FROM dialogue_export WHERE id NOT IN (SELECT export FROM effects)"
OF_BEFORE = "INSERT INTO effects SELECT id FROM dialogue_export WHERE content IS NOT NULL"
DOUBLED = "SELECT count(*) FROM (SELECT export FROM effects GROUP BY export HAVING count(*) > 1) AS more"


def ask_for(jobs: int) -> None:
    """So many jobs, added through the services; each wakes a worker."""
    from dialogue.enums import JobKind
    from dialogue.models import Edition, Participant
    from dialogue.services.exports import ask_export
    from dialogue.services.jobs import add_job

    edition = Edition.objects.select_related("session__workshop").filter(attribution="camp").first()
    assert edition is not None
    asking = list(Participant.objects.select_related("workshop").filter(workshop=edition.session.workshop))
    for number in range(jobs):
        if number % 10 < FIGURES_IN_TEN:
            add_job(
                workshop=edition.session.workshop, kind=JobKind.REFRESH_FIGURES, subject=edition.session.pk
            )
        else:
            by = asking[number % len(asking)]
            ask_export(by=by, edition=edition, format="markdown", language="en")


@contextmanager
def working(demonstration: Demonstration) -> Iterator[Process]:
    """A worker with four children, which ends by a kill of them all."""
    worker = demonstration.run(
        "celery", "-A", "bridgebuilders", "worker", "--pool", "prefork", "--concurrency", "4",
        "--loglevel", "WARNING", "--without-gossip", "--without-mingle", start_new_session=True,
    )  # fmt: skip
    try:
        yield worker
    finally:
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def ended(state: str = "done") -> int:
    """How many of the jobs that were asked for are in this state; the clock adds others of its own."""
    from dialogue.enums import JobKind
    from dialogue.models import Job

    return Job.objects.filter(state=state, kind__in=(JobKind.RENDER_EXPORT, JobKind.REFRESH_FIGURES)).count()


def asked_of_the_database(question: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question)
        found: Any = cursor.fetchone()
    return int(found[0])


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--quick", action="store_true")
    quick = reading.parse_args().quick
    kills, jobs = (1, 60) if quick else (20, 2000)
    # An attempt owns its job for a little longer than a job may take; a quick look does not wait so long.
    settings = {"BRIDGE_JOB_SECONDS": "30"} if quick else {}
    with (
        proof(
            "A9",
            "Background work is never lost, and has its effect once",
            f"0 missing after 2 × {VISIBILITY_TIMEOUT} s, 0 double",
        ) as tell,
        people.installation(**settings) as (demonstration, _database, _queue),
    ):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(COUNTER)
            cursor.execute(OF_BEFORE)
        done_before = ended()
        assert demonstration.worker is not None
        demonstration.worker.kill()
        demonstration.worker.wait()
        demonstration.worker = None
        running = 0
        for turn in range(kills):
            ask_for(jobs // kills)
            before = ended()
            with working(demonstration):
                wait_until(lambda before=before: ended() > before, "the worker takes up work", 120)  # type: ignore[misc]
                Event().wait(random.uniform(*SECONDS_AT_WORK))
            running += ended("running") if turn == kills - 1 else 0
        killed = perf_counter()
        with working(demonstration), suppress(TimeoutError):
            wait_until(lambda: ended() - done_before == jobs, "every job ends", 2 * VISIBILITY_TIMEOUT)
        seconds = perf_counter() - killed
        missing, doubled = asked_of_the_database(MISSING), asked_of_the_database(DOUBLED)
        done = ended() - done_before
        tell(
            passed=not missing and not doubled and done == jobs,
            figure=f"{jobs} jobs, {kills} kills of the process group: {jobs - done} not done, "
            f"{missing} files missing, {doubled} made twice; all ended {seconds:.0f} s after the last kill",
            notes=f"prefork with 4 children, killed {SECONDS_AT_WORK[0]}–{SECONDS_AT_WORK[1]} s after it had "
            f"taken up work; {running} jobs were under way at the last kill; files are counted by a trigger",
            jobs=jobs,
            kills=kills,
        )


if __name__ == "__main__":
    main()
