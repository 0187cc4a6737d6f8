"""
Fifty people on PostgreSQL and two web processes: how long they wait, how much is taken per second, and what
that costs.

`python -m benchmarks.load`. First at a pace faster than people's (everybody thinks a second on average), four
reads for every write; then without a pause, posts alone. The client shares the cores with the servers. What
one post costs is told by a profile of the same views in this process.
"""

import argparse
import asyncio
import cProfile
import os
import pstats
import random
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter, process_time
from typing import Any
from uuid import uuid4

from benchmarks.installation import Installation, installed
from benchmarks.people import TOKEN, Answer, Gathering, Person, gather, sign_in, speak
from benchmarks.processes import Taken, machine, taken_by
from benchmarks.sizes import percentile
from tests.backing import PostgreSQL, Redis, both

SEED = 20260417
MILLISECOND = 1000


@dataclass(frozen=True, slots=True)
class Size:
    people: int = 50
    positions: int = 1000
    seconds: int = 40
    thinking: float = 1.0
    webs: int = 2


QUICK = Size(people=10, positions=60, seconds=4, thinking=0.3)


@dataclass
class Heard:
    """The answers of one kind of request."""

    seconds: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def take(self, answer: Answer, expected: int) -> None:
        if answer.status == expected:
            self.seconds.append(answer.seconds)
        else:
            self.refused.append(answer.status)

    def __str__(self) -> str:
        told = ", ".join(
            f"p{int(share * 100)} {percentile(self.seconds, share) * MILLISECOND:.0f} ms"
            for share in (0.5, 0.95, 0.99)
        )
        return f"{len(self.seconds)} answered, {len(self.refused)} not; {told}"


@dataclass
class Load:
    """What was measured of one run."""

    reads: Heard = field(default_factory=Heard)
    posts: Heard = field(default_factory=Heard)
    elapsed: float = 0.0
    spent: dict[str, Taken] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        return (len(self.reads.seconds) + len(self.posts.seconds)) / self.elapsed

    def __str__(self) -> str:
        lines = [f"  {self.per_second:.0f} requests per second for {self.elapsed:.0f} s"]
        lines += [f"  reads: {self.reads}"] if self.reads.seconds else []
        lines += [f"  posts: {self.posts}"] if self.posts.seconds else []
        requests = max(1, len(self.reads.seconds) + len(self.posts.seconds))
        for name, taken in self.spent.items():
            each = taken.processor_seconds / requests * MILLISECOND
            lines.append(f"  {name}: {taken.megabytes:.0f} MB, {each:.2f} ms of processor per request")
        return "\n".join(lines)


@contextmanager
def spending(processes: dict[str, int], load: Load) -> Iterator[None]:
    before = {name: taken_by(pid) for name, pid in processes.items()}
    started = perf_counter()
    yield
    load.elapsed = perf_counter() - started
    after = {name: taken_by(pid) for name, pid in processes.items()}
    load.spent = {
        name: Taken(taken.megabytes, taken.processor_seconds - before[name].processor_seconds)
        for name, taken in after.items()
    }


def at_a_pace(
    people: Sequence[Person], gathering: Gathering, said: Sequence[Any], size: Size, load: Load
) -> None:
    """Everybody reads and writes for so many seconds, and thinks in between."""
    chance = random.Random(SEED)

    async def read(person: Person) -> None:
        thread, position = chance.choice(gathering.threads), chance.choice(said)
        path = chance.choices(
            [
                f"/threads/{thread.pk}/",
                f"/threads/{thread.pk}/?page={chance.randint(1, 6)}",
                f"/workshops/{gathering.workshop.pk}/",
                f"/positions/{position.pk}/",
                f"/threads/{thread.pk}/news/?since=1",
                f"/workshops/{gathering.workshop.pk}/convergence/",
            ],
            [6, 3, 3, 3, 4, 1],
        )[0]
        load.reads.take(await person.get(path), 200)

    async def write(person: Person) -> None:
        if chance.random() < 0.5:
            path, form = person.answer_to(
                chance.choice(said), chance.choice(["agree", "can_live_with_it", "disagree"])
            )
        else:
            path, form = person.put_forward(chance.choice(gathering.threads), f"Said under load, {uuid4()}.")
        load.posts.take(await person.send(path, form), 303)

    async def live(person: Person, until: float) -> None:
        await asyncio.sleep(chance.random() * size.thinking)
        while perf_counter() < until:
            await (read(person) if chance.random() < 0.8 else write(person))
            await asyncio.sleep(chance.expovariate(1 / size.thinking))

    together(people, live, size.seconds)


def without_a_pause(people: Sequence[Person], gathering: Gathering, size: Size, load: Load) -> None:
    """Everybody posts, one after another, as fast as the answers come."""
    chance = random.Random(SEED)

    async def live(person: Person, until: float) -> None:
        while perf_counter() < until:
            path, form = person.put_forward(chance.choice(gathering.threads), f"Said in a hurry, {uuid4()}.")
            load.posts.take(await person.send(path, form), 303)

    together(people, live, size.seconds)


def together(
    people: Sequence[Person], live: Callable[[Person, float], Awaitable[None]], seconds: float
) -> None:
    async def everybody() -> None:
        until = perf_counter() + seconds
        await asyncio.gather(*(live(person, until) for person in people))
        for person in people:
            person.hang_up()

    asyncio.run(everybody())


