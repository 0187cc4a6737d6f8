"""What goes in: the stances people took on one version of a proposal, counted per camp."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any, Self

from .pairs import checked_fields


class Stance(StrEnum):
    """The five steps of agreement; a pass is an answer, and it is not agreement."""

    AGREE = "agree"
    CAN_LIVE_WITH_IT = "can_live_with_it"
    PASS = "pass"  # noqa: S105 - a stance, not a password
    DISAGREE = "disagree"
    OBJECT = "object"


SUPPORTING = (Stance.AGREE, Stance.CAN_LIVE_WITH_IT)


class StanceCounts(Mapping[Stance, int]):
    """How many people took each stance: all five in their order, unchangeable, hashable.

    Stances left out of `counts` count 0. Raises ValueError for a stance that does not exist and
    for anything but whole numbers of at least 0.
    """

    __slots__ = ("_numbers",)
    _numbers: tuple[int, ...]

    def __init__(self, counts: Mapping[Stance, int] | Mapping[str, int]) -> None:
        if isinstance(counts, StanceCounts):
            self._numbers = counts._numbers
            return
        numbers = [0] * len(_PLACES)
        for name, number in counts.items():
            if type(number) is not int or number < 0:
                raise ValueError(
                    f"The count of “{Stance(name)}” is a whole number of at least 0, not {number!r}."
                )
            numbers[_PLACES[name] if name in _PLACES else _PLACES[Stance(name)]] = number
        self._numbers = tuple(numbers)

    def __getitem__(self, stance: Stance) -> int:
        return self._numbers[_PLACES[stance]]

    def __iter__(self) -> Iterator[Stance]:
        return iter(Stance)

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The counts alone, in the order of the stances."""
        return self._numbers

    def __hash__(self) -> int:
        return hash(self._numbers)

    def __repr__(self) -> str:
        return f"StanceCounts({self.to_dict()})"

    def to_dict(self) -> dict[str, int]:
        """Return a JSON-safe dictionary of all five stances."""
        return {stance.value: number for stance, number in self.items()}


_PLACES: dict[str, int] = {stance: place for place, stance in enumerate(Stance)}


@dataclass(frozen=True)
class CampAnswers:
    """The answers of one camp, or of the participants of neither camp.

    `members` are the participants with a voice, joined and not removed; those who took no stance
    have not answered. Raises ValueError for an empty key, a negative number of members, or more
    answers than members.
    """

    key: str
    members: int
    counts: Mapping[Stance, int]

    def __post_init__(self) -> None:
        if not self.key:
            raise ValueError("A camp needs a key.")
        if type(self.members) is not int or self.members < 0:
            raise ValueError(f"{self.key}: members is a whole number of at least 0, not {self.members!r}.")
        try:
            object.__setattr__(self, "counts", StanceCounts(self.counts))
        except ValueError as error:
            raise ValueError(f"{self.key}: {error}") from error
        if self.answered > self.members:
            raise ValueError(f"{self.key}: {self.answered} answers from {self.members} members.")

    @cached_property
    def answered(self) -> int:
        """How many answered, passes included."""
        return sum(StanceCounts(self.counts).numbers)

    @property
    def missing(self) -> int:
        """How many members have not answered."""
        return self.members - self.answered

    @cached_property
    def supporters(self) -> int:
        """How many agree or can live with it."""
        return sum(self.counts[stance] for stance in SUPPORTING)

    @cached_property
    def support(self) -> Fraction | None:
        """The share of supporters among those who answered; None if nobody did."""
        return Fraction(self.supporters, self.answered) if self.answered else None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return {"key": self.key, "members": self.members, "counts": StanceCounts(self.counts).to_dict()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; raise ValueError where it cannot be read."""
        return cls(**checked_fields(data, {"key", "members", "counts"}, "CampAnswers"))
