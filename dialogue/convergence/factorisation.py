"""A second opinion where camps are not declared: approval left after the dividing axis is taken out.

The model is that of Community Notes (Wojcik et al. 2022, communitynotes' matrix factorisation):
a vote y (agree 1, pass 1/2, disagree 0) is mu + i_u + i_s + f_u f_s. The loss is the mean squared
error plus 0.15 (mean i_u² + mean i_s² + mu²) plus 0.03 (mean f_u² + mean f_s²), means over entities.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .decomposition import find_axes
from .identifiers import Identifier
from .map import project
from .matrix import VoteMatrix
from .residuals import Residuals, add_up

INTERCEPT_WEIGHT, FACTOR_WEIGHT = 0.15, 0.03
HELPFUL = 0.40
FEWEST_RATERS, FEWEST_RATINGS = 5, 10
ADVISED_PARTICIPANTS, ADVISED_VOTES = 100, 10
TOLERANCE = 1e-8
_MOST_ROUNDS = 2000

Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Factorisation:
    """What each statement and participant contributes, in the order of their identifiers.

    `intercepts` and `factors` have shape (statements,), `participant_intercepts` and
    `participant_factors` shape (participants,). `bridging` are statements with an intercept of 0.40
    and more among those that at least five participants of ten votes and more voted on, as Community
    Notes does. `is_advised` tells whether the conversation is large enough for any of this.
    """

    statements: tuple[Identifier, ...]
    participants: tuple[Identifier, ...]
    mean: float
    intercepts: Vector
    factors: Vector
    participant_intercepts: Vector
    participant_factors: Vector
    loss: float
    bridging: tuple[Identifier, ...]
    is_advised: bool

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary of what concerns statements; nobody's own numbers are in it."""
        return {
            "mean": self.mean,
            "loss": self.loss,
            "statements": [
                {"statement": statement, "intercept": intercept, "factor": factor}
                for statement, intercept, factor in zip(
                    self.statements, self.intercepts.tolist(), self.factors.tolist(), strict=True
                )
            ],
            "bridging": list(self.bridging),
            "advised": self.is_advised,
        }


def factorise(matrix: VoteMatrix, left: NDArray[np.bool_] | None = None) -> Factorisation | None:
    """Fit the model exactly, by turns: statements and the mean, then participants and the mean.

    Every turn solves its ridge regressions in closed form, and after two turns goes on in their direction
    (Varadhan and Roland 2008). It ends when a turn moves nobody's intercept or factor by more than 1e-8.
    Factors start from the first principal axis. `left` marks participants (shape (participants,)) whose
    mean factor is to be at most 0, such as the first camp; without it the largest statement factor is
    positive. None without votes.
    """
    if not matrix.values.size:
        return None
    fit = _Fit(matrix)
    for _round in range(_MOST_ROUNDS):
        if fit.advance() <= TOLERANCE:
            break
    loss = fit.loss()
    sign = _sign(fit, left)
    seen = matrix.votes_per_participant()
    raters = np.bincount(
        matrix.columns[seen[matrix.rows] >= FEWEST_RATINGS], minlength=len(matrix.statements)
    )
    helpful = (raters >= FEWEST_RATERS) & (fit.statements[0] >= HELPFUL)
    return Factorisation(
        matrix.statements,
        tuple(matrix.participants[place] for place in fit.voters.tolist()),
        fit.mean,
        fit.statements[0],
        fit.statements[1] * sign + 0.0,
        fit.people[0],
        fit.people[1] * sign + 0.0,
        loss,
        tuple(matrix.statements[place] for place in np.flatnonzero(helpful).tolist()),
        is_advised(matrix),
    )


def is_advised(matrix: VoteMatrix) -> bool:
    """Tell whether there are 100 participants of ten votes each, and ten votes on every statement."""
    if not matrix.values.size:
        return False
    enough = int((matrix.votes_per_participant() >= ADVISED_VOTES).sum()) >= ADVISED_PARTICIPANTS
    return enough and int(np.bincount(matrix.columns).min()) >= ADVISED_VOTES


