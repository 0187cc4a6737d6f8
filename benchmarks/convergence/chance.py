"""
What is flagged as typical of a camp where there is something to find, and where camps were drawn by lot.

Two small camps are drawn from the two groups Polis published: once each from its group, once from everybody
by lot. Flagged are statements: by R (0.95 and 0.99, with a quorum) and by Polis' two tests of shares.
"""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.convergence.calibration import Divided, divided, draw_people

Facts = dict[str, Any]
RULES = ("typical", "strongly", "polis")


class Flags(NamedTuple):
    """How many statements each rule flags, how many of them wrongly, and whether ours shows its list."""

    flagged: dict[str, int]
    wrong: dict[str, int]
    shown: bool


def flag(matrix: Any, places: NDArray[np.intp], leaning: NDArray[np.float64], lots: int) -> Flags:
    """Hold two camps against each other; `leaning` is by how much the first whole group agrees more."""
    from dialogue.convergence import find_typical

    of_statement = dict(zip(matrix.statements, leaning.tolist(), strict=True))
    found = find_typical(matrix, places, ("first", "second"), lots=lots)
    flagged: dict[str, set[Any]] = {rule: set() for rule in RULES}
    wrong: dict[str, set[Any]] = {rule: set() for rule in RULES}
    for each in found.statements:
        upwards = (each.camp == "first") == each.agreeing
        for rule in ("typical", "strongly") if each.is_strong else ("typical",):
            flagged[rule].add(each.statement)
            if of_statement[each.statement] * (1 if upwards else -1) < 0:
                wrong[rule].add(each.statement)
    for statement, upwards in _flagged_by_polis(matrix, places):
        flagged["polis"].add(statement)
        if of_statement[statement] * (1 if upwards else -1) < 0:
            wrong["polis"].add(statement)
    return Flags(
        {rule: len(found) for rule, found in flagged.items()},
        {rule: len(found) for rule, found in wrong.items()},
        bool(found.statements) and found.is_shown,
    )


def _flagged_by_polis(matrix: Any, places: NDArray[np.intp]) -> list[tuple[Any, bool]]:
    """Statements that pass both of Polis' tests for some camp, and whether the first camp agrees more."""
    from dialogue.convergence import measure_representativeness
    from dialogue.convergence.polis import SIGNIFICANT

    table = measure_representativeness(matrix.counts_by_group(places, 2))
    passing = (
        ((table.agreement_ratio_test > SIGNIFICANT) & (table.agreement_test > SIGNIFICANT), True),
        ((table.disagreement_ratio_test > SIGNIFICANT) & (table.disagreement_test > SIGNIFICANT), False),
    )
    return [
        (matrix.statements[place], (group == 0) == agreeing)
        for flags, agreeing in passing
        for group, place in np.argwhere(flags).tolist()
    ]


def by_lot(places: NDArray[np.intp], size: int, random: np.random.Generator) -> NDArray[np.intp]:
    """Two camps of so many people each, drawn from everybody who is in a group."""
    drawn = np.full_like(places, -1)
    chosen = random.choice(np.flatnonzero(places >= 0), 2 * size, replace=False)
    drawn[chosen[:size]], drawn[chosen[size:]] = 0, 1
    return drawn


def leaning_of(of: Divided) -> NDArray[np.float64]:
    """By how much a larger share of the first whole group agrees with each statement than of the second."""
    counts = of.matrix.counts_by_group(of.places, 2)
    shares = counts[..., 2] / np.maximum(counts.sum(axis=2), 1)
    leaning: NDArray[np.float64] = shares[0] - shares[1]
    return leaning


def count_flags(folders: dict[str, str], size: int, draws: int, lots: int, spawned: float) -> Facts:
    """Mean flags of each rule, in camps of the two groups and in camps by lot, of each conversation."""
    told = {}
    for name, folder in folders.items():
        of = divided(Path(folder))
        if len(of.letters) != 2 or np.bincount(of.places[of.places >= 0]).min() < 2 * size:
            continue
        random = np.random.Generator(np.random.PCG64(size))
        leaning = leaning_of(of)
        found: dict[str, list[Flags]] = {"groups": [], "lot": []}
        for _draw in range(draws):
            for kind, drawn in (
                ("groups", draw_people(of.places, (size, size), random)),
                ("lot", by_lot(of.places, size, random)),
            ):
                chosen = drawn >= 0
                found[kind].append(flag(of.matrix.of_participants(chosen), drawn[chosen], leaning, lots))
        told[name] = {"statements": len(of.matrix.statements)} | {
            kind: _means(flags) for kind, flags in found.items()
        }
    return {"size": size, "draws": draws, "conversations": told}


def _means(flags: list[Flags]) -> Facts:
    return {
        "flagged": {rule: float(np.mean([each.flagged[rule] for each in flags])) for rule in RULES},
        "wrong": {rule: float(np.mean([each.wrong[rule] for each in flags])) for rule in RULES},
        "shown": float(np.mean([each.shown for each in flags])),
    }
