"""A3: SQLite takes fifty writing processes at once.

Each process posts through the real view: it reads the highest number of the thread, writes the next one, and
chains two entries to the record. An installation on SQLite has one web process; fifty are for this test.
"""

import multiprocessing
import sqlite3
from contextlib import closing
from time import perf_counter
from typing import Any
from uuid import uuid4

from benchmarks.bar.engines import options, served
from benchmarks.bar.report import proof
from benchmarks.people import TOKEN, gather
from benchmarks.sizes import percentile

PROCESSES, EACH = 50, 100
QUICK_PROCESSES, QUICK_EACH = 8, 5


def write(participant: Any, thread_id: Any, times: int, results: Any, ready: Any) -> None:
    """What one process does; it puts what it was answered and how long each took into `results`."""
    from django.test import Client
    from django.urls import reverse

    client = Client(raise_request_exception=False)
    client.force_login(participant.user)
    client.cookies["csrftoken"] = TOKEN
    address = reverse("position_post", args=[thread_id])
    statuses, seconds = [], []
    ready.wait()
    for _each in range(times):
        client.cookies.pop("messages", None)
        form = {"key": str(uuid4()), "csrfmiddlewaretoken": TOKEN, "kind": "position", "language": "en"}
        started = perf_counter()
        answer = client.post(address, form | {"claim": str(uuid4()), "reasoning": "So."})
        seconds.append(perf_counter() - started)
        statuses.append(answer.status_code)
    results.put((statuses, seconds))


def main() -> None:
    quick = options(__doc__).parse_args().quick
    processes, each = (QUICK_PROCESSES, QUICK_EACH) if quick else (PROCESSES, EACH)
    wanted = processes * each
    with (
        proof(
            "A3",
            "SQLite takes fifty writing processes at once.",
            "50 processes × 100 posts: 0 locked, numbers exact, integrity ok, p99 ≤ 1 s",
        ) as tell,
        served("SQLite") as installation,
    ):
        from django.db import connections

        from dialogue.models import Position
        from dialogue.services.record import verify_record

        gathering = gather(processes, threads=1)
        (thread,) = gathering.threads
        connections.close_all()
        context = multiprocessing.get_context("fork")
        results, ready = context.Queue(), context.Barrier(processes + 1)
        writers = [
            context.Process(target=write, args=(voice, thread.pk, each, results, ready))
            for voice in gathering.voices
        ]
        for writer in writers:
            writer.start()
        ready.wait()
        started = perf_counter()
        told = [results.get() for _writer in writers]
        elapsed = perf_counter() - started
        for writer in writers:
            writer.join()
        refused = [status for statuses, _seconds in told for status in statuses if status != 303]
        slowest = percentile([one for _statuses, seconds in told for one in seconds], 0.99)
        numbers = sorted(Position.objects.filter(thread=thread).values_list("number", flat=True))
        fault = verify_record(gathering.workshop)
        with closing(sqlite3.connect(installation.folder / "bridgebuilders.sqlite3")) as database:
            ((integrity,),) = database.execute("PRAGMA integrity_check").fetchall()
        exact = numbers == list(range(1, wanted + 1))
        tell(
            passed=not refused and exact and fault is None and integrity == "ok" and slowest <= 1
            and wanted >= PROCESSES * EACH,
            figure=f"{wanted - len(refused)} of {wanted} stored by {processes} processes, "
            f"{len(refused)} locked or refused; numbers {'exact' if exact else 'not exact'}, "
            f"integrity {integrity}, p99 {slowest:.2f} s",
            notes=f"{wanted / elapsed:.0f} posts per second; the record "
            f"{'verifies' if fault is None else 'does not verify'}",
            quick=quick,
        )  # fmt: skip


if __name__ == "__main__":
    main()
