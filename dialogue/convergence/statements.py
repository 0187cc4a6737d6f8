"""The figures of every statement of a large list: per camp, across camps, and the class they give."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import prod
from typing import Any, NamedTuple

from .bridges import (
    jensen_shannon_divergence,
    joint_probability_without_one,
    removals_to_lose_majority,
    switches_to_lose_majority,
)
from .confidence import majority_decimal
from .counts import CampCounts
from .identifiers import Identifier, natural_order
from .measures import (
    Certainty,
    credible_interval,
    is_unclear,
    majority_certainty,
    room_majority_decimal,
)

FEWEST_ANSWERS = 5
FEWEST_PERSONS = 3
BRIDGE_JOINT, BRIDGE_EACH = 0.80, 0.90
LEANING_JOINT = 0.50
REMEMBERED = 8192
DIVIDED_ABOVE, DIVIDED_BELOW = 0.90, 0.10


class StatementClass(StrEnum):
    """What a statement of a large list is to the camps; proposals of a workshop have levels instead."""

    TOO_FEW_CAMPS = "too_few_camps"
    TOO_FEW_VOTES = "too_few_votes"
    BRIDGE = "bridge"
    DIVIDES = "divides"
    REJECTED_BY_EVERY_CAMP = "rejected_by_every_camp"
    LEANING_BRIDGE = "leaning_bridge"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class CampMeasures:
    """What the counts of one camp say.

    `mean` is (A+1)/(N+2); `majority` the probability that more than half of people like this camp
    agree, `room_majority` that more than half of its members do; `interval` the 90 % credible one;
    `bounds` the shares of members who may agree whatever the silent think, and `certainty` what is
    certain of them. `pass_share` is None without answers; `unclear` marks a wording many pass on.
    `answers_missing` is how many answers are missing before the camp is classed.
    """

    mean: float
    majority: float
    room_majority: float
    interval: tuple[float, float]
    bounds: tuple[float, float]
    certainty: Certainty
    pass_share: float | None
    unclear: bool
    answers_missing: int


@dataclass(frozen=True, slots=True)
class StatementFigures:
    """The figures of one statement; those across camps are None with fewer than two camps with members.

    `camps`, `counts` and `measures` run beside each other, without camps that have no members. `joint`
    is J, `room_joint` the same of the members themselves, `consensus` the group-informed consensus and
    `geometric_consensus` its geometric mean. `spread`, `polarised` and `divergence` tell what divides.
    `without_one` is J without any one person who agrees; `removals` and `switches` are how many would
    have to leave or change before some camp has no majority. `objections` are those of all camps.
    """

    statement: Identifier
    camps: tuple[str, ...]
    counts: tuple[CampCounts, ...]
    measures: tuple[CampMeasures, ...]
    kind: StatementClass
    joint: float | None
    room_joint: float | None
    consensus: float | None
    geometric_consensus: float | None
    spread: float | None
    polarised: float | None
    divergence: float | None
    without_one: float | None
    removals: int | None
    switches: int | None
    objections: int

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-safe dictionary."""
        across = {
            name: getattr(self, name)
            for name in (
                "joint", "room_joint", "consensus", "geometric_consensus", "spread", "polarised",
                "divergence", "without_one", "removals", "switches", "objections",
            )
        }  # fmt: skip
        of_camps = [
            {
                "camp": camp,
                **counts._asdict(),
                "answered": counts.answered,
                "unanswered": counts.unanswered,
                **{name: getattr(measures, name) for name in CampMeasures.__slots__},
                "interval": list(measures.interval),
                "bounds": list(measures.bounds),
                "certainty": measures.certainty.value,
            }
            for camp, counts, measures in zip(self.camps, self.counts, self.measures, strict=True)
        ]
        return {"statement": self.statement, "kind": self.kind.value, **across, "camps": of_camps}


@lru_cache(maxsize=REMEMBERED)
def measure_camp(counts: CampCounts) -> CampMeasures:
    """Return all measures of one camp's counts; it must have members."""
    agree, answered, members = counts.agree, counts.answered, counts.members
    return CampMeasures(
        mean=(agree + 1) / (answered + 2),
        majority=majority_decimal(agree, answered),
        room_majority=room_majority_decimal(members, agree, answered),
        interval=credible_interval(agree, answered),
        bounds=(agree / members, (agree + members - answered) / members),
        certainty=majority_certainty(members, agree, answered),
        pass_share=counts.passed / answered if answered else None,
        unclear=is_unclear(counts.passed, answered),
        answers_missing=max(0, min(FEWEST_ANSWERS, members) - answered, FEWEST_PERSONS - answered),
    )


