from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings

from dialogue import convergence
from dialogue.convergence import (
    CampAnswers,
    Change,
    ChangeCode,
    Figures,
    Level,
    Reason,
    Rule,
    Stance,
    analyse,
)
from dialogue.convergence.verdict import Situation
from tests.convergence.strategies import camp, camps, groups, objections, rules

CONVERGENCE, EMERGING, OPEN = Level.CONVERGENCE, Level.EMERGING_CONVERGENCE, Level.OPEN
MOVING = (Stance.OBJECT, Stance.DISAGREE, Stance.PASS)


def changes_of(*answers: CampAnswers, standing: int | None = None) -> list[Change]:
    return list(analyse(answers, None, objections([*answers]) if standing is None else standing).changes)


def test_missing_answers_are_named_per_camp() -> None:
    assert changes_of(camp("a", 6, agree=2), camp("b", 5, agree=5)) == [
        Change(ChangeCode.MORE_ANSWERS_NEEDED, CONVERGENCE, "a", 2)
    ]


def test_missing_answers_of_two_camps_are_needed_together() -> None:
    assert changes_of(camp("a", 6, agree=1, disagree=2), camp("b", 5)) == [
        Change(ChangeCode.MORE_ANSWERS_NEEDED, EMERGING, "a", 1, together=True),
        Change(ChangeCode.MORE_ANSWERS_NEEDED, EMERGING, "b", 4, together=True),
    ]


def test_no_answers_are_asked_of_a_camp_smaller_than_a_quorum() -> None:
    figures = analyse([camp("a", 2, agree=1), camp("b", 5)], None, 0, Rule(smallest_group=1))

    assert figures.camps[0].answers_missing_for_quorum == 2
    assert list(figures.changes) == [Change(ChangeCode.MORE_ANSWERS_NEEDED, OPEN, "b", 4)]


def test_one_more_agreement_would_raise_the_level() -> None:
    assert changes_of(camp("a", 6, agree=3, disagree=2), camp("b", 5, agree=5))[0] == Change(
        ChangeCode.SWITCHES_NEEDED, CONVERGENCE, "a", 1
    )
    assert changes_of(camp("a", 8, agree=5, disagree=2), camp("b", 8, agree=8))[0] == Change(
        ChangeCode.MORE_AGREEMENTS, CONVERGENCE, "a", 1
    )


def test_a_withdrawn_objection_would_raise_the_level() -> None:
    assert changes_of(camp("a", 5, agree=5), camp("b", 5, agree=5), standing=1) == [
        Change(ChangeCode.OBJECTION_WITHDRAWN, CONVERGENCE),
        Change(ChangeCode.SURVIVES, EMERGING, number=1),
    ]


def test_camps_in_the_same_place_are_asked_for_the_same() -> None:
    three_of_five = {"agree": 3, "disagree": 2}

    changes = changes_of(camp("a", 5, **three_of_five), camp("b", 5, **three_of_five))

    assert changes[:3] == [
        Change(ChangeCode.SWITCHES_NEEDED, CONVERGENCE, "a", 1, together=True),
        Change(ChangeCode.SWITCHES_NEEDED, CONVERGENCE, "b", 1, together=True),
        Change(ChangeCode.SWITCHES_NEEDED, CONVERGENCE, None, 1, together=True),
    ]


def test_moves_and_an_objection_outside_the_camps_are_named_together() -> None:
    changes = changes_of(camp("a", 5, agree=3, passed=2), camp("b", 5, agree=5), standing=1)

    assert changes == [
        Change(ChangeCode.OBJECTION_WITHDRAWN, CONVERGENCE, together=True),
        Change(ChangeCode.SWITCHES_NEEDED, CONVERGENCE, "a", 1, together=True),
        Change(ChangeCode.ONE_SWITCH_TO_NO, OPEN, "a", 1),
    ]


def test_a_camp_in_which_one_more_no_would_lower_the_level() -> None:
    assert changes_of(camp("a", 9, agree=6, disagree=2), camp("b", 5, agree=5)) == [
        Change(ChangeCode.ONE_MORE_NO, EMERGING, "a", 1)
    ]


def test_where_all_have_answered_one_would_have_to_move_to_no() -> None:
    assert changes_of(camp("a", 5, agree=4, passed=1), camp("b", 9, agree=8)) == [
        Change(ChangeCode.ONE_SWITCH_TO_NO, EMERGING, "a", 1)
    ]


def test_a_level_that_survives_one_more_no_in_every_camp_says_so() -> None:
    assert changes_of(camp("a", 5, agree=5), camp("b", 9, agree=8)) == [
        Change(ChangeCode.SURVIVES, CONVERGENCE, number=1)
    ]


def test_nothing_raises_a_level_whose_confidence_cannot_be_reached() -> None:
    answers = [camp("a", 5, agree=4, passed=1), camp("b", 5, agree=4, passed=1)]

    reachable = analyse(answers, None, 0)
    certain = analyse(answers, None, 0, Rule(convergence_confidence=Fraction(1)))

    raising = [Change(ChangeCode.SWITCHES_NEEDED, CONVERGENCE, key, 1) for key in ("a", "b")]
    survives = Change(ChangeCode.SURVIVES, EMERGING, number=1)
    assert list(reachable.changes) == [*raising, survives]
    assert list(certain.changes) == [survives]


