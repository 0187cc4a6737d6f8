"""What a document tells of the responses to one version: counts of each camp, or words in their place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dialogue.minutes.texts import Printable

Level = Literal["convergence", "emerging_convergence", "shared_question", "clarified_divergence", "open"]
Reason = Literal[
    "rule_met",
    "standing_objection",
    "bridge_below_convergence",
    "joint_probability_below",
    "bridge_below_emerging",
    "too_few_answers",
]
Band = Literal["broad_support", "split", "little_support"]
ChangeCode = Literal["would_not_survive", "agreement_needed", "answers_needed", "objection_withdrawn"]


@dataclass(frozen=True)
class GroupFigures(Printable):
    """The responses of one camp (or of `neither`) to one version: how many took each stance of STANCES."""

    camp: str
    members: int
    stances: Mapping[str, int]

    @property
    def answered(self) -> int:
        return sum(self.stances.values())

    @property
    def support(self) -> int:
        return self.stances["agree"] + self.stances["can_live_with_it"]


@dataclass(frozen=True)
class Change(Printable):
    """What would change the level: a code, with the camp and the number of persons it concerns."""

    code: ChangeCode
    camp: str = ""
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Figures(Printable):
    """The rule applied to one version. `neither` is shown beside the camps and enters none of the values."""

    camps: tuple[GroupFigures, ...]
    level: Level
    reason: Reason
    bridge: float | None = None
    joint_probability: float | None = None
    neither: GroupFigures | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class GroupBand(Printable):
    """The responses of one camp to one version in a word.

    How many answered is not told: those who stand behind a text may not be among them, so that the number
    would tell of which camp they are.
    """

    camp: str
    band: Band


@dataclass(frozen=True, kw_only=True)
class Bands(Printable):
    """What is told in place of figures where nobody may be read through the total of a camp.

    `level` is what the rule gives whatever the bands leave open; where they leave more than one level open it
    is the lowest, and `at_least` says so.
    """

    camps: tuple[GroupBand, ...]
    objection_stands: bool
    level: Level
    at_least: bool = False
