"""B1: whoever is cut off again and again, and whose server is killed, is told everything once and in order.

Fifty listeners and sixteen writers on PostgreSQL and Redis with two web processes, then the same on SQLite
with four writers. Every listener is cut off twenty times with a reset and goes on with `Last-Event-ID`; one
web process is killed in the middle and started again.
"""

import argparse
import asyncio
import os
import random
import signal
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic

import httpx

from benchmarks.bar.listeners import Listener, Writer, invite, number_of, raise_file_limit, until
from benchmarks.bar.report import proof
from tests.backing import both
from tests.server import Demonstration, running

PROMISE = "Nothing missed, nothing twice, in order: open pages of a thread over cuts and a killed server"
LIMIT = "each list of numbers is exactly 1..N: 0 missing, 0 double, 0 reordered, 0 told to begin anew"


@dataclass(frozen=True)
class Size:
    listeners: int
    writers: int
    events: int
    cuts: int


FULL = {"postgresql": Size(50, 16, 2000, 20), "sqlite": Size(50, 4, 500, 20)}
QUICK = {"postgresql": Size(8, 4, 60, 3), "sqlite": Size(8, 2, 40, 3)}


async def converse(demonstration: Demonstration, size: Size) -> dict[str, object]:
    thread, keys = invite(demonstration, size.listeners + size.writers)
    begun = await asyncio.to_thread(number_of, demonstration.address, thread, keys[0])

    def anywhere() -> str:
        """A web process that runs, as a load balancer chooses."""
        return random.choice([web.address for web in demonstration.webs if web.process] or [""])

    listeners = [
        Listener(key, f"/threads/{thread}/live/", anywhere, known=begun) for key in keys[: size.listeners]
    ]
    listening = [asyncio.create_task(each.listen_for_ever()) for each in listeners]
    assert await until(lambda: all(each.is_open for each in listeners)), "not all could listen"
    started, posted = monotonic(), 0

    async def write(session_key: str, share: int) -> None:
        nonlocal posted
        writer = Writer(session_key, thread, anywhere)
        async with httpx.AsyncClient(timeout=30) as client:
            await writer.open_page(client)
            for number in range(share):
                await writer.put_forward(client, f"Said by {session_key[:6]}, number {number}.")
                posted += 1

    async def cut() -> None:
        """Spread over the whole conversation, each listener at moments of its own."""
        moments = sorted(
            (random.uniform(0.02, 0.98) * size.events, place)
            for place in range(size.listeners)
            for _each in range(size.cuts)
        )
        for moment, place in moments:
            while posted < moment:
                await asyncio.sleep(0.01)
            await until(partial(is_listening, listeners[place]))
            listeners[place].cut()

    async def kill() -> None:
        while posted < size.events / 2:
            await asyncio.sleep(0.05)
        victim = demonstration.webs[0]
        process, victim.process = victim.process, None
        assert process is not None
        process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(process.wait)
        demonstration.start_web(victim)

    shares = [size.events // size.writers] * size.writers
    shares[0] += size.events - sum(shares)
    writing = [write(key, share) for key, share in zip(keys[size.listeners :], shares, strict=True)]
    await asyncio.gather(*writing, cut(), kill())
    seconds = monotonic() - started
    last = await asyncio.to_thread(number_of, demonstration.address, thread, keys[0])
    await until(lambda: all(each.known == last for each in listeners), 20)
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    wanted = list(range(begun + 1, last + 1))
    return {
        "events": len(wanted),
        "listeners": len(listeners),
        "cuts": sum(each.cuts for each in listeners),
        "missing": sum(len(set(wanted) - set(each.told)) for each in listeners),
        "double": sum(len(each.told) - len(set(each.told)) for each in listeners),
        "reordered": sum(each.told != sorted(each.told) for each in listeners),
        "begun_anew": sum(each.resyncs for each in listeners),
        "exact": sum(each.told == wanted for each in listeners),
        "posts_per_second": round(size.events / seconds, 1),
    }


def is_listening(listener: Listener) -> bool:
    return listener.is_open


def is_exact(measured: dict[str, object], size: Size) -> bool:
    return measured["exact"] == size.listeners and measured["events"] == size.events


def measure(name: str, size: Size) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        if name == "sqlite":
            with running(Path(folder), prepared=False) as demonstration:
                return asyncio.run(converse(demonstration, size))
        with both() as (database, queue):
            os.environ |= {"DATABASE_URL": database.url(), "REDIS_URL": queue.url()}
            try:
                with running(Path(folder), webs=2, prepared=False) as demonstration:
                    return asyncio.run(converse(demonstration, size))
            finally:
                del os.environ["DATABASE_URL"], os.environ["REDIS_URL"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=list(FULL))
    words = parser.parse_args()
    raise_file_limit()
    sizes = {
        name: size for name, size in (QUICK if words.quick else FULL).items() if words.only in (None, name)
    }
    with proof("B1", PROMISE, LIMIT) as tell:
        measured = {name: measure(name, size) for name, size in sizes.items()}
        tell(
            passed=not words.quick
            and not words.only
            and all(is_exact(measured[name], sizes[name]) for name in sizes),
            figure="; ".join(
                f"{name}: {each['exact']} of {each['listeners']} listeners heard exactly 1..{each['events']} "
                f"over {each['cuts']} cuts and a killed server"
                for name, each in measured.items()
            ),
            notes="a quick or partial run proves nothing" if words.quick or words.only else "",
            **measured,
        )


if __name__ == "__main__":
    main()
