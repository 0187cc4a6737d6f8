"""What is typical of a camp, and how much of it chance would show if camps had been drawn by lot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .identifiers import Identifier
from .matrix import VoteMatrix

TYPICAL, STRONGLY_TYPICAL = 0.95, 0.99
LOTS, FEWEST_LOTS = 200, 20
MOST_VOTES_DEALT = 20_000_000
"""Lots are fewer where there are more than 100,000 votes, so that so many are counted in all, but at
least twenty times."""
FEWEST_ANSWERS, FEWEST_PERSONS = 5, 3
NORMAL_FROM = 60
"""Where both sides have so many answers, lots are judged by the normal curve; within 0.01 of the
line, and everywhere else, by the exact sum."""

# Where the normal curve leaves 0.95 and 0.99 below it, and 0.01 more or less (0.98 to 0.995 at the second).
_LINES = 1.6449, 2.3263
_NEAR_LINES = ((1.5548, 1.7507), (2.0537, 2.5758))
_BLOCK = 4096


def probability_above(
    agree: ArrayLike, answered: ArrayLike, other_agree: ArrayLike, other_answered: ArrayLike
) -> NDArray[np.float64]:
    """Return R: how probable it is that people like the first agree more than people like the others.

    With uniform priors, P(Beta(a1, b1) > Beta(a2, b2)) for a = A+1, b = N-A+1 is the sum over i = 0 ..
    a1-1 of B(a2+i, b1+b2) / ((b1+i) B(1+i, b1) B(a2, b2)). Counts or arrays of counts, which broadcast;
    the result has their common shape. Summed in logarithms, to about 1e-12.
    """
    arrays = np.broadcast_arrays(
        *(np.asarray(each, dtype=np.intp) for each in (agree, answered, other_agree, other_answered))
    )
    shape = arrays[0].shape
    flat = [each.ravel() for each in arrays]
    found = np.empty(flat[0].size)
    order = np.argsort(flat[0], kind="stable")
    for start in range(0, order.size, _BLOCK):
        block = order[start : start + _BLOCK]
        found[block] = _sum_of_block(*(each[block] for each in flat))
    return found.reshape(shape)


def _sum_of_block(
    agree: NDArray[np.intp],
    answered: NDArray[np.intp],
    other_agree: NDArray[np.intp],
    other_answered: NDArray[np.intp],
) -> NDArray[np.float64]:
    b1: NDArray[np.float64] = (answered - agree + 1).astype(np.float64)
    a2: NDArray[np.float64] = (other_agree + 1).astype(np.float64)
    b2: NDArray[np.float64] = (other_answered - other_agree + 1).astype(np.float64)
    most = int(answered.max(initial=0) + other_answered.max(initial=0)) + 4
    log_factorials = np.concatenate([[0.0, 0.0], np.cumsum(np.log(np.arange(1.0, most)))])

    def log_gamma(of: NDArray[Any]) -> NDArray[np.float64]:
        return log_factorials[of.astype(np.intp)]

    term: NDArray[np.float64] = log_gamma(b1 + b2) + log_gamma(a2 + b2)
    term -= log_gamma(a2 + b1 + b2) + log_gamma(b2)
    total = np.exp(term)
    for step in range(int(agree.max(initial=0))):
        going = agree > step
        term += np.log((a2 + step) * (b1 + step) / ((a2 + b1 + b2 + step) * (1.0 + step)))
        total += np.where(going, np.exp(term), 0.0)
    return np.clip(total, 0.0, 1.0)


@dataclass(frozen=True)
class TypicalStatement:
    """A statement that a camp agrees with (or not) more than all others; `probability` is R or 1 - R."""

    camp: str
    statement: Identifier
    agreeing: bool
    probability: float

    @property
    def is_strong(self) -> bool:
        """Whether the probability is at least 0.99."""
        return self.probability >= STRONGLY_TYPICAL

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return {
            "camp": self.camp,
            "statement": self.statement,
            "agreeing": self.agreeing,
            "probability": self.probability,
            "strong": self.is_strong,
        }


@dataclass(frozen=True)
class TypicalStatements:
    """What is typical of every camp, and the chance line: how many drawing camps by lot would list.

    `by_lot` is the mean number of statements listed over all lots, `strong_by_lot` that of the
    strongly typical ones. Where half of a list or more would be there by lot, it is not shown.
    """

    statements: tuple[TypicalStatement, ...]
    by_lot: float
    strong_by_lot: float
    lots: int

    @property
    def strong(self) -> tuple[TypicalStatement, ...]:
        """The strongly typical ones."""
        return tuple(each for each in self.statements if each.is_strong)

    @property
    def is_shown(self) -> bool:
        """Whether the list says more than chance does."""
        return self.by_lot < len(self.statements) / 2

    @property
    def is_strong_shown(self) -> bool:
        """Whether the list of the strongly typical ones says more than chance does."""
        return self.strong_by_lot < len(self.strong) / 2

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return {
            "statements": [each.to_dict() for each in self.statements],
            "number": len(self.statements),
            "by_lot": self.by_lot,
            "strong_number": len(self.strong),
            "strong_by_lot": self.strong_by_lot,
            "lots": self.lots,
            "shown": self.is_shown,
            "strong_shown": self.is_strong_shown,
        }


def find_typical(
    matrix: VoteMatrix, camp_places: NDArray[np.intp], camps: Sequence[str], *, lots: int = LOTS
) -> TypicalStatements:
    """List what is typical of every camp, the most probable first, beside what lots would list.

    `camp_places` gives each participant's place in `camps`, -1 for none. A statement needs
    min(5, voters of the camp) and at least three answers from the camp and from all others together.
    Lots reshuffle the camps among those who have one, sizes kept, by PCG64 with fixed seeds.
    """
    number = len(camps)
    counts = matrix.counts_by_group(camp_places, number)
    sizes = np.bincount(camp_places[camp_places >= 0], minlength=number)
    enough = _enough(counts, sizes)
    above = np.full(enough.shape, np.nan)
    above[enough] = probability_above(*(each[enough] for each in _sides(counts)))
    found = [
        TypicalStatement(camps[camp], matrix.statements[place], agreeing, float(probability[camp, place]))
        for agreeing, probability in ((True, above), (False, 1.0 - above))
        for camp, place in np.argwhere(probability >= TYPICAL).tolist()
    ]
    places = {statement: place for place, statement in enumerate(matrix.statements)}
    found.sort(key=lambda each: (camps.index(each.camp), -each.probability, places[each.statement]))
    lots = max(min(lots, FEWEST_LOTS), min(lots, MOST_VOTES_DEALT // max(matrix.values.size, 1)))
    drawn = _counts_by_lot(matrix, camp_places, number, lots)
    levels = _levels(drawn, _enough(drawn, sizes))
    return TypicalStatements(
        tuple(found), int((levels >= 1).sum()) / max(lots, 1), int((levels >= 2).sum()) / max(lots, 1), lots
    )


def _sides(counts: NDArray[np.intp]) -> tuple[NDArray[np.intp], ...]:
    """Return how many agree and answered, in each camp and in all others together."""
    agree, answered = counts[..., 2], counts.sum(axis=-1)
    others = (each.sum(axis=-2, keepdims=True) - each for each in (agree, answered))
    return agree, answered, *others


def _enough(counts: NDArray[np.intp], sizes: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell where enough have answered in the camp and beside it."""
    _agree, answered, _others_agree, others_answered = _sides(counts)
    needed, needed_beside = (
        np.maximum(np.minimum(FEWEST_ANSWERS, each), FEWEST_PERSONS)[:, None]
        for each in (sizes, sizes.sum() - sizes)
    )
    return (answered >= needed) & (others_answered >= needed_beside)


