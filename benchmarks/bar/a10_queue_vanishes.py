"""A10: Redis is emptied, killed, and away for a minute, all while people post and ask for files."""

import argparse
import signal
from contextlib import suppress
from threading import Event
from time import perf_counter

from benchmarks.bar import posting_people as people
from benchmarks.bar.a9_jobs_survive_kills import COUNTER, DOUBLED, MISSING, asked_of_the_database, ended
from benchmarks.bar.report import proof
from tests.backing import wait_until

SLOWEST_POST = 2.0
LATEST_EFFECT = 60
WRITING = 20
FILE_AT_EACH = 10
"""Every tenth form asks for a file instead of putting something forward: a job each."""


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--quick", action="store_true")
    quick = reading.parse_args().quick
    posts, away = (200, 5) if quick else (2000, 60)
    with (
        proof(
            "A10",
            "The queue may vanish: posts are acknowledged, and every effect follows",
            f"p99 of posts ≤ {SLOWEST_POST:.0f} s; all effects ≤ {LATEST_EFFECT} s after Redis is back; "
            "0 lost, 0 double",
        ) as tell,
        people.installation(webs=2) as (demonstration, _database, queue),
    ):
        import redis
        from django.db import connection

        from dialogue.models import Edition

        with connection.cursor() as cursor:
            cursor.execute(COUNTER)
        edition = Edition.objects.filter(attribution="camp").first()
        assert edition is not None
        told, files, threads = people.Told(), people.Told(), people.open_threads()
        posting = people.writers(demonstration, told, WRITING)
        asking = people.writers(demonstration, files, WRITING)
        # So that the last of them arrives when Redis is back.
        pace = (away + 10) / (posts / WRITING)

        def write(number: int) -> None:
            for turn in range(posts // WRITING):
                due = started + turn * pace
                Event().wait(max(0.0, due - perf_counter()))
                posting[number].post(threads[turn % len(threads)], f"Of {number}, number {turn}.")
                if turn % FILE_AT_EACH == 0:
                    asking[number].send(
                        f"/minutes/{edition.pk}/exports/",
                        f"{number}.{turn}",
                        format="markdown",
                        language="en",
                    )

        started = perf_counter()
        at_work = people.in_threads(*(lambda number=number: write(number) for number in range(WRITING)))
        Event().wait(3)
        with redis.Redis.from_url(queue.url()) as emptied:
            emptied.flushall()
        Event().wait(3)
        queue.stop(signal.SIGKILL)
        Event().wait(away)
        queue.start()
        back = perf_counter()
        for each in at_work:
            each.join()
        jobs = len(files.acknowledged)
        with suppress(TimeoutError):
            wait_until(lambda: ended() >= jobs, "every file is made", 10 * LATEST_EFFECT)
        seconds = perf_counter() - back
        lost, doubled = people.lost_and_doubled(told)
        missing, twice = asked_of_the_database(MISSING), asked_of_the_database(DOUBLED)
        slow = people.at(0.99, list(told.acknowledged.values()))
        faults = set(told.statuses) | set(files.statuses)
        tell(
            passed=slow <= SLOWEST_POST
            and seconds <= LATEST_EFFECT
            and not (lost or doubled or missing or twice)
            and len(told.acknowledged) == posts
            and faults == {str(people.SENT)},
            figure=f"{len(told.acknowledged)} of {posts} posts acknowledged, p99 {slow:.2f} s; {jobs} files "
            f"made {seconds:.0f} s after Redis was back; {lost + missing} lost, {doubled + twice} double",
            notes=f"emptied, killed, away for {away} s; {posts / (away + 10):.0f} posts a second "
            f"at 2 web processes and 1 worker of 2 threads; statuses {dict(told.statuses + files.statuses)}; "
            f"slowest post {max(told.acknowledged.values(), default=0):.2f} s",
            posts=len(told.acknowledged),
        )


if __name__ == "__main__":
    main()
