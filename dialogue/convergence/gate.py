"""Whether groups are there at all: votes shuffled among those who cast them make “groups” too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .decomposition import Axes, find_axes
from .groups import divide
from .map import FEWEST_VOTES, project
from .matrix import VoteMatrix
from .residuals import Residuals
from .silhouettes import mean_silhouettes

SHUFFLES = 39
MOST_VOTERS = 2000
"""Of more voters than these, so many of those with enough votes stand for all, in the votes as they
are and in the shuffled ones alike."""
MOST_POINTS = 500
"""Groups are looked for among at most so many points, in the votes as they are and shuffled alike."""

_LEVEL = 0.05
_LEVEL_OF_GROUPS = 0.025
_TOLERANCE, _STEPS = 1e-3, 18


@dataclass(frozen=True)
class ChanceTest:
    """Votes as they are beside shuffled ones: what of the map is more than chance makes.

    `silhouettes` are those of the votes as they are, by number of groups; `silhouette_limits` is the
    95th percentile of the shuffled ones at that number. `groups_probability` tells how often (of all
    and the votes themselves) the best number of groups stands out as much; `axis_probability` the
    same of the share of the first axis, `axis_share` and its `axis_limit` likewise.
    """

    shuffles: int
    silhouettes: Mapping[int, float]
    silhouette_limits: Mapping[int, float]
    groups_probability: float
    axis_share: float
    axis_limit: float
    axis_probability: float

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return {
            "shuffles": self.shuffles,
            "silhouettes": [
                {"number": number, "silhouette": silhouette, "limit": self.silhouette_limits[number]}
                for number, silhouette in self.silhouettes.items()
            ],
            "groups_probability": self.groups_probability,
            "axis_share": self.axis_share,
            "axis_limit": self.axis_limit,
            "axis_probability": self.axis_probability,
            "axis_stands": self.axis_stands,
        }

    @property
    def axis_stands(self) -> bool:
        """Whether the first axis tells more than chance does."""
        return self.axis_probability <= _LEVEL

    def groups_stand(self, number: int) -> bool:
        """Whether this number of groups can be told apart.

        It has to be above its limit, and the best number has to stand out more than in any of 39
        shuffles: so chance passes one time in forty, and the share found in trials stays below 5 %.
        """
        if number not in self.silhouettes or self.groups_probability > _LEVEL_OF_GROUPS:
            return False
        return self.silhouettes[number] > self.silhouette_limits[number]


def compare_with_chance(
    matrix: VoteMatrix, *, shuffles: int = SHUFFLES, polis_hidden: bool = False
) -> ChanceTest | None:
    """Shuffle each statement's votes among its voters, again and again, and look for groups in the same way.

    All margins and all that is missing stay as they are. How far the best silhouette lies above the mean
    of its number of groups, in standard deviations, is ranked among the same of the shuffled ones: so it
    does not matter that the number of groups was chosen from the votes. With fewer than 39 shuffles no
    groups can stand, with fewer than 19 no axis. Shuffles come from PCG64 with
    fixed seeds. None where there is nothing to compare.
    """
    if len(matrix.participants) > MOST_VOTERS:
        matrix = _some(matrix)
    residuals = Residuals.of(matrix)
    if not residuals.variance:
        return None
    placed = np.flatnonzero(residuals.sizes >= min(FEWEST_VOTES, len(matrix.statements)))
    placed = placed[_spread(_order_of_voters(matrix, residuals)[placed], MOST_POINTS)]
    hidden = matrix.hidden if polis_hidden else 0
    by_column = np.argsort(matrix.columns.astype(np.int32), kind="stable")
    found = [_look(residuals, placed, hidden)]
    for seed in range(shuffles):
        values = _shuffled(matrix, by_column, seed) - residuals.means[matrix.columns]
        found.append(_look(Residuals.around(matrix, values, residuals.means), placed, hidden))
    shares = np.array([share for share, _silhouettes in found])
    table, numbers = _table([silhouettes for _share, silhouettes in found])
    limit_place = int(np.ceil((1 - _LEVEL) * shuffles)) - 1
    return ChanceTest(
        shuffles,
        found[0][1],
        {number: float(np.sort(table[1:, place])[limit_place]) for place, number in enumerate(numbers)},
        _rank(_standing_out(table)),
        float(shares[0]),
        float(np.sort(shares[1:])[limit_place]),
        _rank(shares),
    )


def _look(residuals: Residuals, placed: NDArray[np.intp], hidden: int) -> tuple[float, dict[int, float]]:
    axes: Axes = find_axes(residuals, _TOLERANCE, _STEPS)
    points = project(residuals, axes, hidden)[placed]
    partitions = divide(points)
    if not partitions:
        return float(axes.shares[0]), {}
    silhouettes = mean_silhouettes(points, [each.labels for each in partitions.values()])
    return float(axes.shares[0]), dict(zip(partitions, silhouettes, strict=True))


def _shuffled(matrix: VoteMatrix, by_column: NDArray[np.intp], seed: int) -> NDArray[np.float64]:
    """Deal the votes of every statement out anew: sorted by statement and 42 random bits, the vote behind."""
    keys = np.random.PCG64(seed).random_raw(matrix.values.size) >> np.uint64(22)
    keys <<= np.uint64(2)
    keys |= matrix.columns[by_column].astype(np.uint64) << np.uint64(44)
    keys |= (matrix.values[by_column] + np.int8(1)).astype(np.uint64)
    keys.sort()
    dealt = np.empty(matrix.values.size)
    dealt[by_column] = (keys & np.uint64(3)).astype(np.float64) - 1.0
    return dealt


def _table(silhouettes: list[dict[int, float]]) -> tuple[NDArray[np.float64], list[int]]:
    """Lay silhouettes out, shape (1 + shuffles, numbers); a number that left a group too small counts 0."""
    numbers = sorted({number for each in silhouettes for number in each})
    return np.array([[each.get(number, 0.0) for number in numbers] for each in silhouettes]), numbers


def _standing_out(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Tell of every row how far its best number lies above all rows, in standard deviations."""
    if not table.size:
        return np.zeros(len(table))
    spread = table.std(axis=0)
    heights: NDArray[np.float64] = (table - table.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return np.asarray(heights.max(axis=1))


def _rank(values: NDArray[np.float64]) -> float:
    """Return the share of all values that are at least as large as the first."""
    rounded = np.round(values, 9)
    return float((rounded >= rounded[0]).mean())


def _order_of_voters(matrix: VoteMatrix, residuals: Residuals) -> NDArray[np.float64]:
    """Order voters by how much they saw and how often seen it is: shuffles and names change neither."""
    seen = np.sqrt(np.bincount(matrix.columns, minlength=len(matrix.statements)))[matrix.columns]
    order: NDArray[np.float64] = np.add.reduceat(seen, residuals.starts) / (np.add.reduce(seen) + 1.0)
    return order + residuals.sizes


def _spread(order: NDArray[np.float64], most: int) -> NDArray[np.intp]:
    """Return at most so many places, evenly spaced along the order, in ascending order of place."""
    if order.size <= most:
        return np.arange(order.size)
    ranked = np.argsort(order, kind="stable")
    return np.sort(ranked[np.arange(most) * order.size // most])


def _some(matrix: VoteMatrix) -> VoteMatrix:
    residuals = Residuals.of(matrix)
    enough = np.flatnonzero(residuals.sizes >= min(FEWEST_VOTES, len(matrix.statements)))
    chosen = np.zeros(len(matrix.participants), bool)
    kept = enough[_spread(_order_of_voters(matrix, residuals)[enough], MOST_VOTERS)]
    chosen[residuals.voters[kept]] = True
    return matrix.of_participants(chosen)
