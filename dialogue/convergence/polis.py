"""Polis' own numbers, so that anyone can compare: tests of shares, representative and consensus statements.

From the formulae of compdemocracy/polis (math/src/polismath/math/stats.clj, repness.clj,
conversation.clj). They belong to large open conversations; the README tells why small camps are not
shown them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .identifiers import Identifier

SIGNIFICANT = 1.2816
"""The one-sided 90 % point of the normal distribution, as Polis rounds it."""
LISTED = 5

Numbers = NDArray[np.float64]


def score_share(successes: ArrayLike, trials: ArrayLike) -> Numbers:
    """Return Polis' z of one share against one half: 2 sqrt(n+1) ((s+1)/(n+1) - 1/2).

    Arguments are counts or arrays of counts, `successes` at most `trials`. Without trials it is 1.
    """
    more = np.asarray(trials, dtype=np.float64) + 1.0
    return 2.0 * np.sqrt(more) * ((np.asarray(successes, dtype=np.float64) + 1.0) / more - 0.5)


def compare_shares(
    successes: ArrayLike, trials: ArrayLike, other_successes: ArrayLike, other_trials: ArrayLike
) -> Numbers:
    """Return Polis' z of two shares against each other, one added to all four counts.

    It is 0 where the pooled share is 1.
    """
    ones, others = np.asarray(successes) + 1.0, np.asarray(other_successes) + 1.0
    of_ones, of_others = np.asarray(trials) + 1.0, np.asarray(other_trials) + 1.0
    pooled = (ones + others) / (of_ones + of_others)
    is_one = pooled == 1.0
    spread = np.where(is_one, 1.0, pooled * (1.0 - pooled) * (1.0 / of_ones + 1.0 / of_others))
    return np.where(is_one, 0.0, (ones / of_ones - others / of_others) / np.sqrt(spread))


@dataclass(frozen=True)
class RepresentativeStatement:
    """A statement that sets a group apart, as Polis lists it.

    `agreeing` tells whether the group agrees or disagrees more than others; `share` is
    (successes+1)/(trials+2), `share_test` its z, `ratio` this share by that of all other groups
    together, and `ratio_test` the z of the comparison. `is_best_agreement` marks the one put first.
    """

    statement: Identifier
    agreeing: bool
    successes: int
    trials: int
    share: float
    share_test: float
    ratio: float
    ratio_test: float
    is_best_agreement: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return asdict(self)


@dataclass(frozen=True)
class ConsensusStatement:
    """A statement that most of all participants agree (or disagree) with, as Polis lists it."""

    statement: Identifier
    successes: int
    trials: int
    share: float
    share_test: float

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class Representativeness:
    """Polis' table of every group and statement; all arrays have shape (groups, statements).

    `agreeing` and `disagreeing` are counts and `seen` all votes of the group, passes included. Then
    for agreement and disagreement: the share (s+1)/(n+2), its z, the ratio to the share of all other
    groups together, and the z of that comparison.
    """

    agreeing: NDArray[np.intp]
    disagreeing: NDArray[np.intp]
    seen: NDArray[np.intp]
    agreement: Numbers
    disagreement: Numbers
    agreement_test: Numbers
    disagreement_test: Numbers
    agreement_ratio: Numbers
    disagreement_ratio: Numbers
    agreement_ratio_test: Numbers
    disagreement_ratio_test: Numbers


def measure_representativeness(counts: NDArray[np.intp]) -> Representativeness:
    """Compute Polis' table from counts of shape (groups, statements, 3): disagree, pass, agree."""
    disagreeing, agreeing, seen = counts[..., 0], counts[..., 2], counts.sum(axis=2)
    other_agreeing, other_disagreeing, others_seen = (
        each.sum(axis=0) - each for each in (agreeing, disagreeing, seen)
    )
    agreement, disagreement = (agreeing + 1) / (seen + 2), (disagreeing + 1) / (seen + 2)
    return Representativeness(
        agreeing,
        disagreeing,
        seen,
        agreement,
        disagreement,
        score_share(agreeing, seen),
        score_share(disagreeing, seen),
        agreement / ((other_agreeing + 1) / (others_seen + 2)),
        disagreement / ((other_disagreeing + 1) / (others_seen + 2)),
        compare_shares(agreeing, seen, other_agreeing, others_seen),
        compare_shares(disagreeing, seen, other_disagreeing, others_seen),
    )


