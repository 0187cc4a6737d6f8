"""Opinion groups on the map: how many there are, who is of which, and what they are called."""

from collections.abc import Mapping
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
    last time stays unless another wins three times running or by more than 0.06. Nothing here says
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
    labels, centres = places[labels], chosen.centres[order]
    letters = tuple(letters[group] for group in order)
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


def divide(points: NDArray[np.float64]) -> dict[int, Partition]:
    """Divide points, shape (n, 2), into every number of groups that leaves no group too small.

    Numbers are 2 to 5, and at most 2 + n/12; a group has at least three points and 5 % of all.
    """
    most = min(MOST_GROUPS, 2 + len(points) // 12)
    fewest_points = max(3, ceil(0.05 * len(points)))
    numbers = [number for number in range(2, most + 1) if number * fewest_points <= len(points)]
    if not numbers:
        return {}
    partitions = zip(numbers, find_partitions(points, numbers), strict=True)
    return {number: each for number, each in partitions if int(each.sizes.min()) >= fewest_points}


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
