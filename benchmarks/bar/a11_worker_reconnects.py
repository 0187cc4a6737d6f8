"""A11: Redis is restarted twenty times under an idle and a busy worker, which goes on without a restart."""

import argparse
import signal
from time import perf_counter

from benchmarks.bar import posting_people as people
from benchmarks.bar.a9_jobs_survive_kills import ask_for, ended
from benchmarks.bar.report import proof
from tests.backing import wait_until

SLOWEST = 30.0
BUSY_WITH = 40


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--quick", action="store_true")
    quick = reading.parse_args().quick
    restarts = 2 if quick else 20
    with (
        proof(
            "A11",
            "A worker goes on after Redis was restarted",
            f"≤ {SLOWEST:.0f} s, {restarts} of {restarts}",
        ) as tell,
        people.installation() as (demonstration, _database, queue),
    ):
        ask_for(2)
        wait_until(lambda: ended() == 2, "the worker works", 120)
        asked, took = 2, []
        for turn in range(restarts):
            is_busy = turn % 2 == 1
            if is_busy:
                ask_for(BUSY_WITH)
                asked += BUSY_WITH
            queue.stop(signal.SIGKILL if turn % 4 < 2 else signal.SIGTERM)
            queue.start()
            back = perf_counter()
            ask_for(2)
            asked += 2
            wait_until(lambda asked=asked: ended() == asked, "the worker works again", 10 * SLOWEST)  # type: ignore[misc]
            took.append(perf_counter() - back)
        assert demonstration.worker is not None
        lives = demonstration.worker.poll() is None
        tell(
            passed=lives and max(took) <= SLOWEST,
            figure=f"{sum(each <= SLOWEST for each in took)} of {restarts} restarts within {SLOWEST:.0f} s, "
            f"slowest {max(took):.1f} s, median {people.at(0.5, took):.1f} s",
            notes=f"half of them with {BUSY_WITH} jobs under way, half killed; "
            f"the worker {'was never restarted' if lives else 'is gone'}; until all was done",
            restarts=restarts,
        )


if __name__ == "__main__":
    main()
