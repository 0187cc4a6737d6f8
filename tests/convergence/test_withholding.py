from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dialogue.convergence import CampAnswers, CampFigures, Reason, Rule, Stance, analyse
from tests.convergence.strategies import camp, groups, objections

LARGE = camp("large", 12, agree=7, live=1, passed=1, disagree=1, objecting=1)


@st.composite
def small_groups(draw: st.DrawFn, key: str) -> CampAnswers:
    stances = draw(st.lists(st.sampled_from(Stance), max_size=3))
    members = draw(st.integers(max(1, len(stances)), 3))
    return CampAnswers(key, members, {stance: stances.count(stance) for stance in stances})


def numbers_in(data: Any) -> list[float]:
    if isinstance(data, dict):
        return [number for value in data.values() for number in numbers_in(value)]
    if isinstance(data, list):
        return [number for value in data for number in numbers_in(value)]
    return [data] if isinstance(data, int | float) and not isinstance(data, bool) else []


def test_a_small_camp_withholds_its_figures_and_all_that_rests_on_them() -> None:
    figures = analyse([LARGE, camp("small", 3, agree=2, objecting=1)], camp("neither", 5, agree=5), 2)

    assert figures.reason == Reason.WITHHELD
    assert figures.camps[1] == CampFigures(key="small", withheld=True)
    assert (figures.level, figures.bridge, figures.joint_probability) == (None, None, None)
    assert (figures.standing_objections, figures.changes) == (None, ())


def test_beside_a_withheld_camp_others_keep_their_counts_without_what_is_missing() -> None:
    figures = analyse([LARGE, camp("small", 3, agree=3)], camp("neither", 5, agree=5), 1)

    large = figures.camps[0]
    assert (large.members, large.counts, large.answered) == (12, LARGE.counts, 11)
    assert large.support == LARGE.support
    assert (large.missing, large.quorum, large.answers_missing_for_quorum) == (None, None, None)
    assert figures.neither == camp("neither", 5, agree=5)


def test_withheld_numbers_are_nowhere_in_the_dictionary() -> None:
    small = camp("small", 101, agree=31, live=13, passed=17, disagree=19, objecting=11)
    its_numbers = {101, 31, 13, 17, 19, 11, 91, 10, 44}
    large = camp("large", 200, agree=200)

    told = analyse([large, small], None, 11, Rule(smallest_group=101)).to_dict()
    withheld = analyse([large, small], None, 11, Rule(smallest_group=102)).to_dict()

    assert its_numbers - {44} <= set(numbers_in(told))
    assert not its_numbers & set(numbers_in(withheld))


@given(small_groups("small"), small_groups("small"), groups("neither"), st.integers(0, 3))
def test_what_a_small_camp_answers_changes_nothing_that_is_shown(
    one: CampAnswers, other: CampAnswers, neither: CampAnswers, more: int
) -> None:
    shown = [
        analyse([LARGE, small], neither, objections([LARGE, small, neither]) + more).to_dict()
        for small in (one, other)
    ]

    assert shown[0] == shown[1]


@pytest.mark.parametrize(("members", "withheld"), [(1, True), (3, True), (4, False), (5, False)])
def test_a_camp_is_shown_from_four_members_on(members: int, withheld: bool) -> None:
    figures = analyse([LARGE, camp("other", members, agree=members)], None, 1)

    assert figures.camps[1].withheld == withheld


@pytest.mark.parametrize(("members", "is_shown"), [(0, False), (1, False), (3, False), (4, True)])
def test_neither_is_shown_from_four_members_on(members: int, is_shown: bool) -> None:
    neither = camp("neither", members, agree=members)

    figures = analyse([LARGE, camp("other", 5, agree=5)], neither, 1)

    assert figures.neither == (neither if is_shown else None)
    assert figures.standing_objections == 1


@given(small_groups("neither"), small_groups("neither"), groups("other"))
def test_of_a_small_neither_no_more_is_told_than_that_an_objection_stands(
    one: CampAnswers, other: CampAnswers, camp_of_any_size: CampAnswers
) -> None:
    assume(bool(objections([one])) == bool(objections([other])))
    answers = [LARGE, camp_of_any_size]

    shown = [analyse(answers, neither, objections([*answers, neither])).to_dict() for neither in (one, other)]

    assert shown[0] == shown[1]


def test_beside_objections_in_the_camps_those_of_a_small_neither_are_not_counted() -> None:
    answers = [LARGE, camp("other", 5, agree=4, objecting=1)]

    figures = analyse(answers, camp("neither", 3, objecting=3), 5)

    assert figures.standing_objections == 2


def test_that_an_objection_stands_is_told_even_where_its_number_is_not() -> None:
    answers = [camp("a", 5, agree=5), camp("b", 5, agree=5)]

    figures = analyse(answers, camp("neither", 2, agree=1, objecting=1), 1)

    assert (figures.reason, figures.standing_objections) == (Reason.OBJECTION_STANDS, None)
    assert [change.number for change in figures.changes if change.code == "objection_withdrawn"] == [None]


def test_a_camp_without_members_withholds_nothing() -> None:
    figures = analyse([LARGE, camp("nobody", 0), camp("other", 5, agree=5)], None, 1)

    assert [camp.withheld for camp in figures.camps] == [False, False]
