"""One measurement on both databases: each in a process of its own, because Django is set up once."""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from benchmarks.bar.report import ROOT
from benchmarks.installation import Installation, installed
from tests.backing import both

ENGINES = ("PostgreSQL", "SQLite")
WEBS = {"PostgreSQL": 2, "SQLite": 1}


def options(description: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="a small size, to see that the script works")
    return parser


@contextmanager
def served(engine: str) -> Iterator[Installation]:
    """A new installation on this database; nothing of it serves yet."""
    if engine == "SQLite":
        with installed() as installation:
            yield installation
        return
    with both() as (database, queue), installed(database, queue) as installation:
        yield installation


def on_each_engine(module: str, *words: str) -> dict[str, dict[str, Any]]:
    """What `python -m MODULE --engine ENGINE` prints as its last line, for each engine."""
    told = {}
    for engine in ENGINES:
        done = subprocess.run(
            [sys.executable, "-m", module, "--engine", engine, *words],
            cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        told[engine] = json.loads(done.stdout.splitlines()[-1])
    return told


def main_on_each_engine(
    description: str | None,
    rounds: tuple[int, int],
    measure: Callable[[Installation, str, int], dict[str, Any]],
    conclude: Callable[[Callable[[], dict[str, dict[str, Any]]], int], None],
    module: str,
) -> None:
    """The command line of a proof that runs in `rounds` (all, and of `--quick`) on both databases."""
    parser = options(description)
    parser.add_argument("--rounds", type=int, help="how many rounds, instead of the usual number")
    parser.add_argument("--engine", choices=ENGINES, help="this database alone, and its figures as they are")
    chosen = parser.parse_args()
    number = chosen.rounds or rounds[chosen.quick]
    if chosen.engine:
        with served(chosen.engine) as installation:
            print(json.dumps(measure(installation, chosen.engine, number)))
    else:
        conclude(partial(on_each_engine, module, "--rounds", str(number)), number)
