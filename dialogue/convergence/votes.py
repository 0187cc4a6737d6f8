"""What goes in: the votes of a conversation, as rows in any order, and who is of which camp."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from .columns import VALUES as VALUES
from .columns import Reading, identifiers_of, in_order, listed, pick, values_of
from .identifiers import Identifier, in_natural_order

if TYPE_CHECKING:
    from .matrix import VoteMatrix


@dataclass(frozen=True)
class VoteFields:
    """Under which keys, or at which places, a row holds what.

    `time` and `row` may be None. Of several votes of one participant on one statement the one with
    the highest (time, row) counts; a row without a time or a number of its own is ordered by its
    place in the list.
    """

    participant: str | int = "participant"
    statement: str | int = "statement"
    vote: str | int = "vote"
    time: str | int | None = None
    row: str | int | None = None

    @classmethod
    def of(cls, row: Any) -> Self:
        """Tell the fields from a first row: names in a mapping (`time` and `row` if there), else places."""
        if isinstance(row, Mapping):
            return cls(time="time" if "time" in row else None, row="row" if "row" in row else None)
        return cls(0, 1, 2, 3 if len(row) > 3 else None, 4 if len(row) > 4 else None)


@dataclass(frozen=True, eq=False)
class Conversation:
    """The votes of one conversation, the camps people declared, and the statements that are hidden.

    Made by `from_votes` or `from_columns`; nothing that went in is changed, and nothing here should
    be. `voters`, `voted` and `votes` are columns of one length: who voted, on what, and 1 agree,
    0 pass, -1 disagree or WITHDRAWN; `objecting` marks the votes that object, None where none does.
    `camp_of` gives the camp of every member, also of those who never voted; participants without a
    camp stay out of everything that is said of camps.
    """

    voters: Sequence[Identifier]
    voted: Sequence[Identifier]
    votes: Sequence[int]
    times: Sequence[float] | None = None
    row_numbers: Sequence[float] | None = None
    objecting: Sequence[int] | None = None
    camps: tuple[str, ...] = ()
    camp_of: Mapping[Identifier, str] = field(default_factory=dict)
    hidden: frozenset[Identifier] = frozenset()
    further_statements: tuple[Identifier, ...] = ()

    @classmethod
    def from_votes(
        cls,
        rows: Iterable[Any],
        *,
        fields: VoteFields | None = None,
        reading: Reading = Reading.CONSENT,
        **declared: Any,
    ) -> Self:
        """Read rows: mappings with `participant`, `statement`, `vote`, if known `time` and `row`; or tuples.

        A vote is 1, 0 or -1, one of the five stances or its name, or None where it was taken back.
        `declared` are the keywords of `from_columns` that say more than the votes do. Raises ValueError
        for a row without one of its fields and for a vote or an identifier that cannot be one.
        """
        rows = rows if isinstance(rows, list | tuple) else list(rows)
        if not rows:
            return cls.from_columns((), (), (), **declared)
        names = fields or VoteFields.of(rows[0])
        return cls.from_columns(
            pick(rows, names.participant),
            pick(rows, names.statement),
            pick(rows, names.vote),
            times=None if names.time is None else pick(rows, names.time),
            row_numbers=None if names.row is None else pick(rows, names.row),
            reading=reading,
            **declared,
        )

    @classmethod
    def from_columns(
        cls,
        voters: Sequence[Identifier],
        voted: Sequence[Identifier],
        votes: Sequence[Any],
        *,
        times: Sequence[Any] | None = None,
        row_numbers: Sequence[Any] | None = None,
        reading: Reading = Reading.CONSENT,
        camp_of: Mapping[Identifier, str | None] = MappingProxyType({}),
        camps: Sequence[str] = (),
        hidden: Iterable[Identifier] = (),
        statements: Iterable[Identifier] = (),
    ) -> Self:
        """Take columns of one length instead of rows: lists, tuples, `array.array` or arrays of NumPy.

        `times` and `row_numbers` may be anything that has an order, such as dates. `camps` are all camps
        in their fixed order, with those that have no member; camps found in `camp_of` alone follow in the
        order of their names. `hidden` are the statements moderated away, `statements` those that exist
        also if nobody voted on them.
        """
        if not len(voters) == len(voted) == len(votes):
            raise ValueError("Columns of votes have one length.")
        values, objecting = values_of(votes, reading)
        members = {participant: camp for participant, camp in camp_of.items() if camp is not None}
        others = sorted(set(members.values()) - set(camps))
        return cls(
            identifiers_of(voters, "participant"),
            identifiers_of(voted, "statement"),
            values,
            None if times is None else in_order(times, "time"),
            None if row_numbers is None else in_order(row_numbers, "row"),
            objecting,
            (*camps, *others),
            MappingProxyType(members),
            frozenset(hidden),
            tuple(statements),
        )

    @cached_property
    def matrix(self) -> "VoteMatrix":
        """The votes that count, in arrays; this loads NumPy."""
        from .matrix import VoteMatrix

        return VoteMatrix.of(self)

    @cached_property
    def participants(self) -> tuple[Identifier, ...]:
        """Everybody who voted or is of a camp, in natural order."""
        return in_natural_order([*listed(self.voters), *self.camp_of])

    @cached_property
    def statements(self) -> tuple[Identifier, ...]:
        """Every statement that is not hidden, in natural order."""
        return tuple(
            statement
            for statement in in_natural_order([*listed(self.voted), *self.further_statements])
            if statement not in self.hidden
        )

    @cached_property
    def members(self) -> Mapping[str, int]:
        """How many members every camp has."""
        numbers = dict.fromkeys(self.camps, 0)
        for camp in self.camp_of.values():
            numbers[camp] += 1
        return MappingProxyType(numbers)

    def rows_in_order(self) -> Iterable[int]:
        """Return the places of the rows, the later vote after the earlier."""
        count = len(self.votes)
        if self.times is None and self.row_numbers is None:
            return range(count)
        times = self.times if self.times is not None else [0] * count
        numbers = self.row_numbers if self.row_numbers is not None else range(count)
        return sorted(range(count), key=lambda place: (times[place], numbers[place]))
