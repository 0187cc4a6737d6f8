"""G1: backups taken while people write are whole, and hold everything acknowledged before they began."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

from benchmarks.bar.report import proof
from tests.backing import both
from tests.installation import SET_UP, Installation
from tests.server import ROOT

WRITERS = """
import sys, threading, time
from django.db import OperationalError, connection
from dialogue.models import Participant, Thread
from tests.cast import assemble, post
cast = assemble()
voices = [*cast.abolitionists, *cast.supporters]
told = threading.Lock()
def write(number):
    count = 0
    while True:
        count += 1
        try:
            position = post(voices[number % len(voices)], cast.thread, f"Claim {number} {count}.")
        except OperationalError:
            connection.close()
            continue
        with told:
            print(position.pk, flush=True)
        time.sleep(float(sys.argv[2]))
for number in range(int(sys.argv[1])):
    threading.Thread(target=write, args=(number,), daemon=True).start()
sys.stdin.read()
"""
HELD = "from dialogue.models import Position; print(*Position.objects.values_list('pk', flat=True))"


class Writers:
    """Threads of another process that post through the service; each id is told after its commit."""

    def __init__(self, installation: Installation, number: int, pause: float) -> None:
        self.acknowledged: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-c", SET_UP + WRITERS, str(number), str(pause)],
            cwd=ROOT, env=installation.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.begun = Event()
        Thread(target=self.listen, daemon=True).start()
        if not self.begun.wait(120):
            raise TimeoutError("nobody writes")

    def listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.acknowledged.append(line.strip())
            self.begun.set()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def measure(
    engine: str, folder: Path, new: dict[str, str], places: list[dict[str, str]], writers: int, pause: float
) -> dict[str, object]:
    """Take one backup for each place, then restore each there; counts what is whole and what is missing."""
    busy = Installation(folder / f"{engine}-busy", backing=new)
    busy.manage("migrate", "-v0")
    writing = Writers(busy, writers, pause)
    began, taken, seconds = monotonic(), [], []
    try:
        for number in range(len(places)):
            before = list(writing.acknowledged)
            file = folder / f"{engine}-{number}.backup"
            started = monotonic()
            busy.manage("backup", file)
            seconds.append(monotonic() - started)
            taken.append((file, before))
            sleep(0.1)
    finally:
        acknowledged = len(writing.acknowledged)
        writing.stop()
    rate = acknowledged / (monotonic() - began)
    whole = missing = 0
    for number, ((file, before), place) in enumerate(zip(taken, places, strict=True)):
        elsewhere = Installation(folder / f"{engine}-place-{number}", backing=place)
        elsewhere.folder.mkdir()
        elsewhere.manage("restore", file)  # fails unless every table and every record is whole
        missing += len(set(before) - set(elsewhere.python(HELD).split()))
        whole += 1
    return {
        "backups": len(taken), "whole": whole, "missing": missing, "writers": writers,
        "acknowledged": acknowledged, "posts_per_second": round(rate, 1),
        "slowest_backup_seconds": round(max(seconds), 1),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--backups", type=int, default=20, help="fewer do not pass")
    given = parser.parse_args()
    quick, pause = given.quick, 0.05
    backups = 1 if quick else given.backups
    promise = "A backup taken while people write is whole."
    with (
        tempfile.TemporaryDirectory() as name,
        proof("G1", promise, "20 of 20 whole on each engine, 0 missing") as tell,
        both() as (database, queue),
    ):
        folder = Path(name)
        urls = [database.create(f"of_{number}") for number in range(backups + 1)]
        places = [{"DATABASE_URL": url, "REDIS_URL": queue.url()} for url in urls]
        results = {
            "postgresql": measure("postgresql", folder, places[0], places[1:], 5 if quick else 50, pause),
            "sqlite": measure("sqlite", folder, {}, [{}] * backups, 2 if quick else 8, pause),
        }
        tell(
            passed=all(each["whole"] == 20 and each["missing"] == 0 for each in results.values()),
            figure="; ".join(
                f"{engine}: {each['whole']} of {each['backups']} whole, {each['missing']} missing, "
                f"{each['writers']} writers, {each['acknowledged']} posts ({each['posts_per_second']}/s)"
                for engine, each in results.items()
            ),
            notes="Writers are threads of one process that call the service; not over HTTP.",
            engines=results,
        )


if __name__ == "__main__":
    main()
