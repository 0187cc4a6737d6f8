"""From counted answers to the figures people see: who is left out, what is withheld, and the level."""

from collections.abc import Sequence

from .answers import CampAnswers, Stance
from .changes import changes_of
from .confidence import majority_probability
from .figures import CampFigures, Figures
from .rule import Rule
from .verdict import Reason, Situation, answers_missing_for_quorum


def analyse(
    camps: Sequence[CampAnswers],
    neither: CampAnswers | None,
    standing_objections: int,
    rule: Rule = Rule(),  # noqa: B008 - frozen, and the same for every caller
) -> Figures:
    """Hold the answers of all camps against the rule.

    `neither` are the participants of neither camp, None if there are none: shown from
    `rule.smallest_group` members on, and never part of bridge, J or quorum. `standing_objections`
    counts the objections of anyone, theirs included. Camps come out in the order they came in;
    the order changes no number.

    Camps without members are left out and named. With fewer than two left nothing can be bridged:
    no bridge, no J, level open. If a camp has members but fewer than `rule.smallest_group`, the
    result is the same whatever its members answered. Raises ValueError for a key given twice and
    for a negative number of objections.
    """
    _check(camps, neither, standing_objections)
    situation = Situation(tuple(camp for camp in camps if camp.members), standing_objections, rule)
    empty_camps = tuple(camp.key for camp in camps if not camp.members)
    shown_neither = neither if neither is not None and neither.members >= rule.smallest_group else None
    if any(_is_small(camp, rule) for camp in situation.camps):
        return Figures(
            camps=tuple(_beside_a_withheld_camp(camp, rule) for camp in situation.camps),
            neither=shown_neither,
            bridge=None,
            joint_probability=None,
            level=None,
            reason=Reason.WITHHELD,
            standing_objections=None,
            changes=(),
            empty_camps=empty_camps,
            rule=rule,
        )
    level, reason = situation.verdict
    return Figures(
        camps=tuple(_figures_of_camp(camp, rule) for camp in situation.camps),
        neither=shown_neither,
        bridge=situation.bridge,
        joint_probability=situation.joint_probability,
        level=level,
        reason=reason,
        standing_objections=_objections_shown(situation, neither),
        changes=changes_of(situation),
        empty_camps=empty_camps,
        rule=rule,
    )


def withhold(keys: Sequence[str], rule: Rule) -> Figures:
    """Return figures of camps of which nothing is told, whatever they answered."""
    return Figures(
        camps=tuple(CampFigures(key=key, withheld=True) for key in keys),
        neither=None,
        bridge=None,
        joint_probability=None,
        level=None,
        reason=Reason.WITHHELD,
        standing_objections=None,
        changes=(),
        empty_camps=(),
        rule=rule,
    )


def _check(camps: Sequence[CampAnswers], neither: CampAnswers | None, standing_objections: int) -> None:
    keys = [camp.key for camp in camps] + ([] if neither is None else [neither.key])
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"Every camp has a key of its own; given twice: {', '.join(twice)}.")
    if type(standing_objections) is not int or standing_objections < 0:
        raise ValueError(f"standing_objections is a whole number of at least 0, not {standing_objections!r}.")


def _is_small(group: CampAnswers, rule: Rule) -> bool:
    return 0 < group.members < rule.smallest_group


def _figures_of_camp(camp: CampAnswers, rule: Rule) -> CampFigures:
    answers_missing = answers_missing_for_quorum(camp, rule)
    return CampFigures(
        key=camp.key,
        members=camp.members,
        counts=camp.counts,
        answered=camp.answered,
        support=camp.support,
        missing=camp.missing,
        quorum=not answers_missing,
        answers_missing_for_quorum=answers_missing,
        majority_probability=majority_probability(camp.supporters, camp.answered),
    )


def _beside_a_withheld_camp(camp: CampAnswers, rule: Rule) -> CampFigures:
    if _is_small(camp, rule):
        return CampFigures(key=camp.key, withheld=True)
    return CampFigures(
        key=camp.key,
        members=camp.members,
        counts=camp.counts,
        answered=camp.answered,
        support=camp.support,
        majority_probability=majority_probability(camp.supporters, camp.answered),
    )


def _objections_shown(situation: Situation, neither: CampAnswers | None) -> int | None:
    """Count the standing objections without giving away those of a “neither” too small to be counted."""
    standing = situation.standing_objections
    if neither is None or not _is_small(neither, situation.rule):
        return standing
    of_camps = min(standing, sum(camp.counts[Stance.OBJECT] for camp in situation.camps))
    return of_camps if of_camps or not standing else None