def _counts_by_lot(
    matrix: VoteMatrix, camp_places: NDArray[np.intp], number: int, lots: int
) -> NDArray[np.intp]:
    """Draw camps by lot among those who have one; return counts of shape (lots, camps, statements, 3)."""
    members = np.flatnonzero(camp_places >= 0)
    drawn = []
    for seed in range(lots):
        order = np.argsort(np.random.PCG64(seed).random_raw(members.size), kind="stable")
        places = camp_places.copy()
        places[members] = camp_places[members[order]]
        drawn.append(matrix.counts_by_group(places, number))
    return np.array(drawn, dtype=np.intp).reshape(lots, number, len(matrix.statements), 3)


def _levels(counts: NDArray[np.intp], enough: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Return 1 where a statement would be typical of a camp, 2 where strongly so, else 0."""
    sides = _sides(counts)
    agree, answered, others_agree, others_answered = (each[enough] for each in sides)
    mean, others_mean = (agree + 1) / (answered + 2), (others_agree + 1) / (others_answered + 2)
    variance = mean * (1 - mean) / (answered + 3) + others_mean * (1 - others_mean) / (others_answered + 3)
    distance = np.abs(mean - others_mean) / np.sqrt(variance)
    level = np.where(distance >= _LINES[1], 2, np.where(distance >= _LINES[0], 1, 0)).astype(np.int8)
    exact = np.minimum(answered, others_answered) < NORMAL_FROM
    for low, high in _NEAR_LINES:
        exact |= (distance > low) & (distance < high)
    above = probability_above(agree[exact], answered[exact], others_agree[exact], others_answered[exact])
    above = np.maximum(above, 1.0 - above)
    level[exact] = np.where(above >= STRONGLY_TYPICAL, 2, np.where(above >= TYPICAL, 1, 0))
    levels = np.zeros(enough.shape, np.int8)
    levels[enough] = level
    return levels
