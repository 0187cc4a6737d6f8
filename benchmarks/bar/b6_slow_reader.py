"""B6: fifty listeners who never read hurt nobody, while twenty others are told of a thousand changes a second
and more.

Changes are counted in the database directly, a hundred at a time, and woken for as the services do; the next
come when the first listener knows of them.
"""

import argparse
import asyncio
import os
import socket
import tempfile
from pathlib import Path
from time import monotonic, time

import msgpack  # type: ignore[import-untyped]
import psycopg
import redis.asyncio

from benchmarks.bar.b5_capacity import GROUP, memory_of
from benchmarks.bar.listeners import Listener, invite, number_of, percentile, raise_file_limit, until
from benchmarks.bar.report import proof
from tests.backing import both
from tests.server import Demonstration, running

PROMISE = "A reader who never reads costs nothing and is cut"
LIMIT = "memory grows by ≤ 50 MB; every such reader is cut; others' p95 at most doubles or stays under 0.1 s"
MEGABYTES, AT_ONCE, UNHURT = 50, 100, 0.1
SMALL = 4096
SMALLEST_SEGMENT = 536
"""Bytes: with larger ones the kernel itself keeps megabytes for a reader on the same machine."""
SAMPLED = 200
"""Changes at the end of each part, when those who do not read have filled what there is to fill."""


async def never_read(address: str, path: str, session_key: str) -> socket.socket:
    """A connection that asks for the stream and takes nothing of it, with little room for what is sent."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SMALLEST_SEGMENT)
    connection.setblocking(False)
    host = address.removeprefix("http://")
    name, port = host.split(":")
    await asyncio.get_running_loop().sock_connect(connection, (name, int(port)))
    words = f"GET {path}?after=0 HTTP/1.0\r\nHost: {host}\r\nCookie: sessionid={session_key}\r\n\r\n"
    await asyncio.get_running_loop().sock_sendall(connection, words.encode())
    return connection


def sockets_of(process: int) -> int:
    """How many connections a process keeps, its own to others among them."""
    files = Path(f"/proc/{process}/fd").iterdir()
    return sum(is_socket(file) for file in files)


def is_socket(file: Path) -> bool:
    try:
        return str(file.readlink()).startswith("socket:")
    except FileNotFoundError:  # closed meanwhile
        return False


def seconds_until_known(page: Listener, number: int, moment: float) -> float:
    """Also where the page was told to begin anew with a later number."""
    return page.times[min(each for each in page.times if each >= number)] - moment


async def converse(demonstration: Demonstration, slow: int, seconds: float) -> dict[str, float]:
    fast = 20
    thread, keys = invite(demonstration, slow + fast)
    address, path = demonstration.address, f"/threads/{thread}/live/"
    process = demonstration.webs[0].process
    assert process is not None
    begun = number = await asyncio.to_thread(number_of, address, thread, keys[0])
    pages = [Listener(key, path, lambda: address, known=begun) for key in keys[:fast]]
    listening = [asyncio.create_task(page.listen_for_ever()) for page in pages]
    assert await until(lambda: all(page.is_open for page in pages))
    database = await psycopg.AsyncConnection.connect(demonstration.backing["DATABASE_URL"], autocommit=True)
    queue = redis.asyncio.Redis.from_url(demonstration.backing["REDIS_URL"])
    wake = msgpack.packb({"type": "change", "thread": thread})
    moments: dict[int, float] = {}

    async def change(for_seconds: float) -> list[float]:
        """The seconds from each change to each listener."""
        nonlocal number
        first, end = number, monotonic() + for_seconds
        while monotonic() < end:
            await database.execute(
                "UPDATE dialogue_thread SET room_changes = room_changes + %s WHERE id = %s", [AT_ONCE, thread]
            )
            number += AT_ONCE
            moments[number] = time()
            await queue.publish(GROUP, wake)
            while pages[0].known < number:
                await asyncio.sleep(0.005)
        await until(lambda: all(page.known >= number for page in pages))
        return [
            seconds_until_known(page, each, moment)
            for page in pages
            for each, moment in list(moments.items())[-SAMPLED:]
            if each > first
        ]

    alone = await change(seconds / 4)
    memory_before = memory_of(process.pid)
    sockets = sockets_of(process.pid)
    unread = [await never_read(address, path, key) for key in keys[fast:]]
    most = 0.0

    async def watch_memory() -> None:
        nonlocal most
        while True:
            most = max(most, memory_of(process.pid))
            await asyncio.sleep(0.2)

    watching = asyncio.create_task(watch_memory())
    started, first = monotonic(), number
    beside = await change(seconds)
    lasted = monotonic() - started
    await until(lambda: sockets_of(process.pid) <= sockets, 40)
    cut = slow - max(0, sockets_of(process.pid) - sockets)
    for task in (watching, *listening):
        task.cancel()
    await asyncio.gather(watching, *listening, return_exceptions=True)
    for each in unread:
        each.close()
    await database.close()
    await queue.aclose()
    return {
        "slow": slow,
        "cut": cut,
        "megabytes_before": round(memory_before, 1),
        "megabytes_grown": round(most - memory_before, 1),
        "changes_per_second": round((number - first) / lasted),
        "p95_alone": round(percentile(alone, 0.95), 3),
        "p95_beside": round(percentile(beside, 0.95), 3),
        "begun_anew": sum(page.resyncs for page in pages),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    slow, seconds = (5, 8.0) if parser.parse_args().quick else (50, 45.0)
    raise_file_limit()
    with (
        proof("B6", PROMISE, LIMIT) as tell,
        both() as (database, queue),
        tempfile.TemporaryDirectory() as folder,
    ):
        os.environ |= {"DATABASE_URL": database.url(), "REDIS_URL": queue.url()}
        with running(Path(folder), prepared=False) as demonstration:
            measured = asyncio.run(converse(demonstration, slow, seconds))
        tell(
            passed=slow == measured["cut"] == 50
            and measured["megabytes_grown"] <= MEGABYTES
            and measured["p95_beside"] <= max(2 * measured["p95_alone"], UNHURT),
            figure=(
                f"{measured['cut']} of {slow} cut, memory grew by {measured['megabytes_grown']} MB, others' "
                f"p95 {measured['p95_alone']} s alone and {measured['p95_beside']} s beside them, at "
                f"{measured['changes_per_second']} changes a second"
            ),
            notes=f"load of the machine at the end: {os.getloadavg()[0]:.1f}",
            **measured,
        )


if __name__ == "__main__":
    main()
