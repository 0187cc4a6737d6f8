"""The thresholds of the rule in the room: settings of a workshop, with the usual values as defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from math import ceil
from typing import Any, Self

from .pairs import checked_fields, from_pair, to_pair

_SHARES = ("convergence_bridge", "emerging_bridge", "convergence_confidence", "quorum_share")
_WHOLE_NUMBERS = ("quorum_persons", "smallest_group")


@dataclass(frozen=True)
class Rule:
    """What each level needs, when a camp has a quorum, and which groups are too small to be shown.

    Shares are exact fractions from 0 to 1. Raises ValueError where a value cannot be meant.
    """

    convergence_bridge: Fraction = Fraction(3, 4)
    emerging_bridge: Fraction = Fraction(1, 2)
    convergence_confidence: Fraction = Fraction(4, 5)
    quorum_share: Fraction = Fraction(2, 3)
    quorum_persons: int = 3
    smallest_group: int = 4

    def __post_init__(self) -> None:
        for name in _SHARES:
            share = getattr(self, name)
            if not isinstance(share, Fraction) or not 0 <= share <= 1:
                raise ValueError(f"{name} is a Fraction from 0 to 1, not {share!r}.")
        for name in _WHOLE_NUMBERS:
            number = getattr(self, name)
            if type(number) is not int or number < 1:
                raise ValueError(f"{name} is a whole number of at least 1, not {number!r}.")
        if not 0 < self.emerging_bridge <= self.convergence_bridge:
            raise ValueError(
                "emerging_bridge is above 0 and at most convergence_bridge, "
                f"not {self.emerging_bridge} with a convergence_bridge of {self.convergence_bridge}."
            )

    def quorum_size(self, members: int) -> int:
        """How many answers a camp of so many members needs; more than `members` if the camp is too small."""
        return max(ceil(self.quorum_share * members), self.quorum_persons)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary, shares as [numerator, denominator]."""
        return {name: to_pair(getattr(self, name)) for name in _SHARES} | {
            name: getattr(self, name) for name in _WHOLE_NUMBERS
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; raise ValueError naming what is missing, unknown or wrong."""
        checked_fields(data, {field.name for field in fields(cls)}, "Rule")
        values = dict(data)
        for name in _SHARES:
            try:
                values[name] = from_pair(data[name])
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from error
        return cls(**values)
