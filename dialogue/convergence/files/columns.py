"""The votes of an export in columns: seventeen bytes a vote, however long the names in it are."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, overload

from ..answers import Stance
from ..columns import VALUES, Reading
from ..identifiers import Identifier

STANCES: tuple[Stance, ...] = tuple(Stance)
VALUE_OF_STANCE = tuple(VALUES[Reading.CONSENT][stance] for stance in STANCES)
"""What each stance is as a vote of three steps, in the order of `STANCES`."""


class IdentifierColumn(Sequence[Identifier]):
    """A column of identifiers: each name is kept once, each entry takes four bytes."""

    def __init__(self, entries: Iterable[Identifier] = ()) -> None:
        self.names: list[Identifier] = []
        self.places = array("i")
        self._place_of: dict[Identifier, int] = {}
        for entry in entries:
            self.append(entry)

    def append(self, entry: Identifier) -> None:
        """Add an entry."""
        self.places.append(self.place(entry))

    def place(self, name: Identifier) -> int:
        """Return the place of a name among `names`, where it is put if it is new."""
        place = self._place_of.get(name)
        if place is None:
            place = self._place_of[name] = len(self.names)
            self.names.append(name)
        return place

    def plain(self) -> Sequence[Identifier]:
        """Return the entries as an array of whole numbers, or as a tuple where a name is a text."""
        numbers = [name for name in self.names if isinstance(name, int)]
        if len(numbers) == len(self.names):
            return array("q", map(numbers.__getitem__, self.places))
        return tuple(self)

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Identifier]:
        return map(self.names.__getitem__, self.places)

    @overload
    def __getitem__(self, index: int) -> Identifier: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Identifier, ...]: ...
    def __getitem__(self, index: int | slice) -> Identifier | tuple[Identifier, ...]:
        if isinstance(index, slice):
            return tuple(map(self.names.__getitem__, self.places[index]))
        return self.names[self.places[index]]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, IdentifierColumn):
            return NotImplemented
        if self.names == other.names:
            return self.places == other.places
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"IdentifierColumn({list(self)!r})"


def _bytes() -> "array[int]":
    return array("b")


@dataclass(eq=True)
class ExportedVotes:
    """All votes in the order of the file, votes that were changed later among them; columns of one length.

    `votes` are 1 agree, 0 pass, -1 disagree. `times` are milliseconds since 1970, None where they are
    not known; then a later row is a later vote. `stances` are places in `STANCES`, None where people
    had three answers and not five.
    """

    voters: IdentifierColumn = field(default_factory=IdentifierColumn)
    voted: IdentifierColumn = field(default_factory=IdentifierColumn)
    votes: "array[int]" = field(default_factory=_bytes)
    times: "array[int] | None" = None
    stances: "array[int] | None" = None

    @classmethod
    def of(cls, rows: Iterable[tuple[Any, ...]]) -> Self:
        """Make columns of rows: participant, statement, a vote (1, 0, -1) or a stance, and if known a time.

        Either all rows have a stance or none, and either all have a time (milliseconds since 1970) or
        none. Raises ValueError for anything else.
        """
        voted = list(rows)
        made = cls()
        if voted and all(isinstance(row[2], Stance) for row in voted):
            made.stances = array("b", [STANCES.index(row[2]) for row in voted])
        if voted and all(len(row) > 3 for row in voted):
            made.times = array("q", [row[3] for row in voted])
        elif any(len(row) > 3 for row in voted):
            raise ValueError("Either all votes have a time or none.")
        for participant, statement, vote, *_time in voted:
            value = vote if made.stances is None else VALUE_OF_STANCE[STANCES.index(vote)]
            if value not in (1, 0, -1):
                raise ValueError(f"A vote is 1, 0 or -1, or all are stances; not {vote!r}.")
            made.voters.append(participant)
            made.voted.append(statement)
            made.votes.append(value)
        return made

    def __len__(self) -> int:
        return len(self.votes)

    def values(self) -> Sequence[Any]:
        """Return the votes as `Conversation.from_columns` takes them: stances where there are some."""
        return self.votes if self.stances is None else [STANCES[place] for place in self.stances]
