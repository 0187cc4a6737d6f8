"""The opinion map: where everybody stands along the two axes on which votes differ most."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .decomposition import Axes, find_axes
from .identifiers import Identifier
from .matrix import VoteMatrix
from .residuals import Residuals

FEWEST_VOTES = 7
"""So many votes (or one on every statement, if there are fewer) place a participant on the map."""
FEWEST_PARTICIPANTS = 12
FEWEST_STATEMENTS = 6

_DIGITS = 12


class NoMap(StrEnum):
    """Why there is no map."""

    NO_VOTES = "no_votes"
    TOO_FEW_STATEMENTS = "too_few_statements"
    TOO_FEW_PARTICIPANTS = "too_few_participants"
    NO_DIFFERENCES = "no_differences"


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """Participants and statements on one map; arrays are read-only and in the order of the identifiers.

    `places` (participants,) are their places in the matrix, which also has those without votes.
    `points` has shape (participants, 2), and `placed` marks those with enough votes to be grouped.
    `components` has shape (2, statements), rows of length 1. `statement_points` (statements, 2) is
    where somebody would stand who agreed with that one statement and voted on no other. `shares` is
    how much of the variance each axis tells.
    """

    participants: tuple[Identifier, ...]
    places: NDArray[np.intp]
    points: NDArray[np.float64]
    placed: NDArray[np.bool_]
    statements: tuple[Identifier, ...]
    components: NDArray[np.float64]
    means: NDArray[np.float64]
    statement_points: NDArray[np.float64]
    shares: tuple[float, float]

    @property
    def placed_participants(self) -> tuple[Identifier, ...]:
        """Those with enough votes to be grouped, in their order."""
        return tuple(self.participants[place] for place in np.flatnonzero(self.placed).tolist())

    @property
    def placed_points(self) -> NDArray[np.float64]:
        """Where they stand, shape (placed, 2)."""
        return self.points[self.placed]

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary of where participants and statements are."""
        return {
            "participants": [
                {"participant": one, "x": x, "y": y, "placed": placed}
                for one, (x, y), placed in zip(
                    self.participants, self.points.tolist(), self.placed.tolist(), strict=True
                )
            ],
            "statements": [
                {"statement": one, "x": x, "y": y, "loadings": list(loadings)}
                for one, (x, y), loadings in zip(
                    self.statements, self.statement_points.tolist(), self.components.T.tolist(), strict=True
                )
            ],
            "shares": list(self.shares),
        }

    def components_by_statement(self) -> dict[Identifier, tuple[float, float]]:
        """Return the loadings of every statement on both axes, to keep signs by the next time."""
        first, second = self.components.tolist()
        return dict(zip(self.statements, zip(first, second, strict=True), strict=True))


def draw_map(
    matrix: VoteMatrix,
    *,
    previous: Mapping[Identifier, tuple[float, float]] | None = None,
    camp_of: Mapping[Identifier, str] | None = None,
    camps: tuple[str, ...] = (),
    polis_hidden: bool = False,
    fewest_participants: int = FEWEST_PARTICIPANTS,
    fewest_statements: int = FEWEST_STATEMENTS,
) -> OpinionMap | NoMap:
    """Draw the map of all votes, or tell why there is none.

    A participant stands at sqrt(S / n) times the sum of the residuals of the n votes along each axis
    (S visible statements), so that few votes do not pull to the middle. Signs: as on the `previous`
    map (its `components_by_statement`); else the first camp has the smaller mean on the first axis;
    else the largest loading is positive. `polis_hidden` counts hidden statements as seen by
    everybody, as Polis does. Where the votes differ along one axis alone, all heights are 0.
    """
    statements = len(matrix.statements)
    if not matrix.values.size:
        return NoMap.NO_VOTES
    if statements < fewest_statements:
        return NoMap.TOO_FEW_STATEMENTS
    residuals = Residuals.of(matrix)
    hidden = matrix.hidden if polis_hidden else 0
    votes = residuals.sizes + (matrix.votes_on_hidden[residuals.voters] if polis_hidden else 0)
    placed = votes >= min(FEWEST_VOTES, statements)
    if int(placed.sum()) < fewest_participants:
        return NoMap.TOO_FEW_PARTICIPANTS
    axes = find_axes(residuals)
    if not axes.singular_values[0]:
        return NoMap.NO_DIFFERENCES
    participants = tuple(matrix.participants[place] for place in residuals.voters.tolist())
    points = project(residuals, axes, hidden)
    first, second = axes.components
    signs = np.array(
        [
            _sign_as_before(first, matrix.statements, previous, 0)
            or _sign_of_camps(points[:, 0], participants, camp_of or {}, camps)
            or _sign_of_largest(first),
            _sign_as_before(second, matrix.statements, previous, 1) or _sign_of_largest(second),
        ]
    )
    components = axes.components * signs[:, None]
    statement_points = np.sqrt(statements + hidden) * ((1.0 - residuals.means) * components).T
    # Adding 0 turns -0.0 into 0.0, so that equal maps are equal byte by byte.
    points, components, statement_points = points * signs + 0.0, components + 0.0, statement_points + 0.0
    for each in (residuals.voters, points, placed, components, residuals.means, statement_points):
        each.flags.writeable = False
    shares = float(axes.shares[0]), float(axes.shares[1])
    return OpinionMap(
        participants, residuals.voters, points, placed, matrix.statements, components, residuals.means,
        statement_points, shares,
    )  # fmt: skip


def project(residuals: Residuals, axes: Axes, hidden: int = 0) -> NDArray[np.float64]:
    """Return where every voter stands, shape (voters, 2)."""
    statements = residuals.shape[1] + hidden
    stretch = np.sqrt(statements / (residuals.sizes + hidden))
    return np.stack([residuals.times(axis) * stretch for axis in axes.components], axis=1)


def _sign_as_before(
    component: NDArray[np.float64],
    statements: tuple[Identifier, ...],
    previous: Mapping[Identifier, tuple[float, float]] | None,
    axis: int,
) -> int:
    if not previous:
        return 0
    before = np.array([previous.get(statement, (0.0, 0.0))[axis] for statement in statements])
    return int(np.sign(np.add.reduce(component * before)))


def _sign_of_camps(
    heights: NDArray[np.float64],
    participants: tuple[Identifier, ...],
    camp_of: Mapping[Identifier, str],
    camps: tuple[str, ...],
) -> int:
    """Give the first camp that has voters the smaller mean."""
    own = [camp_of.get(participant) for participant in participants]
    first = next((camp for camp in camps if camp in own), None)
    of_first = np.array([camp == first for camp in own], dtype=bool)
    of_others = np.array([camp is not None for camp in own], dtype=bool) & ~of_first
    if first is None or not of_others.any():
        return 0
    difference = np.add.reduce(heights[of_others]) / of_others.sum()
    difference -= np.add.reduce(heights[of_first]) / of_first.sum()
    return int(np.sign(round(float(difference), _DIGITS)))


def _sign_of_largest(component: NDArray[np.float64]) -> int:
    largest = int(np.argmax(np.round(np.abs(component), _DIGITS)))
    return -1 if component[largest] < 0 else 1
