"""Declared camps beside the groups that votes show: do people vote as they say they belong?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

DRAWS = 999
FEWEST_DRAWS = 99
_MOST_DEALT = 2_000_000
_MOST_AT_ONCE = 100_000


@dataclass(frozen=True)
class CampsBesideGroups:
    """How declared camps lie across opinion groups.

    `table` counts participants, a row per camp and a column per group. `agreement` is the adjusted
    Rand index: 1 where camps and groups are the same division, about 0 where they have nothing to do
    with each other. `probability` is how often camps drawn by lot lie as close or closer to the groups,
    None without draws.
    """

    camps: tuple[str, ...]
    groups: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]
    agreement: float
    probability: float | None
    draws: int

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return {
            "camps": list(self.camps),
            "groups": list(self.groups),
            "table": [list(row) for row in self.table],
            "agreement": self.agreement,
            "probability": self.probability,
            "draws": self.draws,
        }


def compare_camps_with_groups(
    camp_places: NDArray[np.intp],
    group_places: NDArray[np.intp],
    camps: Sequence[str],
    groups: Sequence[str],
    *,
    draws: int = DRAWS,
) -> CampsBesideGroups | None:
    """Lay camps across groups, for all participants who have both; None if nobody has.

    Both arrays have shape (participants,) and give places in `camps` and `groups`, -1 for none. Lots
    shuffle the groups among these participants, sizes kept, by PCG64 with a fixed seed; the
    probability counts the camps as they are among the draws, so that it is never 0. Above two thousand
    participants there are fewer draws, 99 at least.
    """
    both = (camp_places >= 0) & (group_places >= 0)
    if not both.any():
        return None
    own, shown = camp_places[both], group_places[both]
    shape = len(camps), len(groups)
    table = _cross(own, shown, shape)
    draws = max(min(draws, FEWEST_DRAWS), min(draws, _MOST_DEALT // own.size))
    pairs = _pairs(table)
    as_close = 1 + sum(int((each >= pairs).sum()) for each in _pairs_by_lot(own, shown, shape, draws))
    return CampsBesideGroups(
        tuple(camps),
        tuple(groups),
        tuple(tuple(row) for row in table.tolist()),
        adjusted_rand_index(table),
        as_close / (draws + 1) if draws else None,
        draws,
    )


def _pairs_by_lot(
    own: NDArray[np.intp], shown: NDArray[np.intp], shape: tuple[int, int], draws: int
) -> Iterator[NDArray[np.intp]]:
    """Yield how many pairs share camp and group in each draw: with sizes kept, the index rises with it."""
    random = np.random.PCG64(0)
    cells = shape[0] * shape[1]
    at_once = max(1, _MOST_AT_ONCE // own.size)
    for start in range(0, draws, at_once):
        number = min(at_once, draws - start)
        order = np.argsort(random.random_raw(number * own.size).reshape(number, -1), axis=1, kind="stable")
        places = shown[order] + own * shape[1] + np.arange(number)[:, None] * cells
        counts = np.bincount(places.ravel(), minlength=number * cells).reshape(number, cells)
        yield (counts * (counts - 1) // 2).sum(axis=1)


def adjusted_rand_index(table: NDArray[np.intp]) -> float:
    """Return the adjusted Rand index (Hubert and Arabie 1985) of a cross-table of counts; at most 1.

    Two divisions that are both a single part, or both all parts of one, agree fully: 1.
    """
    pairs = _pairs(table)
    of_rows, of_columns, of_all = _pairs(table.sum(axis=1)), _pairs(table.sum(axis=0)), _pairs(table.sum())
    expected = of_rows * of_columns / of_all if of_all else 0.0
    largest = (of_rows + of_columns) / 2
    return 1.0 if largest == expected else float((pairs - expected) / (largest - expected))


def _pairs(counts: NDArray[np.intp] | np.intp) -> int:
    return int(np.sum(counts * (counts - 1) // 2))


def _cross(rows: NDArray[np.intp], columns: NDArray[np.intp], shape: tuple[int, int]) -> NDArray[np.intp]:
    return np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1]).reshape(shape)
