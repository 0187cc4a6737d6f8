"""The two axes along which votes differ most: singular vectors, by Lanczos' method where there are many."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .residuals import Residuals, Vector

TOLERANCE = 1e-12
PATIENT_STEPS, TOLERANCE_OF_NOISE = 40, 1e-7
"""A second axis not found by then lies among others as long; it is good enough with a larger residual."""
MOST_STEPS = 300
AXES = 2
SMALL_SIDE = 64
"""Of up to so many people or statements all singular vectors are found at once, which takes less time."""
SMALL_WORK = 600_000
_FIRST_CHECK, _STEPS_PER_CHECK = 10, 5
_NOTHING = 1e-10


@dataclass(frozen=True, eq=False)
class Axes:
    """The principal axes of a conversation.

    `components` has shape (2, statements), rows of length 1, or all 0 where the votes do not differ
    along a further axis; `singular_values` shape (2,); `shares` is how much of all variance each
    axis tells, 0 to 1, together at most 1.
    """

    components: NDArray[np.float64]
    singular_values: Vector
    shares: Vector


def find_axes(residuals: Residuals, tolerance: float = TOLERANCE, most_steps: int = MOST_STEPS) -> Axes:
    """Return the two leading right singular vectors of the residuals.

    Of a small matrix all are found at once. Else by Lanczos' method on the matrix times its transpose, from
    a fixed start, every new direction made orthogonal to all earlier ones twice. It ends when the residual
    of both leading vectors is below `tolerance` times the leading eigenvalue (after 40 steps 1e-7 will do
    for the second), after `most_steps`, or when there is no direction left. Signs are as they come out;
    `map.py` decides on them.
    Without variance both components are 0.
    """
    width = residuals.shape[1]
    variance = residuals.variance
    if not variance:
        return Axes(np.zeros((AXES, width)), np.zeros(AXES), np.zeros(AXES))
    if residuals.dense is not None and _is_small(*residuals.shape):
        values, vectors = _all(residuals.dense)
    else:
        values, vectors = _leading(residuals, min(width, residuals.shape[0] + 1, most_steps), tolerance)
    components, singular_values = np.zeros((AXES, width)), np.zeros(AXES)
    for place in range(min(AXES, values.size)):
        if values[place] > _NOTHING * values[0]:
            components[place] = vectors[place] / _length(vectors[place])
            singular_values[place] = np.sqrt(values[place])
    return Axes(components, singular_values, singular_values**2 / variance)


def _is_small(height: int, width: int) -> bool:
    side = min(height, width)
    return side <= SMALL_SIDE and side * height * width <= SMALL_WORK


def _all(dense: NDArray[np.float64]) -> tuple[Vector, NDArray[np.float64]]:
    """As `_leading`, from the products of all rows, or of all columns where those are fewer."""
    height, width = dense.shape
    if height < width:
        values, turns = np.linalg.eigh(np.einsum("ij,kj->ik", dense, dense))
        turns = np.einsum("ia,ij->ja", turns[:, -AXES:], dense)
    else:
        values, turns = np.linalg.eigh(np.einsum("ij,ik->jk", dense, dense))
    return values[::-1][:AXES], turns[:, ::-1][:, :AXES].T


def _leading(residuals: Residuals, most: int, tolerance: float) -> tuple[Vector, NDArray[np.float64]]:
    """Return the leading eigenvalues of the transposed times the matrix, largest first, and their vectors."""
    width = residuals.shape[1]
    basis = np.empty((most, width))
    diagonal, beside = np.zeros(most), np.zeros(most)
    start = residuals.times_transposed(residuals.times(np.sin(np.arange(1.0, width + 1.0))))
    length = _length(start)
    if not length:
        start = residuals.times_transposed(np.cos(np.arange(float(residuals.shape[0]))))
        length = _length(start)
    basis[0] = start / length
    check = _FIRST_CHECK
    for step in range(most):
        ahead = residuals.times_transposed(residuals.times(basis[step]))
        diagonal[step] = np.add.reduce(ahead * basis[step])
        known = basis[: step + 1]
        for _twice in range(2):
            ahead -= np.einsum("k,kj->j", np.einsum("kj,j->k", known, ahead), known)
        beside[step] = _length(ahead)
        ended = step + 1 == most or beside[step] <= 1e-14 * diagonal[0]
        if ended or step + 1 >= check:
            check = step + 1 + max(2, (step + 1) // _STEPS_PER_CHECK)
            values, turns = _eigen(diagonal[: step + 1], beside[:step])
            if ended:
                break
            second, first = beside[step] * np.abs(turns[-1, -AXES:]) / values[-1]
            enough = tolerance if step < PATIENT_STEPS else max(tolerance, TOLERANCE_OF_NOISE)
            if first <= tolerance and second <= enough:
                break
        basis[step + 1] = ahead / beside[step]
    chosen = turns[:, ::-1][:, :AXES]
    return values[::-1][:AXES], np.einsum("ka,kj->aj", chosen, basis[: step + 1])


def _eigen(diagonal: Vector, beside: Vector) -> tuple[Vector, NDArray[np.float64]]:
    small = np.diag(diagonal)
    places = np.arange(beside.size)
    small[places, places + 1] = small[places + 1, places] = beside
    values, vectors = np.linalg.eigh(small)
    return values, vectors


def _length(vector: Vector) -> float:
    return float(np.sqrt(np.add.reduce(vector * vector)))
