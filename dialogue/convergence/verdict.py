"""The rule in the room: from the answers of every camp to a level and the reason for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Self

from .answers import CampAnswers, Stance
from .confidence import majority_probability
from .levels import Level
from .rule import Rule


class Reason(StrEnum):
    """Why the level is what it is: what it meets, or the first thing that stands in its way."""

    MEETS_CONVERGENCE = "meets_convergence"
    OBJECTION_STANDS = "objection_stands"
    BRIDGE_BELOW_CONVERGENCE = "bridge_below_convergence"
    NOT_ENOUGH_CONFIDENCE = "not_enough_confidence"
    BRIDGE_BELOW_EMERGING = "bridge_below_emerging"
    TOO_FEW_ANSWERS = "too_few_answers"
    TOO_FEW_CAMPS = "too_few_camps"
    WITHHELD = "withheld"


def answers_missing_for_quorum(camp: CampAnswers, rule: Rule) -> int:
    """How many more answers a camp needs before its figures speak; 0 if it has its quorum.

    More than `camp.missing` where the camp has fewer members than a quorum needs.
    """
    return max(0, rule.quorum_size(camp.members) - camp.answered)


@dataclass(frozen=True)
class Situation:
    """The answers of all camps that have members, and the rule they are held against.

    `standing_objections` are those of anyone: they stop convergence even where the one who
    objects is of neither camp.
    """

    camps: tuple[CampAnswers, ...]
    standing_objections: int
    rule: Rule

    @cached_property
    def bridge(self) -> Fraction | None:
        """The support in the camp that supports least; None below two camps or without answers from one."""
        supports = [camp.support for camp in self.camps if camp.support is not None]
        return min(supports) if len(supports) == len(self.camps) >= 2 else None

    @cached_property
    def joint_probability(self) -> Fraction | None:
        """J: how probable it is that of people like each camp more than half agree; None below two camps."""
        if len(self.camps) < 2:
            return None
        return prod(
            (majority_probability(camp.supporters, camp.answered) for camp in self.camps), start=Fraction(1)
        )

    @cached_property
    def has_quorum(self) -> bool:
        """Whether every camp has its quorum."""
        return not any(answers_missing_for_quorum(camp, self.rule) for camp in self.camps)

    @cached_property
    def verdict(self) -> tuple[Level, Reason]:
        """The level, and the reason for it."""
        bridge, joint_probability, rule = self.bridge, self.joint_probability, self.rule
        if joint_probability is None:
            return Level.OPEN, Reason.TOO_FEW_CAMPS
        if bridge is None or not self.has_quorum:
            return Level.OPEN, Reason.TOO_FEW_ANSWERS
        if bridge < rule.emerging_bridge:
            return Level.OPEN, Reason.BRIDGE_BELOW_EMERGING
        if self.standing_objections:
            return Level.EMERGING_CONVERGENCE, Reason.OBJECTION_STANDS
        if bridge < rule.convergence_bridge:
            return Level.EMERGING_CONVERGENCE, Reason.BRIDGE_BELOW_CONVERGENCE
        if joint_probability < rule.convergence_confidence:
            return Level.EMERGING_CONVERGENCE, Reason.NOT_ENOUGH_CONFIDENCE
        return Level.CONVERGENCE, Reason.MEETS_CONVERGENCE

    @property
    def level(self) -> Level:
        """The level alone."""
        return self.verdict[0]

    def with_counts(self, place: int, counts: Mapping[Stance, int], *, objections_withdrawn: int = 0) -> Self:
        """Return the situation in which the camp at `place` answered otherwise."""
        camps = list(self.camps)
        camps[place] = replace(camps[place], counts=counts)
        standing = max(0, self.standing_objections - objections_withdrawn)
        return replace(self, camps=tuple(camps), standing_objections=standing)
