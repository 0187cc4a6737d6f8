"""A2: fifty people post through the real form while the database crashes ten times."""

import argparse
import signal
from itertools import count
from threading import Event

from benchmarks.bar import posting_people as people
from benchmarks.bar.report import proof
from tests.backing import wait_until

SECONDS_BETWEEN = 3.0


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--quick", action="store_true")
    quick = reading.parse_args().quick
    crashes, writing, posts = (2, 10, 20) if quick else (10, 50, 2000)
    with (
        proof(
            "A2",
            "What was acknowledged outlives a crash of the database, once",
            "0 lost, 0 double; clients see 503 with Retry-After and no other fault",
        ) as tell,
        people.installation() as (demonstration, database, _queue),
    ):
        told, over = people.Told(), Event()
        threads = people.open_threads()

        def write(writer: people.Writer, number: int) -> None:
            for turn in count():
                if over.is_set():
                    return
                writer.post(threads[turn % len(threads)], f"Of {number}, number {turn}.")

        at_work = people.in_threads(
            *(
                lambda writer=writer, number=number: write(writer, number)
                for number, writer in enumerate(people.writers(demonstration, told, writing))
            )
        )
        for crash in range(1, crashes + 1):
            Event().wait(SECONDS_BETWEEN)
            enough = crash * posts // crashes
            wait_until(lambda enough=enough: len(told.acknowledged) >= enough, "people post", 600)  # type: ignore[misc]
            database.stop(signal.SIGQUIT)
            database.start()
        Event().wait(SECONDS_BETWEEN)
        over.set()
        for each in at_work:
            each.join()
        lost, doubled = people.lost_and_doubled(told)
        whole = people.record_is_whole()
        tell(
            passed=not (lost or doubled or told.unexpected or told.without_retry_after) and whole,
            figure=f"{len(told.acknowledged)} acknowledged posts, {crashes} crashes: {lost} lost, "
            f"{doubled} double; statuses {dict(sorted(told.statuses.items()))}",
            notes=f"{writing} connections of 12 people at one web process; record "
            f"{'verifies' if whole else 'does not verify'}; p99 until acknowledged "
            f"{people.at(0.99, told.until_acknowledged):.1f} s, crashes included",
            acknowledged=len(told.acknowledged),
            crashes=crashes,
        )


if __name__ == "__main__":
    main()
