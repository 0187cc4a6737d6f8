"""How well separated the parts of a map are: the mean silhouette, -1 to 1."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

EXACT_UP_TO = 2000
"""Up to so many points every pair counts; beyond, a fixed sample of so many, evenly spaced left to right."""

_BLOCK = 64
_DIGITS = 12


def mean_silhouettes(
    points: NDArray[np.float64], labellings: Sequence[NDArray[np.intp]], most: int = EXACT_UP_TO
) -> list[float]:
    """Return the mean silhouette (Rousseeuw 1987, Euclidean) of points, shape (n, 2), under each labelling.

    A point alone in its part counts 0. A labelling with a single part gives -1, so that it never
    wins. Above `most` points, the points of the sample alone are compared. Rounded to 12 digits.
    """
    if len(points) > most:
        order = np.lexsort((points[:, 1], points[:, 0]))
        sample = order[np.arange(most) * len(points) // most]
        points, labellings = points[sample], [labels[sample] for labels in labellings]
    parts = [np.unique(labels, return_inverse=True) for labels in labellings]
    numbers = [names.size for names, _inverse in parts]
    together = np.zeros(len(points), np.intp)
    for number, (_names, inverse) in zip(numbers, parts, strict=True):
        together = together * number + inverse
    order = np.argsort(together, kind="stable")
    starts = np.flatnonzero(np.diff(together[order], prepend=-1))
    sums = _sums_of_distances(points[order], starts)
    means = []
    for number, (_names, inverse) in zip(numbers, parts, strict=True):
        labels = inverse[order]
        of_parts = np.zeros((len(points), number))
        for place, part in enumerate(labels[starts].tolist()):
            of_parts[:, part] += sums[:, place]
        means.append(_mean(of_parts, labels, number))
    return means


def _sums_of_distances(points: NDArray[np.float64], starts: NDArray[np.intp]) -> NDArray[np.float64]:
    """Add up every point's distances to the points of each run, shape (points, runs).

    Runs of points begin at `starts`. Each pair is measured once, and no library that starts threads
    is called.
    """
    x, y = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    sums = np.zeros((len(points), starts.size))
    for start in range(0, len(points), _BLOCK):
        end = start + _BLOCK
        distances = x[start:end, None] - x[start:]
        distances *= distances
        across = y[start:end, None] - y[start:]
        across *= across
        distances += across
        np.sqrt(distances, out=distances)
        first = int(np.searchsorted(starts, start, side="right")) - 1
        ahead = np.maximum(starts[first:] - start, 0)
        sums[start:end, first:] += np.add.reduceat(distances, ahead, axis=1)
        if end < len(points):
            last = int(np.searchsorted(starts, end, side="left"))
            sums[end:, first:last] += np.add.reduceat(distances[:, _BLOCK:], ahead[: last - first], axis=0).T
    return sums


def _mean(sums: NDArray[np.float64], labels: NDArray[np.intp], number: int) -> float:
    if number < 2:
        return -1.0
    sizes = np.bincount(labels, minlength=number)
    own_place = np.arange(labels.size), labels
    within = sums[own_place] / np.maximum(sizes[labels] - 1, 1)
    beside = sums / sizes
    beside[own_place] = np.inf
    nearest = beside.min(axis=1)
    larger = np.maximum(within, nearest)
    each = np.where(
        (sizes[labels] > 1) & (larger > 0), (nearest - within) / np.where(larger > 0, larger, 1), 0.0
    )
    return round(float(np.add.reduce(each)) / labels.size, _DIGITS)
