"""Measure red-dwarf in a fresh process of its own environment: one task on stdin, its figures on stdout."""

from time import monotonic, perf_counter

STARTED = perf_counter()

from collections.abc import Callable  # noqa: E402 - the clock runs from the first line
from functools import partial  # noqa: E402
from importlib.metadata import version  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from benchmarks.convergence import edges, stopwatch  # noqa: E402
from benchmarks.convergence.conversations import (  # noqa: E402
    Vote,
    checkpoints,
    hidden_statements,
    read,
    shuffled,
)

Facts = dict[str, Any]
PACKAGES = ("red-dwarf", "numpy", "scipy", "scikit-learn", "pandas")


def steps(votes: list[Vote], hidden: list[int], seed: int | None = 0) -> Any:
    from reddwarf.implementations.base import run_pipeline

    return run_pipeline(votes=votes, mod_out_statement_ids=hidden, random_state=seed)


def labels_of(found: Any) -> dict[str, int]:
    of_everybody = found.participants_df["cluster_id"].dropna()
    return {str(participant): int(label) for participant, label in of_everybody.items()}


def speed(folder: str, repetitions: int, spawned: float) -> Facts:
    begun = perf_counter()
    import reddwarf.implementations.base

    assert reddwarf.implementations.base
    imported = perf_counter()
    votes, hidden = read(Path(folder))
    loaded = perf_counter()
    held = stopwatch.megabytes()
    found = steps(votes, hidden)
    ended, seen = perf_counter(), monotonic()
    labels = list(labels_of(found).values())
    facts: Facts = {
        "import": imported - begun,
        "load": loaded - imported,
        "first": ended - loaded,
        "cold": ended - STARTED,
        "since_spawned": seen - spawned,
        "votes": len(votes),
        "groups": [labels.count(label) for label in sorted(set(labels))],
    }
    del found
    again = partial(steps, votes, hidden)
    facts["seconds"] = stopwatch.repeated(again, repetitions) or [facts["first"]]
    return facts | {"held": held, "peak": stopwatch.peak_megabytes()}


def figures(folder: str, spawned: float) -> Facts:
    """Everything ours are compared with."""
    votes, hidden = read(Path(folder))
    found = steps(votes, hidden)
    of_statements = found.statements_df
    counts: dict[str, dict[str, list[int]]] = {}
    for (group, statement), row in found.group_comment_stats.iterrows():
        numbers = [int(row[name]) for name in ("na", "nd", "ns")]
        counts.setdefault(str(group), {})[str(statement)] = numbers
    return {
        "labels": labels_of(found),
        "axes": [
            {str(statement): float(each) for statement, each in of_statements[axis].items()}
            for axis in ("pc1", "pc2")
        ],
        "points": {
            str(one): [float(each) for each in at] for one, at in found.participant_projections.items()
        },
        "counts": counts,
        "consensus_by_group": {
            side: {str(statement): float(each) for statement, each in values.items()}
            for side, values in found.group_aware_consensus.items()
        },
        "representative": {
            str(group): [[each["tid"], each["repful-for"] == "agree"] for each in listed]
            for group, listed in found.repness.items()
        },
        "consensus": {
            side: [[each["tid"], float(each["p-success"] * each["p-test"])] for each in listed]
            for side, listed in found.consensus.items()
        },
        "inertia": float(found.clusterer.inertia_),
    }


def without_seed(folder: str, spawned: float) -> Facts:
    """Points and labels as they come when nobody sets a seed."""
    votes, hidden = read(Path(folder))
    found = steps(votes, hidden, seed=None)
    points = {str(one): [float(each) for each in at] for one, at in found.participant_projections.items()}
    return {"labels": labels_of(found), "points": points}


def replay(folder: str, checkpoints_in_all: int, spawned: float, *, by_time: bool = False) -> Facts:
    """Everybody's label after each share of the votes, computed from scratch every time."""
    hidden = hidden_statements(Path(folder))
    told: list[dict[str, int] | None] = []
    for votes in checkpoints(Path(folder), checkpoints_in_all, by_time=by_time):
        try:
            told.append(labels_of(steps(votes, hidden)))
        except (ValueError, KeyError):
            told.append(None)
    return {"labels": told}


def edge_cases(spawned: float) -> Facts:
    return {
        "outcomes": edges.outcomes(lambda votes, hidden: len(set(labels_of(steps(votes, hidden)).values())))
    }


def shuffles(folder: str, number: int, spawned: float, first_seed: int = edges.SEED) -> Facts:
    votes, hidden = read(Path(folder))
    reported = sum(
        len(set(labels_of(steps(shuffled(votes, first_seed + each), hidden)).values())) > 1
        for each in range(number)
    )
    return {"reported": reported, "number": number}


def versions(spawned: float) -> Facts:
    return {name: version(name) for name in PACKAGES}


def main() -> None:
    tasks: dict[str, Callable[..., Facts]] = {
        "speed": speed,
        "figures": figures,
        "without_seed": without_seed,
        "replay": replay,
        "edge_cases": edge_cases,
        "shuffles": shuffles,
        "versions": versions,
    }
    asked = stopwatch.task()
    stopwatch.answer(tasks[asked.pop("task")](**asked))


if __name__ == "__main__":
    main()