class _Fit:
    """The state of the alternation: intercepts and factors of both sides, shape (2, entities) each."""

    def __init__(self, matrix: VoteMatrix) -> None:
        residuals = Residuals.of(matrix)
        self.voters = residuals.voters
        place = np.zeros(len(matrix.participants), np.intp)
        place[self.voters] = np.arange(self.voters.size)
        self.rows, self.columns = place[matrix.rows], matrix.columns
        self.votes = (matrix.values + 1.0) / 2.0
        self.numbers = self.voters.size, len(matrix.statements)
        self.mean = 0.0
        axis = project(residuals, find_axes(residuals, 1e-6))[:, 0]
        spread = float(np.sqrt(np.add.reduce(axis * axis) / max(axis.size, 1))) or 1.0
        self.people = np.stack([np.zeros(self.numbers[0]), axis / spread / 2.0])
        self.statements = np.zeros((2, self.numbers[1]))

    def advance(self) -> float:
        """Take two turns and extrapolate; return the largest move of the second."""
        start = self.people
        self.turn()
        first = self.people
        self.turn()
        second = self.people
        moved = float(np.abs(second - first).max())
        ahead, bend = first - start, second - 2 * first + start
        curvature = float(np.add.reduce((bend * bend).ravel()))
        if moved > TOLERANCE and curvature > 0:
            reach = max(1.0, float(np.sqrt(np.add.reduce((ahead * ahead).ravel()) / curvature)))
            self.people = start + 2 * reach * ahead + reach**2 * bend
        return moved

    def turn(self) -> None:
        """Solve for statements and mean, then for people and mean, then balance the factors."""
        self.statements = self._solve(self.columns, self.numbers[1], self.people[:, self.rows])
        self.people = self._solve(self.rows, self.numbers[0], self.statements[:, self.columns])
        of_people, of_statements = ((each[1] ** 2).mean() for each in (self.people, self.statements))
        if of_people > 0 and of_statements > 0:
            balance = (of_statements / of_people) ** 0.25
            self.people[1] *= balance
            self.statements[1] /= balance

    def _solve(
        self, places: NDArray[np.intp], number: int, others: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Solve for intercepts and factors at these places and for the mean, given those of the other side.

        The ridge regression of every place is solved for what is wanted of it and for the mean, which
        then follows from one equation.
        """
        intercepts, factor = others
        wanted, ratings = self.votes - intercepts, self.votes.size

        def sums(weights: Vector | None) -> Vector:
            return add_up(places, np.ones_like(factor) if weights is None else weights, number)

        counted, of_factor = sums(None), sums(factor)
        of_one = counted + INTERCEPT_WEIGHT * ratings / number
        of_square = sums(factor * factor) + FACTOR_WEIGHT * ratings / number
        size = of_one * of_square - of_factor * of_factor

        def solved(right: Vector, right_factor: Vector) -> NDArray[np.float64]:
            return np.stack(
                [
                    (right * of_square - right_factor * of_factor) / size,
                    (right_factor * of_one - right * of_factor) / size,
                ]
            )

        right, right_factor = sums(wanted), sums(wanted * factor)
        own, of_mean = solved(right, right_factor), solved(counted, of_factor)
        explained, drawn = (np.add.reduce(each[0] * counted + each[1] * of_factor) for each in (own, of_mean))
        rest = np.add.reduce(wanted) - explained
        self.mean = float(rest / (ratings - drawn + INTERCEPT_WEIGHT * ratings))
        return own - self.mean * of_mean

    def loss(self) -> float:
        of_people, of_statements = self.people[:, self.rows], self.statements[:, self.columns]
        rest = self.votes - self.mean - of_people[0] - of_statements[0] - of_people[1] * of_statements[1]
        loss = np.add.reduce(rest * rest) / rest.size + INTERCEPT_WEIGHT * self.mean**2
        for entities in (self.people, self.statements):
            loss += INTERCEPT_WEIGHT * (entities[0] ** 2).mean() + FACTOR_WEIGHT * (entities[1] ** 2).mean()
        return float(loss)


def _sign(fit: _Fit, left: NDArray[np.bool_] | None) -> float:
    if left is not None and left[fit.voters].any():
        return -1.0 if fit.people[1][left[fit.voters]].mean() > 0 else 1.0
    factors = np.round(fit.statements[1], 9)
    return -1.0 if factors[np.argmax(np.abs(factors))] < 0 else 1.0