class _Across(NamedTuple):
    """What follows from the counts of all camps, in the order of the fields of `StatementFigures`."""

    counts: tuple[CampCounts, ...]
    measures: tuple[CampMeasures, ...]
    kind: StatementClass
    joint: float | None = None
    room_joint: float | None = None
    consensus: float | None = None
    geometric_consensus: float | None = None
    spread: float | None = None
    polarised: float | None = None
    divergence: float | None = None
    without_one: float | None = None
    removals: int | None = None
    switches: int | None = None
    objections: int = 0


@lru_cache(maxsize=REMEMBERED)
def _measure_across(counts: tuple[CampCounts, ...]) -> _Across:
    measures = tuple(map(measure_camp, counts))
    majorities = [each.majority for each in measures]
    objections = sum(each.objections for each in counts)
    if len(counts) < 2:
        return _Across(counts, measures, StatementClass.TOO_FEW_CAMPS, objections=objections)
    means = [each.mean for each in measures]
    joint, consensus = prod(majorities), prod(means)
    return _Across(
        counts,
        measures,
        _class(measures, majorities, joint),
        joint,
        prod([each.room_majority for each in measures]),
        consensus,
        consensus ** (1.0 / len(counts)),
        max(means) - min(means),
        max(majorities) * (1.0 - min(majorities)),
        jensen_shannon_divergence(counts),
        joint_probability_without_one(counts),
        removals_to_lose_majority(counts),
        switches_to_lose_majority(counts),
        objections,
    )


def measure_statement(
    statement: Identifier, camps: Sequence[str], counts: Sequence[CampCounts]
) -> StatementFigures:
    """Return the figures of one statement from the counts of every camp, in the order of `camps`.

    The last counts are remembered: where one answer changes, only its statement is computed again.
    """
    kept = [place for place, of_camp in enumerate(counts) if of_camp.members]
    across = _measure_across(tuple([counts[place] for place in kept]))
    return StatementFigures(statement, tuple([camps[place] for place in kept]), *across)


def classify(counts: Sequence[CampCounts]) -> StatementClass:
    """Return the class of a statement from the counts of every camp with members."""
    return _measure_across(tuple(counts)).kind


def _class(measures: Sequence[CampMeasures], majorities: Sequence[float], joint: float) -> StatementClass:
    lowest, highest = min(majorities), max(majorities)
    if any(each.answers_missing for each in measures):
        return StatementClass.TOO_FEW_VOTES
    if joint >= BRIDGE_JOINT and lowest >= BRIDGE_EACH:
        return StatementClass.BRIDGE
    if highest >= DIVIDED_ABOVE and lowest <= DIVIDED_BELOW:
        return StatementClass.DIVIDES
    if highest <= DIVIDED_BELOW:
        return StatementClass.REJECTED_BY_EVERY_CAMP
    return StatementClass.LEANING_BRIDGE if joint >= LEANING_JOINT else StatementClass.OPEN


def rank_bridges(figures: Iterable[StatementFigures]) -> tuple[StatementFigures, ...]:
    """Sort by J, the largest first; ties by the group-informed consensus, then by the lowest statement.

    Statements without J come last.
    """
    return tuple(
        sorted(
            figures, key=lambda each: (*_falling(each.joint, each.consensus), natural_order(each.statement))
        )
    )


def rank_divisions(figures: Iterable[StatementFigures]) -> tuple[StatementFigures, ...]:
    """Sort by what divides most: polarised, then the divergence, then the lowest statement."""
    return tuple(
        sorted(
            figures,
            key=lambda each: (*_falling(each.polarised, each.divergence), natural_order(each.statement)),
        )
    )


def expected_wrong(figures: Iterable[StatementFigures]) -> float:
    """Return how many of a list of bridges are expected not to hold: the sum of 1 - J."""
    return sum(1.0 - each.joint for each in figures if each.joint is not None)


def measure_statements(
    camps: Sequence[str], counts: Mapping[Identifier, Sequence[CampCounts]]
) -> tuple[StatementFigures, ...]:
    """Return the figures of every statement, in the order of `counts`."""
    return tuple(measure_statement(statement, camps, of_camps) for statement, of_camps in counts.items())


def _falling(*values: float | None) -> tuple[float, ...]:
    return tuple(1.0 if value is None else -value for value in values)
