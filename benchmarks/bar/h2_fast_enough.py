"""H2: people wait little on two cores: fifty on PostgreSQL, twenty on SQLite, four reads for every write."""

import argparse
import json
from dataclasses import replace
from typing import Any

from benchmarks.bar.engines import ENGINES, WEBS, on_each_engine, options, served
from benchmarks.bar.report import proof
from benchmarks.load import QUICK, Load, Size, at_a_pace
from benchmarks.people import gather, sign_in, speak
from benchmarks.sizes import percentile

PEOPLE = {"PostgreSQL": 50, "SQLite": 20}
P95, P99 = 0.5, 1.5
THINKING = 3.0
"""Seconds between two acts of a person on average, as in load tests of the usual kind (one to five)."""


def measure(engine: str, size: Size) -> dict[str, Any]:
    with served(engine) as installation:
        from django.db import connections

        gathering = gather(size.people)
        said = speak(gathering, size.positions)
        installation.serve(WEBS[engine])
        people = [sign_in(installation.port_of(place), voice) for place, voice in enumerate(gathering.voices)]
        connections.close_all()
        load = Load()
        at_a_pace(people, gathering, said, replace(size, seconds=3), Load())
        at_a_pace(people, gathering, said, size, load)
        return {
            "seconds": load.reads.seconds + load.posts.seconds,
            "refused": load.reads.refused + load.posts.refused,
        }


def conclude(quick: bool, words: list[str]) -> None:
    with proof(
        "H2",
        "People wait little on two cores.",
        "50 people on PostgreSQL, 20 on SQLite, 1,000 positions: p95 ≤ 0.5 s, p99 ≤ 1.5 s, no error",
    ) as tell:
        told = on_each_engine("benchmarks.bar.h2_fast_enough", *words)
        figures = {
            engine: (
                percentile(each["seconds"], 0.95),
                percentile(each["seconds"], 0.99),
                len(each["refused"]),
            )
            for engine, each in told.items()
        }
        tell(
            passed=not quick
            and all(p95 <= P95 and p99 <= P99 and not errors for p95, p99, errors in figures.values()),
            figure="; ".join(
                f"{engine} p95 {p95:.2f} s, p99 {p99:.2f} s, {errors} errors"
                for engine, (p95, p99, errors) in figures.items()
            ),
            notes=f"everybody acts every {THINKING:g} s on average; "
            + "; ".join(f"{engine} {len(each['seconds'])} requests" for engine, each in told.items()),
            quick=quick,
        )


def main() -> None:
    parser: argparse.ArgumentParser = options(__doc__)
    parser.add_argument("--engine", choices=ENGINES, help="this database alone, and its figures as they are")
    chosen = parser.parse_args()
    if chosen.engine:
        size = QUICK if chosen.quick else Size(people=PEOPLE[chosen.engine], thinking=THINKING)
        print(json.dumps(measure(chosen.engine, size)))
    else:
        conclude(chosen.quick, ["--quick"] if chosen.quick else [])


if __name__ == "__main__":
    main()
