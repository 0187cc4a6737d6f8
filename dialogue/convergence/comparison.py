"""The same steps and numbers as Polis, in one call: what others are compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .groups import Groups, find_groups
from .identifiers import Identifier
from .map import NoMap, OpinionMap, draw_map
from .matrix import VoteMatrix
from .memory import MapMemory
from .polis import (
    ConsensusStatement,
    RepresentativeStatement,
    list_consensus,
    list_representative,
    measure_representativeness,
    multiply_agreement,
)
from .votes import Conversation


@dataclass(frozen=True, eq=False)
class GroupLists:
    """Polis' lists and numbers for given groups.

    `counts` has shape (groups, statements, 3): disagree, pass, agree. `consensus_agree` and
    `consensus_disagree` are the group-informed consensus by statement.
    """

    letters: tuple[str, ...]
    statements: tuple[Identifier, ...]
    counts: NDArray[np.intp]
    representative: Mapping[str, tuple[RepresentativeStatement, ...]]
    consensus: Mapping[str, tuple[ConsensusStatement, ...]]
    consensus_agree: Mapping[Identifier, float]
    consensus_disagree: Mapping[Identifier, float]

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return {
            "representative": {
                letter: [each.to_dict() for each in listed] for letter, listed in self.representative.items()
            },
            "consensus": {
                side: [each.to_dict() for each in listed] for side, listed in self.consensus.items()
            },
            "group_informed_consensus": [
                {"statement": statement, "agree": agree, "disagree": self.consensus_disagree[statement]}
                for statement, agree in self.consensus_agree.items()
            ],
        }


def list_for_groups(
    matrix: VoteMatrix, group_places: NDArray[np.intp], letters: tuple[str, ...]
) -> GroupLists:
    """Compute Polis' lists and numbers for groups: each participant's place in `letters`, -1 for none.

    Consensus statements are those of everybody, also of who is in no group. Without groups there is
    no group-informed consensus: a product over nothing is not agreement.
    """
    everybody = np.zeros(len(matrix.participants), np.intp)
    counts = matrix.counts_by_group(group_places, len(letters))
    table = measure_representativeness(counts)
    consensus: dict[str, tuple[ConsensusStatement, ...]] = {"agree": (), "disagree": ()}
    agree: list[float] = []
    disagree: list[float] = []
    if matrix.statements:
        consensus = dict(list_consensus(matrix.counts_by_group(everybody, 1)[0], matrix.statements))
    if letters:
        agree = multiply_agreement(table).tolist()
        disagree = multiply_agreement(table, disagreeing=True).tolist()
    counts.flags.writeable = False
    return GroupLists(
        letters,
        matrix.statements,
        counts,
        dict(zip(letters, list_representative(table, matrix.statements), strict=True)),
        consensus,
        dict(zip(matrix.statements, agree, strict=False)),
        dict(zip(matrix.statements, disagree, strict=False)),
    )


@dataclass(frozen=True, eq=False)
class PolisFigures:
    """What Polis would show: the map (or why there is none), its groups, their lists and numbers."""

    drawn: OpinionMap | NoMap
    groups: Groups | None
    lists: GroupLists

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return {
            "map": self.drawn.value if isinstance(self.drawn, NoMap) else self.drawn.to_dict(),
            "groups": None if self.groups is None else self.groups.to_dict(),
            **self.lists.to_dict(),
        }


def analyse_as_polis(
    conversation: Conversation, *, polis_hidden: bool = True, previous: MapMemory | None = None
) -> PolisFigures:
    """Draw the map, find groups, and compute Polis' lists and numbers for them, without asking whether
    the groups are more than chance makes. `polis_hidden` treats hidden statements as Polis does."""
    matrix = conversation.matrix
    drawn = draw_map(
        matrix,
        previous=previous.components if previous else None,
        camp_of=conversation.camp_of,
        camps=conversation.camps,
        polis_hidden=polis_hidden,
    )
    groups = None if isinstance(drawn, NoMap) else find_groups(drawn, previous)
    letters = groups.letters if groups else ()
    number = len(matrix.participants)
    places = groups.places_of_all(number) if groups else np.full(number, -1, np.intp)
    return PolisFigures(drawn, groups, list_for_groups(matrix, places, letters))
