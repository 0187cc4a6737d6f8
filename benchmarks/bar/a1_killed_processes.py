"""A1: nothing acknowledged is lost or doubled while web and worker processes are killed.

Fifty people post through the form; each sends the same form with the same key until it is answered. Meanwhile
processes are killed at random: the web server's children, which its supervisor starts anew, and the worker,
which this script starts anew as a container would be.
"""

import asyncio
import os
import random
import signal
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.bar.engines import options, served
from benchmarks.bar.report import proof
from benchmarks.installation import Installation
from benchmarks.people import Gathering, Person, gather, sign_in
from benchmarks.processes import family
from benchmarks.sizes import percentile

WEBS = 4
LEAST_ALIVE = 2
BETWEEN_LOOKS = 0.05
SEED = 1


@dataclass
class Run:
    """What people were told, and who was killed."""

    wanted: int
    kills_wanted: int
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Where each key led."""
    seconds: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    tries: int = 0
    killed: dict[str, int] = field(default_factory=lambda: {"web": 0, "worker": 0})

    @property
    def kills(self) -> int:
        return sum(self.killed.values())

    @property
    def is_over(self) -> bool:
        return len(self.acknowledged) >= self.wanted and self.kills >= self.kills_wanted

    @property
    def is_due(self) -> bool:
        """Kills come evenly with the posts, and a few more than are wanted, so that the run ends in posts."""
        return len(self.acknowledged) * (self.kills_wanted + 2) >= (self.kills + 1) * self.wanted


async def post_until_over(person: Person, gathering: Gathering, run: Run, chance: random.Random) -> None:
    while not run.is_over:
        path, form = person.put_forward(chance.choice(gathering.threads), "")
        form["claim"] = form["key"]
        answer = await person.send_until_answered(path, form)
        run.tries += answer.tries
        if answer.status == 303:
            run.acknowledged[form["key"]] = answer.headers["location"]
            run.seconds.append(answer.seconds)
        else:
            run.refused.append(answer.status)


def web_children(supervisor: int) -> list[int]:
    """The processes that serve; not the one that keeps track of what they share."""

    def serves(pid: int) -> bool:
        with suppress(OSError):
            return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
        return False

    return [pid for pid in family(supervisor) - {supervisor} if serves(pid)]


async def kill_until_over(installation: Installation, run: Run, chance: random.Random) -> None:
    (supervisor,) = installation.servers
    while not run.is_over:
        await asyncio.sleep(BETWEEN_LOOKS)
        if not run.is_due:
            continue
        webs = web_children(supervisor.pid)
        worker = installation.worker
        assert worker is not None
        if chance.random() < 0.2:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            installation.start_worker()
            run.killed["worker"] += 1
        elif len(webs) > LEAST_ALIVE:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(webs), signal.SIGKILL)
                run.killed["web"] += 1


def compare(gathering: Gathering, run: Run) -> dict[str, Any]:
    """The acknowledged against the database."""
    from collections import Counter

    from dialogue.models import Position, RequestKey
    from dialogue.services.record import verify_record

    stored = Counter(
        Position.objects.filter(thread__workshop=gathering.workshop).values_list(
            "current_version__claim", flat=True
        )
    )
    outcomes = dict(RequestKey.objects.values_list("key", "outcome"))
    lost = sum(not stored[key] or outcomes.get(key) != place for key, place in run.acknowledged.items())
    doubled = sum(number - 1 for number in stored.values())
    fault = verify_record(gathering.workshop)
    return {"lost": lost, "doubled": doubled, "stored": stored.total(), "record_verifies": fault is None}


def main() -> None:
    quick = options(__doc__).parse_args().quick
    run = Run(wanted=150, kills_wanted=4) if quick else Run(wanted=10_000, kills_wanted=100)
    with (
        proof(
            "A1",
            "Nothing acknowledged is lost or doubled when web and worker processes die.",
            "10,000 acknowledged and 100 kills: 0 lost, 0 double, the record verifies, p99 ≤ 2 s",
        ) as tell,
        served("PostgreSQL") as installation,
    ):
        from django.db import connections

        gathering = gather(10 if quick else 50, threads=20)
        installation.start_server("--workers", str(WEBS))
        installation.start_worker()
        people = [sign_in(installation.port, voice) for voice in gathering.voices]
        connections.close_all()
        chance = random.Random(SEED)

        async def everybody() -> None:
            await asyncio.gather(
                kill_until_over(installation, run, chance),
                *(post_until_over(person, gathering, run, chance) for person in people),
            )

        started = perf_counter()
        asyncio.run(everybody())
        elapsed = perf_counter() - started
        found = compare(gathering, run)
        slowest = percentile(run.seconds, 0.99)
        tell(
            passed=not found["lost"] and not found["doubled"] and found["record_verifies"]
            and found["stored"] == len(run.acknowledged) and not run.refused and slowest <= 2
            and len(run.acknowledged) >= 10_000 and run.kills >= 100,
            figure=f"{len(run.acknowledged)} acknowledged, {run.killed['web']} web and "
            f"{run.killed['worker']} worker processes killed: {found['lost']} lost, "
            f"{found['doubled']} double, p99 {slowest:.2f} s",
            notes=f"{run.tries - len(run.acknowledged)} repeated tries; "
            f"{len(run.acknowledged) / elapsed:.0f} posts per second meanwhile; "
            f"p50 {percentile(run.seconds, 0.5):.2f} s, longest {max(run.seconds):.2f} s",
            quick=quick, refused=len(run.refused), **found,
        )  # fmt: skip


if __name__ == "__main__":
    main()