def tell_cost_of_a_post(gathering: Gathering, *, profiled: bool, times: int = 200) -> float:
    """Queries, time and time under the workshop's lock of one post through the real view, in this process.

    Returns the seconds under the lock.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    person, thread = gathering.voices[0], gathering.threads[0]
    client = Client(enforce_csrf_checks=True)
    client.force_login(person.user)
    client.cookies["csrftoken"] = TOKEN
    address = reverse("position_post", args=[thread.pk])

    def post() -> None:
        client.cookies.pop("messages", None)
        form = {"key": str(uuid4()), "csrfmiddlewaretoken": TOKEN, "kind": "position", "language": "en"}
        answer = client.post(address, form | {"claim": f"Said once, {uuid4()}.", "reasoning": "So."})
        assert answer.status_code == 303, answer.status_code

    with CaptureQueriesContext(connection) as captured:
        post()
        queries = list(captured.captured_queries)
    locked_at: list[float] = []
    under_lock: list[float] = []

    def watch(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        result = execute(sql, parameters, many, context)
        if (
            not locked_at
            and '"dialogue_workshop"' in sql
            and ("FOR UPDATE" in sql or sql.startswith("UPDATE"))
        ):
            locked_at.append(perf_counter())
            connection.on_commit(lambda: under_lock.append(perf_counter() - locked_at.pop()))
        return result

    started, began = perf_counter(), process_time()
    with connection.execute_wrapper(watch):
        for _each in range(times):
            post()
    each, own = (perf_counter() - started) / times, (process_time() - began) / times
    lock = sum(under_lock) / len(under_lock)
    print(
        f"One post through the view in this process: {len(queries)} queries, {each * MILLISECOND:.1f} ms "
        f"({own * MILLISECOND:.1f} ms of processor), {lock * MILLISECOND:.1f} ms of it under the lock."
    )
    if profiled:
        for query in queries:
            print("   ", query["time"], query["sql"][:170].replace("\n", " "))
        profile = cProfile.Profile()
        profile.enable()
        for _each in range(times):
            post()
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        pstats.Stats(profile).sort_stats("cumtime").print_stats(60)
    return lock


def tell_limits(load: Load, lock: float) -> None:
    """What bounds the posts of one second: the processors, or the lock that orders a workshop's posts."""
    posts, cores = len(load.posts.seconds), len(os.sched_getaffinity(0))
    if not posts:
        return
    each = {name: taken.processor_seconds / posts for name, taken in load.spent.items()}
    most = max(each, key=lambda name: each[name])
    busy = sum(taken.processor_seconds for taken in load.spent.values()) / (cores * load.elapsed)
    cost = sum(each.values())
    print(
        f"What limits it: a post takes {cost * MILLISECOND:.1f} ms of the servers' processor time, "
        f"most of it in {most}, so {cores} cores allow at most {cores / cost:.0f} posts per second; "
        f"the lock of one workshop, held for {lock * MILLISECOND:.1f} ms, would allow {1 / lock:.0f}. "
        f"The servers had {busy:.0%} of the cores; the rest went to the client and to whatever else ran here."
    )


def run(
    database: PostgreSQL, queue: Redis, installation: Installation, size: Size, *, profiled: bool
) -> tuple[Load, Load, float]:
    from django.db import connections

    gathering = gather(size.people)
    said = speak(gathering, size.positions)
    lock = tell_cost_of_a_post(gathering, profiled=profiled)
    installation.serve(size.webs, behind=True)
    people = [sign_in(installation.port_of(place), voice) for place, voice in enumerate(gathering.voices)]
    connections.close_all()
    assert database.process is not None
    assert queue.process is not None
    assert installation.worker is not None
    processes = {
        **{f"web {place}": server.pid for place, server in enumerate(installation.servers, start=1)},
        "worker": installation.worker.pid,
        "PostgreSQL": database.process.pid,
        "Redis": queue.process.pid,
    }
    warm = Load()
    together(people, lambda person, _until: _warm(person, gathering, warm), 1)
    paced, hurried = Load(), Load()
    with spending(processes, paced):
        at_a_pace(people, gathering, said, size, paced)
    with spending(processes, hurried):
        without_a_pause(people, gathering, size, hurried)
    return paced, hurried, lock


async def _warm(person: Person, gathering: Gathering, load: Load) -> None:
    for thread in gathering.threads[:2]:
        load.reads.take(await person.get(f"/threads/{thread.pk}/"), 200)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a small size, to see that the script works")
    options.add_argument("--profile", action="store_true", help="show where the time of a post goes")
    chosen = options.parse_args()
    size = QUICK if chosen.quick else Size()
    print(", ".join(f"{name}: {value}" for name, value in machine().items()))
    with both() as (database, queue), installed(database, queue) as installation:
        paced, hurried, lock = run(database, queue, installation, size, profiled=chosen.profile)
    print(f"{size.people} people at a pace, {size.positions} positions, {size.webs} web processes:")
    print(paced)
    print("The same people posting without a pause:")
    print(hurried)
    tell_limits(hurried, lock)


if __name__ == "__main__":
    main()
