"""The votes that count as sparse arrays, in one canonical order whatever the order of the rows was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from .columns import WITHDRAWN
from .identifiers import Identifier, in_natural_order

if TYPE_CHECKING:
    from .votes import Conversation

LARGEST_TABLE = 20_000_000
"""Up to so many cells (participants times statements) last votes are found in a table, beyond by sorting."""

_NOT_SEEN = -128


@dataclass(frozen=True, eq=False)
class VoteMatrix:
    """Final votes on visible statements, sorted by participant and statement; all arrays are read-only.

    `rows` and `columns` are places in `participants` and `statements`, `values` 1 agree, 0 pass and
    -1 disagree. Statements nobody voted on have no column, participants without a vote on what is
    visible have no entry. `hidden` counts the hidden statements that somebody voted on, and
    `votes_on_hidden` (participants,) how many of these each participant voted on.
    """

    participants: tuple[Identifier, ...]
    statements: tuple[Identifier, ...]
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    values: NDArray[np.int8]
    votes_on_hidden: NDArray[np.intp]
    hidden: int = 0

    def __post_init__(self) -> None:
        for each in (self.rows, self.columns, self.values, self.votes_on_hidden):
            each.flags.writeable = False

    @classmethod
    def of(cls, conversation: "Conversation") -> Self:
        """Sort the votes of a conversation, keep the last of each participant on each statement."""
        participants, rows = _encode(conversation.voters)
        statements, columns = _encode(conversation.voted)
        values = np.asarray(conversation.votes, dtype=np.int8)
        rows, columns, values = _last_votes(
            rows, columns, values, len(participants), len(statements), conversation
        )
        nothing_hidden = np.zeros(len(participants), np.intp)
        matrix = cls(participants, statements, rows, columns, values, nothing_hidden)
        return matrix.without(conversation.hidden) if conversation.hidden else matrix

    def without(self, hidden: frozenset[Identifier]) -> Self:
        """Return the matrix without the votes on hidden statements."""
        visible = np.array([statement not in hidden for statement in self.statements], dtype=bool)
        places = np.cumsum(visible) - 1
        kept = visible[self.columns]
        return type(self)(
            self.participants,
            tuple(one for one in self.statements if one not in hidden),
            self.rows[kept],
            places[self.columns[kept]],
            self.values[kept],
            np.bincount(self.rows[~kept], minlength=self.shape[0]),
            hidden=int(len(visible) - visible.sum()),
        )

    def of_participants(self, chosen: NDArray[np.bool_]) -> Self:
        """Return the matrix of the chosen participants (a mask over all of them) on all statements."""
        places = np.cumsum(chosen) - 1
        kept = chosen[self.rows]
        return type(self)(
            tuple(
                one for one, is_chosen in zip(self.participants, chosen.tolist(), strict=True) if is_chosen
            ),
            self.statements,
            places[self.rows[kept]],
            self.columns[kept],
            self.values[kept],
            self.votes_on_hidden[chosen],
            hidden=self.hidden,
        )

    @property
    def shape(self) -> tuple[int, int]:
        """How many participants and how many statements."""
        return len(self.participants), len(self.statements)

    def votes_per_participant(self) -> NDArray[np.intp]:
        """Return how many visible statements each participant voted on, shape (participants,)."""
        return np.bincount(self.rows, minlength=self.shape[0])

    def places_in(self, group_of: Mapping[Identifier, str], groups: Sequence[str]) -> NDArray[np.intp]:
        """Return the place of everybody's group in `groups`, -1 for none, shape (participants,)."""
        places = {group: place for place, group in enumerate(groups)}
        found = (places.get(group_of.get(one, ""), -1) for one in self.participants)
        return np.fromiter(found, np.intp, len(self.participants))

    def counts_by_group(self, groups: NDArray[np.intp], number: int) -> NDArray[np.intp]:
        """Count votes per group and statement, shape (number, statements, 3): disagree, pass, agree.

        `groups` gives every participant's group from 0, or -1 for none.
        """
        width = self.shape[1]
        of_vote = groups[self.rows]
        cells = (of_vote * width + self.columns) * 3 + (self.values + np.int8(1))
        if groups.size and int(groups.min()) < 0:
            cells = cells[of_vote >= 0]
        return np.bincount(cells, minlength=number * width * 3).reshape(number, width, 3)


def _encode(column: Sequence[Identifier]) -> tuple[tuple[Identifier, ...], NDArray[np.intp]]:
    """Return the different identifiers in natural order, and the place of every entry among them."""
    if isinstance(column, tuple):
        different = in_natural_order(column)
        places = {identifier: place for place, identifier in enumerate(different)}
        return different, np.fromiter(map(places.__getitem__, column), np.intp, len(column))
    numbers: NDArray[Any] = np.asarray(column)
    if not numbers.size:
        return (), np.zeros(0, np.intp)
    lowest, highest = int(numbers.min()), int(numbers.max())
    if highest - lowest > 4 * numbers.size + 1024:
        found, inverse = np.unique(numbers, return_inverse=True)
        return tuple(found.tolist()), inverse.astype(np.intp, copy=False)
    shifted = numbers - lowest if lowest else numbers
    present = np.zeros(highest - lowest + 1, bool)
    present[shifted] = True
    place_of = np.cumsum(present) - 1
    return tuple((np.flatnonzero(present) + lowest).tolist()), place_of[shifted]


def _last_votes(
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    values: NDArray[np.int8],
    height: int,
    width: int,
    conversation: "Conversation",
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.int8]]:
    cells = rows * width
    cells += columns
    if height * width <= LARGEST_TABLE:
        table = np.full(height * width, _NOT_SEEN, np.int8)
        table[cells] = values
        seen = np.flatnonzero(table != _NOT_SEEN)
        if seen.size < cells.size and _has_order(conversation):
            of_several = np.flatnonzero(np.bincount(cells)[cells] > 1)
            order = of_several[_order(conversation, of_several)]
            table[cells[order]] = values[order]
        kept = table[seen]
    else:
        packed = cells * 4
        packed += values
        packed += 1
        packed.sort()
        seen = packed >> 2
        if bool((seen[1:] == seen[:-1]).any()):
            order = np.arange(cells.size)
            if _has_order(conversation):
                order = _order(conversation, order)
            order = order[np.argsort(cells[order], kind="stable")]
            seen = cells[order]
            last = np.append(seen[1:] != seen[:-1], True)
            seen, kept = seen[last], values[order][last]
        else:
            kept = ((packed & 3) - 1).astype(np.int8)
    if int(kept.max(initial=0)) == WITHDRAWN:
        standing = kept != WITHDRAWN
        seen, kept = seen[standing], kept[standing]
    if not width:
        return seen, seen, kept
    final_rows, final_columns = np.divmod(seen, width)
    return final_rows, final_columns, kept


def _has_order(conversation: "Conversation") -> bool:
    return conversation.times is not None or conversation.row_numbers is not None


def _order(conversation: "Conversation", places: NDArray[np.intp]) -> NDArray[np.intp]:
    """Order the rows at these places by (time, row number, place): the later vote after the earlier."""
    keys: list[NDArray[Any]] = [places]
    if conversation.row_numbers is not None:
        keys.append(np.asarray(conversation.row_numbers)[places])
    if conversation.times is not None:
        keys.append(np.asarray(conversation.times)[places])
    return np.lexsort(keys)
