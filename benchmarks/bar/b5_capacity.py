"""B5: five hundred open streams on one web process, fifty posts through the form of the page.

Times are from the moment a post was sent, which is before its commit, to the moment a listener was told; and,
beside them, from the moment it was acknowledged.
"""

import argparse
import asyncio
import os
import tempfile
from pathlib import Path
from time import monotonic, time

import httpx
import psycopg
import redis

from benchmarks.bar.listeners import Listener, Writer, invite, number_of, percentile, raise_file_limit, until
from benchmarks.bar.report import proof
from tests.backing import both
from tests.server import Demonstration, running

PROMISE = "Five hundred people listen to one web process"
LIMIT = "everything delivered, p95 ≤ 0.5 s, ≤ 200 MB, 0 subscriptions 20 s after the listeners vanished"
SECONDS, MEGABYTES, SECONDS_TO_LET_GO = 0.5, 200, 20
GROUP = "bridgebuilders__group__threads"


def memory_of(process: int) -> float:
    """Resident megabytes."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def seconds_worked_by(process: int) -> float:
    """Of the processor, which tells more than the clock where others use the machine too."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def threads_of(process: int) -> int:
    return int(Path(f"/proc/{process}/status").read_text().split("Threads:")[1].split()[0])


def connections_to(database: str) -> int:
    with psycopg.connect(database) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND application_name NOT LIKE 'celery%'"
        ).fetchone()
        assert row is not None
        return int(row[0])


def subscriptions(queue: str) -> int:
    with redis.Redis.from_url(queue) as connection:
        ((_group, number),) = connection.pubsub_numsub(GROUP)
        return int(number)


async def converse(demonstration: Demonstration, listeners: int, events: int) -> dict[str, float]:
    thread, keys = invite(demonstration, listeners + 1)
    address = demonstration.address
    process = demonstration.webs[0].process
    assert process is not None
    begun = await asyncio.to_thread(number_of, address, thread, keys[0])
    pages = [Listener(key, f"/threads/{thread}/live/", lambda: address, known=begun) for key in keys[1:]]
    listening = []
    for page in pages:
        listening.append(asyncio.create_task(page.listen()))
        await asyncio.sleep(0.01)
    await until(lambda: all(page.is_open for page in pages), 180)
    open_streams = sum(page.is_open for page in pages)
    writer, sent, acknowledged = Writer(keys[0], thread, lambda: address), [], []
    async with httpx.AsyncClient(timeout=60) as client:
        await writer.open_page(client)
        worked = seconds_worked_by(process.pid)
        for number in range(events):
            sent.append(time())
            acknowledged.append(await writer.put_forward(client, f"Said to many, number {number}."))
            await asyncio.sleep(0.1)
    await until(lambda: all(page.known >= begun + events for page in pages))
    worked = seconds_worked_by(process.pid) - worked
    memory, threads = memory_of(process.pid), threads_of(process.pid)
    held = connections_to(demonstration.backing["DATABASE_URL"])
    heard = subscriptions(demonstration.backing["REDIS_URL"])
    told = {page.session_key: dict(page.times) for page in pages}
    for page in pages:
        page.cut()
    await asyncio.gather(*listening, return_exceptions=True)
    vanished = monotonic()
    await until(lambda: subscriptions(demonstration.backing["REDIS_URL"]) == 0, SECONDS_TO_LET_GO)
    numbers = range(begun + 1, begun + events + 1)
    since_sent = [each[n] - sent[n - begun - 1] for each in told.values() for n in numbers if n in each]
    since_answer = [
        each[n] - acknowledged[n - begun - 1] for each in told.values() for n in numbers if n in each
    ]
    return {
        "open_streams": open_streams,
        "delivered": len(since_sent),
        "wanted": listeners * events,
        "p50_from_sent": round(percentile(since_sent, 0.5), 3),
        "p95_from_sent": round(percentile(since_sent, 0.95), 3),
        "p95_from_answer": round(percentile(since_answer, 0.95), 3),
        "processor_seconds_per_event": round(worked / events, 3),
        "megabytes": round(memory, 1),
        "threads": threads,
        "database_connections": held,
        "subscriptions": heard,
        "subscriptions_left": subscriptions(demonstration.backing["REDIS_URL"]),
        "seconds_to_let_go": round(monotonic() - vanished, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    listeners, events = (40, 5) if parser.parse_args().quick else (500, 50)
    raise_file_limit()
    with (
        proof("B5", PROMISE, LIMIT) as tell,
        both() as (database, queue),
        tempfile.TemporaryDirectory() as folder,
    ):
        os.environ |= {"DATABASE_URL": database.url(), "REDIS_URL": queue.url()}
        with running(Path(folder), prepared=False) as demonstration:
            measured = asyncio.run(converse(demonstration, listeners, events))
        cost = measured["processor_seconds_per_event"]
        tell(
            passed=measured["delivered"] == measured["wanted"] == 25_000
            and measured["p95_from_sent"] <= SECONDS
            and measured["megabytes"] <= MEGABYTES
            and measured["subscriptions_left"] == 0,
            figure=(
                f"{measured['delivered']} of {measured['wanted']} delivered to {measured['open_streams']} "
                f"streams, p95 {measured['p95_from_sent']} s from sending "
                f"({measured['p95_from_answer']} s from the answer) with {cost} s of the processor for each "
                f"event, {measured['megabytes']} MB, "
                f"{measured['subscriptions_left']} subscriptions left"
            ),
            notes=f"load of the machine at the end: {os.getloadavg()[0]:.1f}",
            **measured,
        )


if __name__ == "__main__":
    main()
