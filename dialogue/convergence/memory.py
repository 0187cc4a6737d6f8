"""What one map has to remember of the last, so that axes do not flip and groups keep their letters."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from .identifiers import Identifier
from .pairs import checked_fields


@dataclass(frozen=True)
class MapMemory:
    """The last map in short, JSON-safe by `to_dict`.

    `components` gives the loadings of every statement on both axes, `letters` the group of every
    placed participant, `number` how many groups there were. `challenger` is another number of groups
    that has won the last `wins` times, and `letters_used` how many letters were ever given.
    """

    components: Mapping[Identifier, tuple[float, float]] = field(default_factory=dict)
    letters: Mapping[Identifier, str] = field(default_factory=dict)
    number: int | None = None
    challenger: int | None = None
    wins: int = 0
    letters_used: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary; numbers and texts stay apart as identifiers."""
        return {
            "components": [[statement, *both] for statement, both in self.components.items()],
            "letters": [[participant, letter] for participant, letter in self.letters.items()],
            "number": self.number,
            "challenger": self.challenger,
            "wins": self.wins,
            "letters_used": self.letters_used,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; raise ValueError where it cannot be read."""
        checked_fields(data, {each.name for each in fields(cls)}, "MapMemory")
        return cls(
            **{
                **data,
                "components": {statement: (first, second) for statement, first, second in data["components"]},
                "letters": dict(data["letters"]),
            }
        )
