"""What a vote says beyond the mean of its statement: a sparse matrix, written out only where it is small."""

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .matrix import VoteMatrix

Vector = NDArray[np.float64]

SPARSE_LIBRARY_FROM = 500_000
"""From so many votes on `scipy.sparse` multiplies, if it is installed: three to six times faster there."""

LARGEST_DENSE = 1_000_000
FEWEST_FILLED = 10
"""Up to so many cells, if at least one in so many is filled, the matrix is written out after all."""


def add_up(places: NDArray[np.intp], values: NDArray[Any], number: int) -> Vector:
    """Return the sums of the values at every place from 0 to `number` - 1, each in the order given."""
    return np.asarray(np.bincount(places, weights=values, minlength=number), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Residuals:
    """Votes less the mean of their statement where somebody voted, and nothing elsewhere.

    Filling what is missing with the mean and centring gives the same matrix, so that its singular
    vectors are the principal axes of the votes so filled. Participants without votes have no row:
    `voters` are the places of those who have one. Sums run in one fixed order and in one thread.
    """

    means: Vector
    values: Vector
    columns: NDArray[np.intp]
    voters: NDArray[np.intp]
    starts: NDArray[np.intp]
    sizes: NDArray[np.intp]
    sparse: Any = None
    dense: NDArray[np.float64] | None = None

    @classmethod
    def of(cls, matrix: VoteMatrix) -> Self:
        """Take the mean of every statement off its votes. Statements are the columns of `matrix`."""
        width = matrix.shape[1]
        counts = np.bincount(matrix.columns, minlength=width)
        sums = add_up(matrix.columns, matrix.values, width)
        means = sums / np.maximum(counts, 1)
        return cls.around(matrix, matrix.values - means[matrix.columns], means)

    @classmethod
    def around(cls, matrix: VoteMatrix, values: Vector, means: Vector) -> Self:
        """Put values where `matrix` has votes; they are residuals around `means` already."""
        numbers = matrix.votes_per_participant()
        voters = np.flatnonzero(numbers)
        sizes = numbers[voters]
        starts = np.cumsum(sizes) - sizes
        sparse = dense = None
        cells = voters.size * matrix.shape[1]
        if cells <= min(LARGEST_DENSE, values.size * FEWEST_FILLED):
            dense = np.zeros((voters.size, matrix.shape[1]))
            dense[np.arange(voters.size).repeat(sizes), matrix.columns] = values
        elif values.size > SPARSE_LIBRARY_FROM and find_spec("scipy") is not None:
            from scipy.sparse import csr_array

            ends = np.append(starts, values.size)
            sparse = csr_array((values, matrix.columns, ends), shape=(voters.size, matrix.shape[1]))
        return cls(means, values, matrix.columns, voters, starts, sizes, sparse, dense)

    @property
    def shape(self) -> tuple[int, int]:
        """How many voters, and how many statements."""
        return self.voters.size, self.means.size

    @property
    def variance(self) -> float:
        """The sum of all squared residuals."""
        return float(np.add.reduce(self.values * self.values))

    def times(self, by_statement: Vector) -> Vector:
        """Multiply with one number per statement; one number per voter comes out."""
        if self.dense is not None:
            return np.einsum("ij,j->i", self.dense, by_statement)  # type: ignore[no-any-return]
        if self.sparse is not None:
            return self.sparse @ by_statement  # type: ignore[no-any-return]
        products = by_statement[self.columns]
        products *= self.values
        return np.add.reduceat(products, self.starts)

    def times_transposed(self, by_voter: Vector) -> Vector:
        """Multiply the transposed with one number per voter; one number per statement comes out."""
        if self.dense is not None:
            return np.einsum("ij,i->j", self.dense, by_voter)  # type: ignore[no-any-return]
        if self.sparse is not None:
            return by_voter @ self.sparse  # type: ignore[no-any-return]
        products = by_voter.repeat(self.sizes)
        products *= self.values
        return add_up(self.columns, products, self.means.size)
