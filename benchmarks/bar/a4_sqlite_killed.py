"""A4: SQLite keeps what was acknowledged while the whole server is killed, again and again."""

import asyncio
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from time import perf_counter

from benchmarks.bar.a1_killed_processes import Run, compare, post_until_over
from benchmarks.bar.engines import options, served
from benchmarks.bar.report import proof
from benchmarks.installation import Installation
from benchmarks.people import gather, sign_in
from benchmarks.sizes import percentile

WRITERS, KILLS = 20, 100
SEED = 4


class Killed(Run):
    """A run that ends with the last kill, however much was posted."""

    @property
    def is_over(self) -> bool:
        return self.kills >= self.kills_wanted


def integrity(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "bridgebuilders.sqlite3")) as database:
        ((told,),) = database.execute("PRAGMA integrity_check").fetchall()
        return str(told)


async def kill_until_over(installation: Installation, run: Run, chance: random.Random) -> list[str]:
    """Kill the server while it answers, look at the file, start it anew. Returns what the looks told."""
    told = []
    while not run.is_over:
        answered = len(run.acknowledged)
        while len(run.acknowledged) < answered + chance.randint(1, WRITERS):
            await asyncio.sleep(0.005)
        await asyncio.sleep(chance.uniform(0, 0.1))
        installation.kill_servers()
        told.append(await asyncio.to_thread(integrity, installation.folder))
        installation.start_server()
        run.killed["web"] += 1
    return told


def main() -> None:
    quick = options(__doc__).parse_args().quick
    run = Killed(wanted=0, kills_wanted=3 if quick else KILLS)
    with (
        proof(
            "A4",
            "SQLite loses nothing acknowledged when the server is killed.",
            "20 writers, 100 kills: 0 lost, 0 double, integrity ok each time, the record verifies",
        ) as tell,
        served("SQLite") as installation,
    ):
        from django.db import connections

        gathering = gather(WRITERS, threads=10)
        installation.start_server()
        people = [sign_in(installation.port, voice) for voice in gathering.voices]
        connections.close_all()
        chance = random.Random(SEED)

        async def everybody() -> list[str]:
            looks, *_posts = await asyncio.gather(
                kill_until_over(installation, run, chance),
                *(post_until_over(person, gathering, run, chance) for person in people),
            )
            return looks

        started = perf_counter()
        looks = asyncio.run(everybody())
        elapsed = perf_counter() - started
        installation.kill_servers()
        found = compare(gathering, run)
        whole = sum(look == "ok" for look in looks)
        tell(
            passed=not found["lost"] and not found["doubled"] and found["record_verifies"]
            and whole == len(looks) and not run.refused and run.kills >= KILLS,
            figure=f"{len(run.acknowledged)} acknowledged, {run.kills} kills of the server: "
            f"{found['lost']} lost, {found['doubled']} double, integrity ok {whole} times of {len(looks)}",
            notes=f"{run.tries - len(run.acknowledged)} repeated tries in {elapsed:.0f} s; "
            f"p99 {percentile(run.seconds, 0.99):.2f} s, the starts of the server in it",
            quick=quick, refused=len(run.refused), **found,
        )  # fmt: skip


if __name__ == "__main__":
    main()
