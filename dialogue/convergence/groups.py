"""Opinion groups on the map: how many there are, who is of which, and what they are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .identifiers import Identifier
from .labels import name_groups
from .map import OpinionMap
from .memory import MapMemory
from .partitions import Partition, find_partitions
from .silhouettes import mean_silhouettes

MOST_GROUPS = 5
FEWER_IF_WITHIN = 0.03
CHANGES_AT_ONCE = 0.06
WINS_NEEDED = 3
BORDER = 0.2
"""Whoever is so little nearer to another group than to his or her own has not left it."""


@dataclass(frozen=True, eq=False)
class Groups:
    """The groups of everybody placed on the map.

    `places` (placed participants,) are their places in the matrix, `letters` names the groups, `labels`
    (placed participants,) gives each one's place in `letters`, `centres` (groups, 2) and `sizes` describe
    them. `silhouettes` holds the mean silhouette of every
    number of groups that could be chosen. `memory` is what the next map needs.
    """

    participants: tuple[Identifier, ...]
    places: NDArray[np.intp]
    letters: tuple[str, ...]
    labels: NDArray[np.intp]
    centres: NDArray[np.float64]
    inertia: float
    silhouettes: Mapping[int, float]
    memory: MapMemory

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many participants each group has."""
        return tuple(np.bincount(self.labels, minlength=len(self.letters)).tolist())

    @property
    def number(self) -> int:
        """How many groups there are."""
        return len(self.letters)

    def places_of_all(self, participants: int) -> NDArray[np.intp]:
        """Return the place of everybody's group in `letters`, -1 for none, shape (participants,)."""
        of_all = np.full(participants, -1, np.intp)
        of_all[self.places] = self.labels
        return of_all

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return {
            "groups": [
                {"letter": letter, "size": size, "centre": centre}
                for letter, size, centre in zip(self.letters, self.sizes, self.centres.tolist(), strict=True)
            ],
            "members": [[one, letter] for one, letter in self.letter_of().items()],
            "silhouettes": [[number, silhouette] for number, silhouette in self.silhouettes.items()],
        }

    def letter_of(self) -> dict[Identifier, str]:
        """Return the letter of every placed participant."""
        return {
            one: self.letters[label]
            for one, label in zip(self.participants, self.labels.tolist(), strict=True)
        }


def find_groups(drawn: OpinionMap, memory: MapMemory | None = None) -> Groups | None:
    """Divide the placed participants into 2 to 5 groups; None if no division has groups large enough.

    The number is the smallest whose mean silhouette is within 0.03 of the best. A number that held
    last time stays unless another wins three times running or by more than 0.06. Whoever had a group
    last time that is still there stays in it until another one is clearly nearer. Nothing here says
    whether the groups are more than chance makes: that is asked of `test_groups`.
    """
    points = drawn.placed_points
    partitions = divide(points)
    if not partitions:
        return None
    silhouettes = dict(
        zip(partitions, mean_silhouettes(points, [each.labels for each in partitions.values()]), strict=True)
    )
    number, challenger, wins = choose_number(silhouettes, memory)
    chosen = partitions[number]
    participants = drawn.placed_participants
    labels = chosen.labels
    letters, used = name_groups(participants, labels.tolist(), number, memory)
    order = sorted(range(number), key=lambda group: (len(letters[group]), letters[group]))
    places = np.empty(number, np.intp)
    places[order] = np.arange(number)
    centres, letters = chosen.centres[order], tuple(letters[group] for group in order)
    labels = _within_borders(points, places[labels], centres, _kept_places(participants, letters, memory))
    labels.flags.writeable = centres.flags.writeable = False
    remembered = MapMemory(
        components=drawn.components_by_statement(),
        letters={one: letters[label] for one, label in zip(participants, labels.tolist(), strict=True)},
        number=number,
        challenger=challenger,
        wins=wins,
        letters_used=used,
    )
    return Groups(
        participants,
        drawn.places[drawn.placed],
        letters,
        labels,
        centres,
        chosen.inertia,
        silhouettes,
        remembered,
    )


def _kept_places(
    participants: Sequence[Identifier], letters: Sequence[str], memory: MapMemory | None
) -> NDArray[np.intp]:
    """Return the place of everybody's letter of last time in `letters`, -1 where it is not there."""
    before = memory.letters if memory else {}
    places = {letter: place for place, letter in enumerate(letters)}
    return np.array([places.get(before.get(one, ""), -1) for one in participants], np.intp)


def _within_borders(
    points: NDArray[np.float64],
    nearest: NDArray[np.intp],
    centres: NDArray[np.float64],
    kept: NDArray[np.intp],
) -> NDArray[np.intp]:
    """Leave everybody in the group of last time who is not clearly nearer to another one.

    So that votes which move a centre a little change the letters of nobody near the border. Where that would
    leave a group too small, everybody goes to the nearest.
    """
    distances = np.hypot(*(points[:, None, :] - centres).transpose(2, 0, 1))
    everybody = np.arange(len(points))
    to_kept = distances[everybody, kept]
    stays = (kept >= 0) & (to_kept <= (1.0 + BORDER) * distances[everybody, nearest])
    labels = np.where(stays, kept, nearest)
    sizes = np.bincount(labels, minlength=len(centres))
    return labels if sizes.min() >= _fewest_of_a_group(len(points)) else nearest


def divide(points: NDArray[np.float64]) -> dict[int, Partition]:
    """Divide points, shape (n, 2), into every number of groups that leaves no group too small.

    Numbers are 2 to 5, and at most 2 + n/12; a group has at least three points and 5 % of all.
    """
    most = min(MOST_GROUPS, 2 + len(points) // 12)
    fewest_points = _fewest_of_a_group(len(points))
    numbers = [number for number in range(2, most + 1) if number * fewest_points <= len(points)]
    if not numbers:
        return {}
    partitions = zip(numbers, find_partitions(points, numbers), strict=True)
    return {number: each for number, each in partitions if int(each.sizes.min()) >= fewest_points}


def _fewest_of_a_group(points: int) -> int:
    return max(3, ceil(0.05 * points))


def choose_number(silhouettes: Mapping[int, float], memory: MapMemory | None) -> tuple[int, int | None, int]:
    """Choose the number of groups; return it, the challenger and how often it has won running."""
    best = max(silhouettes.values())
    wanted = min(number for number, each in silhouettes.items() if each >= best - FEWER_IF_WITHIN)
    held = memory.number if memory else None
    if memory is None or held is None or held not in silhouettes or wanted == held:
        return wanted, None, 0
    wins = memory.wins + 1 if memory.challenger == wanted else 1
    if wins >= WINS_NEEDED or silhouettes[wanted] - silhouettes[held] > CHANGES_AT_ONCE:
        return wanted, None, 0
    return held, wanted, wins
