"""Measure `dialogue.convergence` in a fresh process: one task on stdin, its figures on stdout."""

from time import monotonic, perf_counter

STARTED = perf_counter()

import gc  # noqa: E402 - the clock runs from the first line
import json  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from functools import partial  # noqa: E402
from importlib import import_module  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from benchmarks.convergence import edges, stopwatch  # noqa: E402
from benchmarks.convergence.conversations import (  # noqa: E402
    Vote,
    checkpoints,
    hidden_statements,
    published_groups,
    read,
    rows,
    shuffled,
)

Facts = dict[str, Any]


def memories() -> list[Any]:
    """Every function of the library that remembers earlier results."""
    return [
        each
        for name, module in list(sys.modules.items())
        if name.startswith("dialogue.convergence")
        for each in list(vars(module).values())
        if hasattr(each, "cache_clear")
    ]


def forget() -> None:
    """Empty every memory of earlier results, so that a repetition costs what the first one costs."""
    for each in memories():
        each.cache_clear()
    gc.collect()


def conversation_of(votes: list[Vote], hidden: list[int], **declared: Any) -> Any:
    from dialogue.convergence import Conversation, VoteFields

    fields = VoteFields("participant_id", "statement_id", "vote")
    return Conversation.from_votes(votes, fields=fields, hidden=hidden, **declared)


def steps_of_polis(votes: list[Vote], hidden: list[int]) -> Any:
    """What is compared: matrix, map, groups and their number, representative, consensus, group-informed."""
    from dialogue.convergence import analyse_as_polis

    return analyse_as_polis(conversation_of(votes, hidden))


def steps_and_own_figures(votes: list[Vote], hidden: list[int]) -> Any:
    """The same, and J, P, F, intervals, bounds and classes of every statement by these groups."""
    from dialogue.convergence import measure_statements
    from dialogue.convergence.counts import counts_of_table

    found = steps_of_polis(votes, hidden)
    if found.groups is None:
        return found, ()
    counts = counts_of_table(found.lists.statements, found.lists.counts, list(found.groups.sizes))
    return found, measure_statements(found.groups.letters, counts)


def figures_by_camps(votes: list[Vote], hidden: list[int], camp_of: dict[int, str]) -> Any:
    from dialogue.convergence import count_by_camp, measure_statements

    conversation = conversation_of(votes, hidden, camp_of=camp_of)
    return measure_statements(conversation.camps, count_by_camp(conversation))


def everything(votes: list[Vote], hidden: list[int], **asked: Any) -> Any:
    from dialogue.convergence import analyse_conversation

    camp_of = asked.pop("camp_of", {})
    return analyse_conversation(conversation_of(votes, hidden, camp_of=camp_of), **asked)


def digest_of(figures: Any) -> str:
    """The same for equal bytes alone."""
    import hashlib

    return hashlib.sha256(json.dumps(figures.to_dict(), sort_keys=True).encode()).hexdigest()


def speed(folder: str, repetitions: int, spawned: float, further: int = 0, *, library: bool = True) -> Facts:
    """Cold start, repetitions and memory; then what more costs, so many times (`further`)."""
    begun = perf_counter()
    from dialogue.convergence import comparison, residuals

    assert comparison.analyse_as_polis is not None
    if not library:
        residuals.SPARSE_LIBRARY_FROM = sys.maxsize
    imported = perf_counter()
    votes, hidden = read(Path(folder))
    loaded = perf_counter()
    held = stopwatch.megabytes()
    found = steps_of_polis(votes, hidden)
    ended, seen = perf_counter(), monotonic()
    facts: Facts = {
        "import": imported - begun,
        "load": loaded - imported,
        "first": ended - loaded,
        "cold": ended - STARTED,
        "since_spawned": seen - spawned,
        "votes": len(votes),
        "groups": list(found.groups.sizes) if found.groups else [],
    }
    del found
    again = partial(steps_of_polis, votes, hidden)
    facts["seconds"] = stopwatch.repeated(again, repetitions, before=forget) or [facts["first"]]
    facts |= {"held": held, "peak": stopwatch.peak_megabytes(), "digest": digest_of(again())}
    facts["further"] = further_figures(votes, hidden, published_groups(Path(folder)), further)
    return facts


def further_figures(
    votes: list[Vote], hidden: list[int], camp_of: dict[int, str], repetitions: int
) -> dict[str, list[float]]:
    acts: dict[str, Callable[[], Any]] = {
        "own": partial(steps_and_own_figures, votes, hidden),
        "joint": partial(figures_by_camps, votes, hidden, camp_of),
        "without_chance": partial(everything, votes, hidden, shuffles=0, lots=0),
        "complete": partial(everything, votes, hidden),
        "complete_with_camps": partial(everything, votes, hidden, camp_of=camp_of),
    }
    if not repetitions:
        return {}
    return {name: stopwatch.repeated(act, repetitions, before=forget) for name, act in acts.items()}


