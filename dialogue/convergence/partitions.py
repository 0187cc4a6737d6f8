"""Points on the map divided into 2 to 5 parts: k-means from fixed starts, all numbers of parts at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .residuals import add_up

Points = NDArray[np.float64]

CELLS_FROM = 128
"""From so many points on starts are tried out on the means of cells; the best goes on with all points."""

_GRID = 20
_DIRECTIONS = 4
_TRIALS = 4
_KEPT = 3
_MOST_ROUNDS = 100
_GAIN, _GAIN_OF_MANY, _MANY = 1e-9, 1e-5, 5000


@dataclass(frozen=True, eq=False)
class Partition:
    """Points divided into parts, numbered from 0 from the left of the map to the right.

    `labels` has shape (points,), `centres` (parts, 2); `inertia` is the sum of squared distances of
    all points to the centre of their part.
    """

    labels: NDArray[np.intp]
    centres: Points
    inertia: float

    @property
    def sizes(self) -> NDArray[np.intp]:
        """How many points each part has."""
        return np.bincount(self.labels, minlength=len(self.centres))


def find_partitions(points: Points, numbers: Sequence[int]) -> list[Partition]:
    """Divide points, shape (n, 2), into every one of `numbers` (ascending) of parts.

    Starts: equal shares along four directions, two divisions of the circle around the middle, the points
    farthest from those before, and those that bring the others nearest. The start of lowest inertia wins,
    the earlier one at a tie. With fewer different points than parts some parts are empty. Nothing is random.
    """
    x, y = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    number_of_run = np.repeat(np.array(numbers), _DIRECTIONS + 4)
    if len(points) > CELLS_FROM:
        cell_x, cell_y, weights = _cells(x, y)
    else:
        cell_x, cell_y, weights = x, y, np.ones_like(x)
    trial = _Runs(cell_x, cell_y, weights, _starts(cell_x, cell_y, weights, numbers))
    if len(points) > CELLS_FROM:
        trial.go(_TRIALS)
        trial.keep(_lowest(trial.inertia, number_of_run, numbers, _KEPT))
        number_of_run = np.repeat(np.array(numbers), _KEPT)
    trial.go(_MOST_ROUNDS)
    best = _lowest(trial.inertia, number_of_run, numbers, 1)
    if len(points) > CELLS_FROM:
        runs = _Runs(x, y, np.ones_like(x), trial.centres[best])
        runs.go(_MOST_ROUNDS)
        best = np.arange(len(numbers))
    else:
        runs = trial
    return [_sorted(runs, run, number) for run, number in zip(best.tolist(), numbers, strict=True)]


class _Runs:
    """Several runs of k-means over the same points, side by side; centres a run does not have are nan."""

    def __init__(self, x: Points, y: Points, weights: Points, centres: Points) -> None:
        self.x, self.y, self.weights = x, y, weights
        self.squares = x * x + y * y
        self.centres = centres
        self.labels = np.full((len(centres), x.size), -1, np.intp)
        self.inertia = np.full(len(centres), np.inf)

    def keep(self, runs: NDArray[np.intp]) -> None:
        self.centres, self.labels, self.inertia = self.centres[runs], self.labels[runs], self.inertia[runs]

    def go(self, rounds: int) -> None:
        """Assign points and move centres, until next to nothing is gained or the rounds are over."""
        active = np.arange(len(self.centres))
        gain = _GAIN if self.x.size < _MANY else _GAIN_OF_MANY
        for _round in range(rounds):
            before = self.inertia[active]
            labels, inertia = self._assign(self.centres[active])
            changed = (labels != self.labels[active]).any(axis=1)
            self.labels[active], self.inertia[active] = labels, inertia
            gained = ~np.isfinite(before) | (before - inertia > gain * inertia)
            going = changed & gained
            if not going.any():
                return
            active = active[going]
            self.centres[active] = self._means(labels[going], self.centres[active])

    def _assign(self, centres: Points) -> tuple[NDArray[np.intp], Points]:
        halves = (centres * centres).sum(axis=2) / 2
        labels = np.zeros((len(centres), self.x.size), np.intp)
        nearest = np.full((len(centres), self.x.size), -np.inf)
        for part in range(centres.shape[1]):
            # Runs come by their number of parts: the first ones have no such part.
            having = slice(int(np.isnan(halves[:, part]).sum()), None)
            nearness = centres[having, part, 0, None] * self.x
            nearness += centres[having, part, 1, None] * self.y
            nearness -= halves[having, part, None]
            closer = nearness > nearest[having]
            np.copyto(nearest[having], nearness, where=closer)
            labels[having][closer] = part
        nearest *= -2
        nearest += self.squares
        nearest *= self.weights
        return labels, np.add.reduce(nearest, axis=1)

    def _means(self, labels: NDArray[np.intp], centres: Points) -> Points:
        return _means_of(labels, self.x, self.y, self.weights, centres)


def _means_of(labels: NDArray[np.intp], x: Points, y: Points, weights: Points, otherwise: Points) -> Points:
    """Return the middle of every part of every run; a part without points keeps the centre it had."""
    runs, parts = otherwise.shape[:2]
    places = (labels + parts * np.arange(runs)[:, None]).ravel()
    size = runs * parts

    def sums(of: Points) -> Points:
        repeated = np.broadcast_to(of, labels.shape).ravel()
        return add_up(places, repeated, size)

    totals = sums(weights).reshape(runs, parts, 1)
    moved = np.stack([sums(weights * x), sums(weights * y)], axis=-1).reshape(runs, parts, 2)
    return np.where(totals > 0, moved / np.maximum(totals, 1e-300), otherwise)


def _starts(x: Points, y: Points, weights: Points, numbers: Sequence[int]) -> Points:
    """Return centres to start from, shape (runs, parts, 2), the starts of one number after another."""
    shares = [_shares_along(x * np.cos(turn) + y * np.sin(turn), weights) for turn in _turns()]
    total = np.add.reduce(weights)
    middle_x, middle_y = np.add.reduce(weights * x) / total, np.add.reduce(weights * y) / total
    around = _shares_along(np.arctan2(y - middle_y, x - middle_x), weights)
    farthest = _farthest(x, y, middle_x, middle_y, max(numbers))
    nearest = _nearest(x, y, weights, max(numbers))
    starts = []
    for number in numbers:
        divided = [*shares, around, (around + 0.5 / number) % 1.0]
        labels = np.minimum((np.stack(divided) * number).astype(np.intp), number - 1)
        centres = _means_of(labels, x, y, weights, np.full((len(divided), max(numbers), 2), np.nan))
        chosen = np.full((2, max(numbers), 2), np.nan)
        chosen[:, :number] = farthest[:number], nearest[:number]
        starts += [centres, chosen]
    return np.concatenate(starts)


def _turns() -> list[float]:
    return [turn * np.pi / _DIRECTIONS for turn in range(_DIRECTIONS)]


def _shares_along(heights: Points, weights: Points) -> Points:
    """Tell for every point which share of all weight lies before it, 0 to below 1."""
    order = np.argsort(heights, kind="stable")
    before = np.cumsum(weights[order])
    shares = np.empty_like(before)
    shares[order] = (before - weights[order] / 2) / before[-1]
    return shares


def _farthest(x: Points, y: Points, middle_x: float, middle_y: float, number: int) -> Points:
    """Return the point farthest from the middle, then again and again that farthest from all so far."""
    chosen = np.empty((number, 2))
    distances = (x - middle_x) ** 2 + (y - middle_y) ** 2
    for place in range(number):
        farthest = int(np.argmax(distances))
        chosen[place] = x[farthest], y[farthest]
        from_it = (x - x[farthest]) ** 2 + (y - y[farthest]) ** 2
        distances = from_it if place == 0 else np.minimum(distances, from_it)
    return chosen


def _nearest(x: Points, y: Points, weights: Points, number: int) -> Points:
    """Return points one by one, each lowering the inertia most, together with those before it."""
    distances = (x[:, None] - x) ** 2
    distances += (y[:, None] - y) ** 2
    chosen: list[int] = []
    left_over = distances.max(axis=0)
    for _place in range(number):
        gains = np.einsum("ij,j->i", np.maximum(left_over - distances, 0.0), weights)
        chosen.append(int(np.argmax(gains)))
        left_over = np.minimum(left_over, distances[chosen[-1]])
    return np.stack([x[chosen], y[chosen]], axis=1)


def _cells(x: Points, y: Points) -> tuple[Points, Points, Points]:
    """Put points into the cells of a grid; return the middle of the points in each, and their number."""
    cells = _strip(x) * _GRID + _strip(y)
    numbers = np.bincount(cells)
    filled = np.flatnonzero(numbers)
    weights = numbers[filled].astype(np.float64)
    return (
        np.bincount(cells, weights=x)[filled] / weights,
        np.bincount(cells, weights=y)[filled] / weights,
        weights,
    )


def _strip(heights: Points) -> NDArray[np.intp]:
    middle = np.add.reduce(heights) / heights.size
    spread = np.sqrt(np.add.reduce((heights - middle) ** 2) / heights.size) or 1.0
    places = (heights - middle) * (_GRID / (6.0 * spread)) + _GRID / 2
    strips: NDArray[np.intp] = np.clip(places, 0, _GRID - 1).astype(np.intp)
    return strips


def _lowest(
    inertia: Points, number_of_run: NDArray[np.intp], numbers: Sequence[int], kept: int
) -> NDArray[np.intp]:
    """Return the runs of lowest inertia, so many for every number of parts; at a tie the earlier."""
    chosen = []
    for number in numbers:
        runs = np.flatnonzero(number_of_run == number)
        chosen.append(runs[np.argsort(inertia[runs], kind="stable")[:kept]])
    return np.concatenate(chosen)


def _sorted(runs: _Runs, run: int, number: int) -> Partition:
    centres = runs.centres[run, :number]
    order = np.lexsort((centres[:, 1], centres[:, 0]))
    new_label = np.empty(number, np.intp)
    new_label[order] = np.arange(number)
    return Partition(new_label[runs.labels[run]], centres[order], max(0.0, float(runs.inertia[run])))