def list_representative(
    table: Representativeness, statements: Sequence[Identifier]
) -> list[tuple[RepresentativeStatement, ...]]:
    """Return each group's list, at most five statements, those it agrees with first.

    Listed is what passes both tests at 90 % in one direction, by the product of ratio, both tests
    and share, the lowest statement first at a tie; before all others the one that Polis' rule finds
    the best agreed with. Where nothing passes, that one or else the one of the largest z alone.
    """
    return [_list_of_group(table, group, statements) for group in range(len(table.seen))]


def _list_of_group(
    table: Representativeness, group: int, statements: Sequence[Identifier]
) -> tuple[RepresentativeStatement, ...]:
    passing = (table.agreement_ratio_test[group] > SIGNIFICANT) & (table.agreement_test[group] > SIGNIFICANT)
    passing |= (table.disagreement_ratio_test[group] > SIGNIFICANT) & (
        table.disagreement_test[group] > SIGNIFICANT
    )
    best = _best_agreement(table, group)
    head = [] if best is None else [_listed(table, group, best, statements, is_best=True)]
    sufficient = np.flatnonzero(passing).tolist()
    if not sufficient:
        if head or not len(statements):
            return tuple(head)
        strongest = np.maximum(table.agreement_ratio_test[group], table.disagreement_ratio_test[group])
        return (_listed(table, group, int(np.argmax(strongest)), statements),)
    others = [_listed(table, group, place, statements) for place in sufficient if place != best]
    others.sort(key=lambda each: -(each.ratio * each.ratio_test * each.share * each.share_test))
    chosen = [*head, *others][:LISTED]
    return tuple(sorted(chosen, key=lambda each: not each.agreeing))


def _best_agreement(table: Representativeness, group: int) -> int | None:
    """Find what the group agrees with best: representative if anything is, else widely agreed with."""
    share, ratio = table.agreement[group].tolist(), table.agreement_ratio[group].tolist()
    test, ratio_test = table.agreement_test[group].tolist(), table.agreement_ratio_test[group].tolist()
    voted = ((table.agreeing[group] > 0) | (table.disagreeing[group] > 0)).tolist()
    best: int | None = None
    for place in range(len(share)):
        if not voted[place]:
            continue
        if best is None:
            better = test[place] > SIGNIFICANT or (ratio[place] > 1.0 and share[place] > 0.5)
        else:
            own, held = share[place] * test[place], share[best] * test[best]
            if ratio[best] > 1.0:
                own, held = own * ratio[place] * ratio_test[place], held * ratio[best] * ratio_test[best]
            better = own > held
        if better:
            best = place
    return best


def _listed(
    table: Representativeness,
    group: int,
    place: int,
    statements: Sequence[Identifier],
    *,
    is_best: bool = False,
) -> RepresentativeStatement:
    at = group, place
    agreeing = bool(table.agreement_ratio_test[at] > table.disagreement_ratio_test[at])
    successes, share, test, ratio, ratio_test = (
        (
            table.agreeing,
            table.agreement,
            table.agreement_test,
            table.agreement_ratio,
            table.agreement_ratio_test,
        )
        if agreeing
        else (
            table.disagreeing,
            table.disagreement,
            table.disagreement_test,
            table.disagreement_ratio,
            table.disagreement_ratio_test,
        )
    )
    return RepresentativeStatement(
        statements[place],
        agreeing,
        int(successes[at]),
        int(table.seen[at]),
        float(share[at]),
        float(test[at]),
        float(ratio[at]),
        float(ratio_test[at]),
        is_best,
    )


def list_consensus(
    counts: NDArray[np.intp], statements: Sequence[Identifier]
) -> Mapping[str, tuple[ConsensusStatement, ...]]:
    """Return under `agree` and `disagree` what most agree and disagree with, at most five statements each.

    `counts` has shape (statements, 3): disagree, pass, agree of everybody. Listed is what has a share
    above one half and a z above 1.2816, by their product, the lowest statement first at a tie.
    """
    seen = counts.sum(axis=1)
    lists = {}
    for side, place in (("agree", 2), ("disagree", 0)):
        successes = counts[:, place]
        share, test = (successes + 1) / (seen + 2), score_share(successes, seen)
        listed = np.flatnonzero((share > 0.5) & (test > SIGNIFICANT))
        listed = listed[np.argsort(-(share * test)[listed], kind="stable")][:LISTED]
        lists[side] = tuple(
            ConsensusStatement(
                statements[at], int(successes[at]), int(seen[at]), float(share[at]), float(test[at])
            )
            for at in listed.tolist()
        )
    return lists


def multiply_agreement(table: Representativeness, *, disagreeing: bool = False) -> Numbers:
    """Return Polis' group-informed consensus: the product of all groups' shares, shape (statements,)."""
    product: Numbers = np.multiply.reduce(table.disagreement if disagreeing else table.agreement, axis=0)
    return product