def columns(folder: str, repetitions: int, spawned: float, *, library: bool = True) -> Facts:
    """The same steps from columns, for what is too large to hold as dictionaries."""
    import numpy as np

    from dialogue.convergence import Conversation, analyse_as_polis, residuals

    if not library:
        residuals.SPARSE_LIBRARY_FROM = sys.maxsize
    taken = [np.load(Path(folder) / f"{name}.npy") for name in ("participants", "statements", "votes")]
    held = stopwatch.megabytes()
    seconds = stopwatch.repeated(
        lambda: analyse_as_polis(Conversation.from_columns(*taken)), repetitions, before=forget
    )
    return {
        "seconds": seconds,
        "held": held,
        "peak": stopwatch.peak_megabytes(),
        "votes": len(taken[2]),
        "since_spawned": monotonic() - spawned,
    }


def replay(
    folder: str, checkpoints_in_all: int, spawned: float, *, by_time: bool = False, remembering: bool = True
) -> Facts:
    """Everybody's letter after each share of the votes; every map remembers the one before, or none does."""
    from dialogue.convergence import analyse_as_polis

    hidden, memory, told = hidden_statements(Path(folder)), None, []
    for votes in checkpoints(Path(folder), checkpoints_in_all, by_time=by_time):
        found = analyse_as_polis(conversation_of(votes, hidden), polis_hidden=False, previous=memory)
        memory = found.groups.memory if found.groups and remembering else memory
        told.append({str(one): at for one, at in found.groups.letter_of().items()} if found.groups else None)
    return {"labels": told}


def replay_as_shown(folder: str, checkpoints_in_all: int, spawned: float) -> Facts:
    """The same of what people see: groups only where the test of chance lets them through."""
    hidden, memory, told = hidden_statements(Path(folder)), None, []
    for votes in checkpoints(Path(folder), checkpoints_in_all):
        found = everything(votes, hidden, previous=memory, lots=0)
        memory = found.memory
        told.append({str(one): at for one, at in found.groups.letter_of().items()} if found.groups else None)
    return {"labels": told}


def any_order(folder: str, orders: int, spawned: float) -> Facts:
    """The digest of everything, for the rows as they are and in so many other orders, re-votes too."""
    import random

    from dialogue.convergence import Conversation, analyse_conversation

    chance = random.Random(orders)
    taken = [
        {"participant": participant, "statement": statement, "vote": vote, "time": time, "row": place}
        for place, (time, participant, statement, vote) in enumerate(rows(Path(folder)))
    ]
    declared: dict[str, Any] = {
        "hidden": hidden_statements(Path(folder)),
        "camp_of": published_groups(Path(folder)),
    }
    digests = []
    for _each in range(orders + 1):
        digests.append(digest_of(analyse_conversation(Conversation.from_votes(taken, **declared))))
        chance.shuffle(taken)
    return {"digests": digests}


def edge_cases(spawned: float) -> Facts:
    """What every edge case gives: how many groups, or which exception."""

    def groups_in(votes: list[Vote], hidden: list[int]) -> int:
        everything(votes, hidden, camp_of={person: "ab"[person % 2] for person in range(40)})
        found = steps_of_polis(votes, hidden)
        return found.groups.number if found.groups else 0

    return {"outcomes": edges.outcomes(groups_in)}


def shuffles(folder: str, number: int, spawned: float, first_seed: int = edges.SEED) -> Facts:
    """In how many of so many shuffled conversations groups are reported."""
    votes, hidden = read(Path(folder))
    reported = sum(
        everything(shuffled(votes, first_seed + each), hidden, lots=0).groups is not None
        for each in range(number)
    )
    return {"reported": reported, "number": number}


TASKS: dict[str, Callable[..., Facts]] = {
    "speed": speed,
    "columns": columns,
    "replay": replay,
    "replay_as_shown": replay_as_shown,
    "any_order": any_order,
    "edge_cases": edge_cases,
    "shuffles": shuffles,
}
ELSEWHERE = {
    "calibration": ("calibration", "calibrate"),
    "flags": ("chance", "count_flags"),
    "equality": ("equality", "compare"),
    "production": ("equality", "compare_with_production"),
    "workshop": ("workshop", "measure"),
    "response": ("workshop", "measure_response"),
}
"""Tasks in modules that load NumPy: a process that measures a cold start must not have loaded it."""


def main() -> None:
    asked = stopwatch.task()
    name = asked.pop("task")
    if name in ELSEWHERE:
        module, function = ELSEWHERE[name]
        act = getattr(import_module(f"benchmarks.convergence.{module}"), function)
    else:
        act = TASKS[name]
    stopwatch.answer(act(**asked))


if __name__ == "__main__":
    main()
