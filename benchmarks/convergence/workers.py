"""Fresh processes that measure: one task in, one line of JSON out, both implementations by turns."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from benchmarks.convergence.conversations import ROOT

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
SECONDS_AT_MOST = 900

Facts = dict[str, Any]


class WorkerFailed(Exception):
    """A process did not give an answer; the sentence is the last it said."""


@dataclass(frozen=True, slots=True)
class Worker:
    """An implementation: the Python that has it, and the module that measures it."""

    name: str
    python: Path
    module: str

    def ask(self, task: str, *, free_threads: bool = False, **asked: Any) -> Facts:
        """Start a process, have it do one task, and return what it told.

        It runs with one thread, unless threads are free: then with as many as it takes by itself.
        """
        environment = {name: value for name, value in os.environ.items() if name not in THREADS}
        if not free_threads:
            environment |= dict.fromkeys(THREADS, "1")
        given = {"task": task, "spawned": monotonic()} | asked
        try:
            done = subprocess.run(
                [self.python, "-W", "ignore", "-m", self.module],
                cwd=ROOT, env=environment, input=json.dumps(given), text=True, capture_output=True,
                check=False, timeout=SECONDS_AT_MOST,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            raise WorkerFailed(f"{self.name}: {task} took more than {SECONDS_AT_MOST} s") from late
        if done.returncode:
            said = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
            raise WorkerFailed(f"{self.name}: {task}: {said[-1]}")
        facts: Facts = json.loads(done.stdout.strip().splitlines()[-1])
        return facts


OURS = Worker("ours", Path(sys.executable), "benchmarks.convergence.ours")


def by_turns(
    workers: list[Worker], task: str, processes: int, *, free_threads: bool = False, **asked: Any
) -> dict[str, list[Facts]]:
    """Have so many fresh processes of each do the task, A B A B and so on."""
    told: dict[str, list[Facts]] = {worker.name: [] for worker in workers}
    for _each in range(processes):
        for worker in workers:
            told[worker.name].append(worker.ask(task, free_threads=free_threads, **asked))
    return told


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@contextmanager
def doing(what: str) -> Iterator[None]:
    """Say what is being done, and then how long it took."""
    say(f"  {what} …")
    started = monotonic()
    yield
    say(f"  {what}: {monotonic() - started:.1f} s")
