"""Pairs who may be one person: the same answers wherever people differ, and joined at about the same time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .identifiers import Identifier
from .matrix import VoteMatrix

FEWEST_COMMON = 15
SECONDS_APART = 3600


@dataclass(frozen=True)
class Twins:
    """Two participants, and how many statements both answered. A notice to those who moderate, never more."""

    one: Identifier
    other: Identifier
    common: int


def find_twins(
    matrix: VoteMatrix,
    dividing: Iterable[Identifier],
    joined: Mapping[Identifier, float],
    *,
    fewest_common: int = FEWEST_COMMON,
    seconds_apart: float = SECONDS_APART,
) -> tuple[Twins, ...]:
    """Return pairs with the same answers to all `dividing` statements who joined within an hour.

    `joined` gives seconds on any clock; who is not in it is in no pair. A pair needs fifteen common
    answers, at least one of them to a dividing statement. Pairs come in the order of the participants.
    """
    columns = {statement: place for place, statement in enumerate(matrix.statements)}
    is_dividing = np.zeros(len(columns), bool)
    is_dividing[[columns[statement] for statement in dividing if statement in columns]] = True
    ends = np.cumsum(matrix.votes_per_participant())
    alike: dict[bytes, list[int]] = {}
    for row, (start, end) in enumerate(zip(np.append(0, ends[:-1]).tolist(), ends.tolist(), strict=True)):
        answered = matrix.columns[start:end]
        chosen = is_dividing[answered]
        if matrix.participants[row] in joined and end - start >= fewest_common and chosen.any():
            answers = answered[chosen].tobytes() + b"/" + matrix.values[start:end][chosen].tobytes()
            alike.setdefault(answers, []).append(row)
    found = []
    for rows in alike.values():
        rows.sort(key=lambda row: (joined[matrix.participants[row]], row))
        for place, row in enumerate(rows):
            own = matrix.participants[row]
            for later in rows[place + 1 :]:
                other = matrix.participants[later]
                if joined[other] - joined[own] > seconds_apart:
                    break
                common = np.intersect1d(_answered(matrix, ends, row), _answered(matrix, ends, later)).size
                if common >= fewest_common:
                    first, second = sorted((row, later))
                    found.append((first, second, common))
    return tuple(
        Twins(matrix.participants[one], matrix.participants[other], common)
        for one, other, common in sorted(found)
    )


def _answered(matrix: VoteMatrix, ends: NDArray[np.intp], row: int) -> NDArray[np.intp]:
    return matrix.columns[ends[row - 1] if row else 0 : ends[row]]
