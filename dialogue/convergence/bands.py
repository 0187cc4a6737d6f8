"""Bands: what may be said of a camp's answers where nobody may be read through the camp's total.

For those who must not be read from numbers, a camp's support is told as one of three words, once for each
wording, and everything else that is said of it follows from these words. The words are wide enough that
`coalition` members of a camp, who know their own answers, can never be certain of anybody else's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from .answers import CampAnswers, Stance
from .levels import Level
from .pairs import checked_fields
from .rule import Rule
from .verdict import Reason, Situation

COALITION = 1
"""How many members of a camp may tell each other what they answered and still learn nothing for certain."""


class Band(StrEnum):
    """How many of those who answered support a wording, in a word."""

    BROAD_SUPPORT = "broad_support"
    SPLIT = "split"
    LITTLE_SUPPORT = "little_support"


def smallest_told(coalition: int = COALITION) -> int:
    """How many of a camp have to answer before a band can be told without telling of one of them."""
    return 2 * coalition + 3


def band_of(supporters: int, answered: int, coalition: int = COALITION) -> Band | None:
    """The band of so many supporters among so many who answered; None where they are too few to be told."""
    if not 0 <= supporters <= answered:
        raise ValueError(f"{supporters} of {answered} cannot support anything.")
    if answered < smallest_told(coalition):
        return None
    if supporters >= answered - coalition - 1:
        return Band.BROAD_SUPPORT
    return Band.LITTLE_SUPPORT if supporters <= coalition + 1 else Band.SPLIT


def supporters_within(band: Band, answered: int, coalition: int = COALITION) -> range:
    """How many may support it, for all that the band tells."""
    fits = [number for number in range(answered + 1) if band_of(number, answered, coalition) is band]
    if not fits:
        raise ValueError(f"No {answered} answers are in the band {band}.")
    return range(fits[0], fits[-1] + 1)


@dataclass(frozen=True)
class CampBand:
    """The band of one camp: how many members answered, of how many, and in which band they are."""

    key: str
    members: int
    answered: int
    band: Band

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return {
            "key": self.key,
            "members": self.members,
            "answered": self.answered,
            "band": str(self.band),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; ValueError where a field is missing or unknown."""
        checked_fields(data, {"key", "members", "answered", "band"}, "CampBand")
        return cls(**{**data, "band": Band(data["band"])})


@dataclass(frozen=True)
class Bands:
    """All that is told of the answers to one wording: a band for every camp, and whether an objection stands.

    Levels are no further figure: they follow from these, for whoever holds them against the rule.
    """

    camps: tuple[CampBand, ...]
    objection_stands: bool
    rule: Rule
    coalition: int = COALITION

    @property
    def levels(self) -> tuple[Level, Level]:
        """The lowest and the highest level that the rule may give, for all that the bands tell."""
        return self._at_the_end(0).level, self._at_the_end(-1).level

    @property
    def level(self) -> Level | None:
        """The level, where the bands carry it: whatever they leave open, the rule gives the same."""
        lowest, highest = self.levels
        return lowest if lowest is highest else None

    @property
    def at_least(self) -> Level:
        """What the figures support in any case."""
        return self.levels[0]

    @property
    def reason(self) -> Reason:
        """What the lowest level meets, or what may stand in the way of a higher one."""
        return self._at_the_end(0).verdict[1]

    def _at_the_end(self, place: int) -> Situation:
        """The situation with the fewest (0) or the most (-1) supporters that the bands allow.

        Levels only rise with support, so these two hold all others between them.
        """
        camps = []
        for camp in self.camps:
            supporters = supporters_within(camp.band, camp.answered, self.coalition)[place]
            counts = {Stance.AGREE: supporters, Stance.DISAGREE: camp.answered - supporters}
            camps.append(CampAnswers(camp.key, camp.members, counts))
        return Situation(tuple(camps), int(self.objection_stands), self.rule)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        return {
            "camps": [camp.to_dict() for camp in self.camps],
            "objection_stands": self.objection_stands,
            "rule": self.rule.to_dict(),
            "coalition": self.coalition,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; ValueError where a field is missing, unknown or wrong."""
        checked_fields(data, {"camps", "objection_stands", "rule", "coalition"}, "Bands")
        return cls(
            camps=tuple(CampBand.from_dict(camp) for camp in data["camps"]),
            objection_stands=data["objection_stands"],
            rule=Rule.from_dict(data["rule"]),
            coalition=data["coalition"],
        )


def tell_bands(
    camps: Sequence[CampAnswers],
    standing_objections: int,
    rule: Rule = Rule(),  # noqa: B008 - frozen, and the same for every caller
    coalition: int = COALITION,
) -> Bands | None:
    """Put the answers of all camps into bands, or tell nothing at all.

    Nothing is told unless there are two camps with members, every one of them is large enough to be counted
    and has its quorum, and in every one at least `smallest_told` people have answered. `standing_objections`
    are those of anyone. The same wording must be told once: two tellings with one answer between them would
    tell what that answer was.
    """
    situation = Situation(tuple(camp for camp in camps if camp.members), standing_objections, rule)
    if len(situation.camps) < 2 or not situation.has_quorum:
        return None
    if any(camp.members < rule.smallest_group for camp in situation.camps):
        return None
    told = []
    for camp in situation.camps:
        band = band_of(camp.supporters, camp.answered, coalition)
        if band is None:
            return None
        told.append(CampBand(camp.key, camp.members, camp.answered, band))
    return Bands(tuple(told), standing_objections > 0, rule, coalition)