class Room:
    """A second, plain reading of the words in the README: what people would do, done to the counts."""

    def __init__(self, answers: list[CampAnswers], standing: int, rule: Rule) -> None:
        self.counts = {group.key: dict(group.counts) for group in answers}
        self.members = {group.key: group.members for group in answers}
        self.standing, self.rule = standing, rule

    def answer(self, key: str, stance: Stance, number: int) -> None:
        self.counts[key][stance] += number

    def move(self, key: str, source: Stance, target: Stance, number: int) -> None:
        assert self.counts[key][source] >= number
        self.counts[key][source] -= number
        self.counts[key][target] += number
        if source is Stance.OBJECT:
            self.standing = max(0, self.standing - number)

    def support(self, key: str, number: int) -> None:
        for source in MOVING:
            moving = min(number, self.counts[key][source])
            self.move(key, source, Stance.AGREE, moving)
            number -= moving
        assert not number

    def level(self) -> Level:
        answers = [CampAnswers(key, self.members[key], counts) for key, counts in self.counts.items()]
        return Situation(tuple(group for group in answers if group.members), self.standing, self.rule).level

    def unmoved(self, key: str) -> int:
        return sum(self.counts[key][stance] for stance in MOVING)


@settings(max_examples=300)
@given(camps(fewest=2), groups("neither", most=3), rules())
def test_every_change_is_true_and_the_smallest(
    answers: list[CampAnswers], neither: CampAnswers, rule: Rule
) -> None:
    rule = Rule.from_dict(rule.to_dict() | {"smallest_group": 1})
    standing = objections([*answers, neither])
    figures = analyse(answers, neither, standing, rule)
    assert figures.level is not None

    for change in figures.changes:
        if change.together:
            continue
        room = Room(answers, standing, rule)
        apply(change, room, change.number or 0)
        assert room.level() == change.to_level
        if change.code in (ChangeCode.MORE_AGREEMENTS, ChangeCode.SWITCHES_NEEDED):
            assert change.number
            assert change.to_level.rank > figures.level.rank
            room = Room(answers, standing, rule)
            apply(change, room, change.number - 1)
            assert room.level().rank <= figures.level.rank
        if change.code in (ChangeCode.ONE_MORE_NO, ChangeCode.ONE_SWITCH_TO_NO):
            assert change.to_level.rank < figures.level.rank
    assert_what_holds_together(figures, answers, standing, rule)


def apply(change: Change, room: Room, number: int) -> None:
    match change.code:
        case ChangeCode.OBJECTION_WITHDRAWN:
            room.standing = 0
        case ChangeCode.MORE_AGREEMENTS | ChangeCode.MORE_ANSWERS_NEEDED:
            room.answer(str(change.camp), Stance.AGREE, number)
        case ChangeCode.SWITCHES_NEEDED:
            room.support(str(change.camp), number)
        case ChangeCode.ONE_MORE_NO:
            room.answer(str(change.camp), Stance.DISAGREE, number)
        case ChangeCode.ONE_SWITCH_TO_NO:
            counts = room.counts[str(change.camp)]
            source = Stance.AGREE if counts[Stance.AGREE] else Stance.CAN_LIVE_WITH_IT
            room.move(str(change.camp), source, Stance.DISAGREE, number)
        case ChangeCode.SURVIVES:
            for key, counts in room.counts.items():
                one = Room([], room.standing, room.rule)
                one.counts = {other: dict(numbers) for other, numbers in room.counts.items()}
                one.members = room.members
                if sum(counts.values()) < room.members[key]:
                    one.answer(key, Stance.DISAGREE, 1)
                elif counts[Stance.AGREE] or counts[Stance.CAN_LIVE_WITH_IT]:
                    source = Stance.AGREE if counts[Stance.AGREE] else Stance.CAN_LIVE_WITH_IT
                    one.move(key, source, Stance.DISAGREE, 1)
                assert one.level() == change.to_level


def assert_what_holds_together(
    figures: Figures, answers: list[CampAnswers], standing: int, rule: Rule
) -> None:
    together = [change for change in figures.changes if change.together]
    assert len({change.to_level for change in together}) <= 1
    if figures.reason is Reason.TOO_FEW_ANSWERS:
        room = Room(answers, standing, rule)
        for change in together:
            apply(change, room, change.number or 0)
        assert not together or room.level() == together[0].to_level
        return
    withdrawn = any(change.code is ChangeCode.OBJECTION_WITHDRAWN for change in together)
    switches = [change for change in together if change.code is ChangeCode.SWITCHES_NEEDED]
    if switches:
        reached = dict(ways_up(answers, 0 if withdrawn else standing, rule, figures.level))
        fewest = min(sum(moves) for moves in reached)
        assert sum(change.number or 0 for change in switches) == fewest
        named = {change.camp: change.number or 0 for change in switches}
        fitting = [
            level
            for moves, level in reached.items()
            if sum(moves) == fewest
            and all(number >= named.get(group.key, 0) for number, group in zip(moves, answers, strict=True))
        ]
        assert switches[0].to_level in fitting
    elif not any(change.to_level.rank > (figures.level or OPEN).rank for change in figures.changes):
        assert figures.reason is Reason.TOO_FEW_CAMPS or not dict(ways_up(answers, 0, rule, figures.level))


def ways_up(
    answers: list[CampAnswers], standing: int, rule: Rule, level: Level | None
) -> Iterator[tuple[tuple[int, ...], Level]]:
    """Every number of moves per camp that raises the level, and to which."""
    assert level is not None
    most = [Room(answers, standing, rule).unmoved(group.key) for group in answers]
    for moves in product(*(range(number + 1) for number in most)):
        room = Room(answers, standing, rule)
        for group, number in zip(answers, moves, strict=True):
            room.support(group.key, number)
        if (reached := room.level()).rank > level.rank:
            yield moves, reached


@pytest.mark.parametrize("code", list(ChangeCode))
def test_the_readme_explains_every_change(code: ChangeCode) -> None:
    readme = Path(convergence.__file__).with_name("README.md").read_text(encoding="utf-8")

    assert f"`{code}`" in readme
