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
    found = [np.unique(labels, return_inverse=True) for labels in labellings]
    labels_of = [inverse for _parts, inverse in found]
    numbers = [parts.size for parts, _inverse in found]
    members = np.concatenate(
        [np.eye(number)[labels] for labels, number in zip(labels_of, numbers, strict=True)], axis=1
    )
    sums = _sums_of_distances(points, members)
    ends = np.cumsum(numbers)
    return [
        _mean(sums[:, end - number : end], labels, number)
        for labels, number, end in zip(labels_of, numbers, ends, strict=True)
    ]


def _sums_of_distances(points: NDArray[np.float64], members: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up every point's distances to the members of each part, shape (points, parts).

    Each pair is measured once.
    """
    x, y = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    sums = np.zeros(members.shape)
    for start in range(0, len(points), _BLOCK):
        end = start + _BLOCK
        distances = x[start:end, None] - x[start:]
        distances *= distances
        across = y[start:end, None] - y[start:]
        across *= across
        distances += across
        np.sqrt(distances, out=distances)
        sums[start:end] += distances @ members[start:]
        sums[end:] += distances[:, _BLOCK:].T @ members[start:end]
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
