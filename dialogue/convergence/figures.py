"""What comes out: frozen figures that carry no more than may be shown, and their JSON form."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

from .answers import CampAnswers, Stance, StanceCounts
from .levels import Level
from .pairs import checked_fields, from_pair, to_pair
from .rule import Rule
from .verdict import Reason


class ChangeCode(StrEnum):
    """What would change the level, or would not; the README of the package has a sentence for each."""

    MORE_ANSWERS_NEEDED = "more_answers_needed"
    OBJECTION_WITHDRAWN = "objection_withdrawn"
    MORE_AGREEMENTS = "more_agreements"
    SWITCHES_NEEDED = "switches_needed"
    ONE_MORE_NO = "one_more_no"
    ONE_SWITCH_TO_NO = "one_switch_to_no"
    SURVIVES = "survives"


@dataclass(frozen=True)
class Change:
    """One sentence of “what would change this”: after it, the level is `to_level`.

    `camp` is None where the change is not one camp's (for switches: whichever camp they add most
    in), `number` counts people and is None where no number is told. A change marked `together`
    holds only with all others of the list so marked.
    """

    code: ChangeCode
    to_level: Level
    camp: str | None = None
    number: int | None = None
    together: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return {
            "code": self.code.value,
            "to_level": self.to_level.value,
            "camp": self.camp,
            "number": self.number,
            "together": self.together,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; raise ValueError where it cannot be read."""
        checked_fields(data, {field.name for field in fields(cls)}, "Change")
        return cls(**{**data, "code": ChangeCode(data["code"]), "to_level": Level(data["to_level"])})


@dataclass(frozen=True)
class CampFigures:
    """The figures of one camp; of a camp marked `withheld` the key alone is known.

    `support` is the share of supporters among those who answered (None if nobody did), and
    `majority_probability` how probable it is that more than half of people like this camp agree.
    Where another camp is withheld, `missing`, `quorum` and `answers_missing_for_quorum` are None.
    """

    key: str
    withheld: bool = False
    members: int | None = None
    counts: Mapping[Stance, int] | None = None
    answered: int | None = None
    support: Fraction | None = None
    missing: int | None = None
    quorum: bool | None = None
    answers_missing_for_quorum: int | None = None
    majority_probability: Fraction | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary, fractions as [numerator, denominator]."""
        return {
            "key": self.key,
            "withheld": self.withheld,
            "members": self.members,
            "counts": None if self.counts is None else StanceCounts(self.counts).to_dict(),
            "answered": self.answered,
            "support": to_pair(self.support),
            "missing": self.missing,
            "quorum": self.quorum,
            "answers_missing_for_quorum": self.answers_missing_for_quorum,
            "majority_probability": to_pair(self.majority_probability),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; raise ValueError where it cannot be read."""
        checked_fields(data, {field.name for field in fields(cls)}, "CampFigures")
        counts = data["counts"]
        return cls(
            **{
                **data,
                "counts": None if counts is None else StanceCounts(counts),
                "support": from_pair(data["support"]),
                "majority_probability": from_pair(data["majority_probability"]),
            }
        )


_DISPLAY = "joint_probability_display"


@dataclass(frozen=True)
class Figures:
    """The figures of one version of a proposal: counts first, then what follows from them.

    `level`, `bridge` and `joint_probability` (J) are None where they are withheld. `neither` is
    None where those of neither camp are fewer than the rule's `smallest_group`; the number of
    `standing_objections` is then that of the camps' members alone, and None if all that stand are
    of neither camp. `empty_camps` are camps without members, left out of everything.
    """

    camps: tuple[CampFigures, ...]
    neither: CampAnswers | None
    bridge: Fraction | None
    joint_probability: Fraction | None
    level: Level | None
    reason: Reason
    standing_objections: int | None
    changes: tuple[Change, ...]
    empty_camps: tuple[str, ...]
    rule: Rule = field(default_factory=Rule)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary that `from_dict` reads back without loss.

        Fractions are [numerator, denominator]; `joint_probability_display` repeats J as a
        decimal number for those who only show it.
        """
        return {
            "camps": [camp.to_dict() for camp in self.camps],
            "neither": None if self.neither is None else self.neither.to_dict(),
            "bridge": to_pair(self.bridge),
            "joint_probability": to_pair(self.joint_probability),
            _DISPLAY: None if self.joint_probability is None else float(self.joint_probability),
            "level": None if self.level is None else self.level.value,
            "reason": self.reason.value,
            "standing_objections": self.standing_objections,
            "changes": [change.to_dict() for change in self.changes],
            "empty_camps": list(self.empty_camps),
            "rule": self.rule.to_dict(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; raise ValueError where it cannot be read."""
        checked_fields(data, {field.name for field in fields(cls)} | {_DISPLAY}, "Figures")
        return cls(
            camps=tuple(CampFigures.from_dict(camp) for camp in data["camps"]),
            neither=None if data["neither"] is None else CampAnswers.from_dict(data["neither"]),
            bridge=from_pair(data["bridge"]),
            joint_probability=from_pair(data["joint_probability"]),
            level=None if data["level"] is None else Level(data["level"]),
            reason=Reason(data["reason"]),
            standing_objections=data["standing_objections"],
            changes=tuple(Change.from_dict(change) for change in data["changes"]),
            empty_camps=tuple(data["empty_camps"]),
            rule=Rule.from_dict(data["rule"]),
        )
