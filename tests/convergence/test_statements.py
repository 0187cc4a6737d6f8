from itertools import permutations
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dialogue.convergence import (
    CampCounts,
    StatementClass,
    classify,
    expected_wrong,
    joint_probability,
    measure_camp,
    measure_statement,
    rank_bridges,
    rank_divisions,
)


@st.composite
def camp_counts(draw: st.DrawFn, most: int = 20) -> CampCounts:
    agree, passed, disagree, silent = (draw(st.integers(0, most)) for _each in range(4))
    assume(agree + passed + disagree + silent)
    return CampCounts(agree, passed, disagree, agree + passed + disagree + silent)


def of(agree: int, disagree: int, passed: int = 0, silent: int = 0) -> CampCounts:
    return CampCounts(agree, passed, disagree, agree + passed + disagree + silent)


@pytest.mark.parametrize(
    ("camps", "kind"),
    [
        ([], StatementClass.TOO_FEW_CAMPS),
        ([of(9, 0)], StatementClass.TOO_FEW_CAMPS),
        ([of(9, 0), of(4, 0, silent=9)], StatementClass.TOO_FEW_VOTES),
        ([of(9, 0), of(4, 0)], StatementClass.BRIDGE),
        ([of(9, 0), of(2, 0)], StatementClass.TOO_FEW_VOTES),
        ([of(9, 0), of(5, 1)], StatementClass.BRIDGE),
        ([of(9, 0), of(6, 3)], StatementClass.LEANING_BRIDGE),
        ([of(9, 0), of(1, 8)], StatementClass.DIVIDES),
        ([of(1, 8), of(0, 5)], StatementClass.REJECTED_BY_EVERY_CAMP),
        ([of(5, 5), of(5, 5)], StatementClass.OPEN),
    ],
)
def test_class_of_a_statement(camps: list[CampCounts], kind: StatementClass) -> None:
    assert classify(camps) == kind


def test_a_camp_without_members_is_left_out() -> None:
    figures = measure_statement(7, ["a", "nobody", "b"], [of(9, 0), CampCounts(0, 0, 0, 0), of(8, 1)])

    assert figures.camps == ("a", "b")
    assert figures.kind == StatementClass.BRIDGE
    assert figures.joint == pytest.approx(float(joint_probability([of(9, 0), of(8, 1)]) or 0))


def test_a_silent_camp_has_even_odds_and_says_what_is_missing() -> None:
    figures = measure_statement(7, ["a", "b"], [of(9, 0), of(0, 0, silent=12)])

    assert figures.kind == StatementClass.TOO_FEW_VOTES
    assert [(each.majority, each.answers_missing) for each in figures.measures] == [
        (pytest.approx(1, abs=0.001), 0),
        (0.5, 5),
    ]


def test_objections_are_counted_and_stand_beside_the_class() -> None:
    figures = measure_statement(7, ["a", "b"], [of(9, 0), CampCounts(9, 0, 1, 10, objections=1)])

    assert (figures.kind, figures.objections) == (StatementClass.BRIDGE, 1)


def test_ranking_takes_ties_to_the_lowest_statement() -> None:
    surest, tied = [of(9, 0), of(9, 0)], [of(7, 1), of(7, 1)]
    figures = [
        measure_statement(name, ["a", "b"], counts)
        for name, counts in (("s10", tied), ("s2", tied), (3, tied), ("s1", surest), ("alone", tied[:1]))
    ]

    for order in permutations(figures):
        assert [each.statement for each in rank_bridges(order)] == ["s1", 3, "s2", "s10", "alone"]
    assert [each.statement for each in rank_divisions(figures)][:3] == [3, "s2", "s10"]


def test_expected_wrong_adds_up_what_is_lacking_to_certainty() -> None:
    figures = [
        measure_statement(1, ["a", "b"], [of(7, 1), of(6, 2, 1)]),
        measure_statement(2, ["a"], [of(1, 0)]),
    ]

    assert expected_wrong(figures) == pytest.approx(1 - 13303 / 16384)


def test_the_dictionary_is_complete() -> None:
    figures = measure_statement("s", ["a", "b"], [of(7, 1), of(6, 2, 1, 1)]).to_dict()

    assert (figures["statement"], figures["kind"]) == ("s", "leaning_bridge")
    assert figures["camps"][1] | {"interval": None, "mean": None, "majority": None} == {
        "camp": "b",
        "agree": 6,
        "passed": 1,
        "disagree": 2,
        "members": 10,
        "objections": 0,
        "answered": 9,
        "unanswered": 1,
        "mean": None,
        "majority": None,
        "room_majority": 1.0,
        "interval": None,
        "bounds": [0.6, 0.7],
        "certainty": "yes",
        "pass_share": 1 / 9,
        "unclear": False,
        "answers_missing": 0,
    }


@given(camp_counts(), camp_counts())
def test_one_more_agreement_never_lowers_j(one: CampCounts, other: CampCounts) -> None:
    assume(one.unanswered)
    more = one._replace(agree=one.agree + 1)

    before, after = (joint_probability([camp, other]) for camp in (one, more))

    assert (after or 0) > (before or 0)


@given(camp_counts(), camp_counts())
def test_one_vote_in_all_is_always_too_few(one: CampCounts, other: CampCounts) -> None:
    alone = [CampCounts(1, 0, 0, one.members), CampCounts(0, 0, 0, other.members)]

    assert classify(alone) == StatementClass.TOO_FEW_VOTES


@given(camp_counts(), camp_counts(), st.integers(1, 30))
def test_strangers_who_do_not_vote_can_only_withhold(
    one: CampCounts, other: CampCounts, strangers: int
) -> None:
    without, among = [one, other], [one, other, CampCounts(0, 0, 0, strangers)]

    assert classify(among) == StatementClass.TOO_FEW_VOTES
    assert (joint_probability(among) or 0) <= (joint_probability(without) or 0)


def test_j_is_what_a_simulation_gives() -> None:
    """Draw shares at random and answers by them: where J says .8, four of five majorities are there."""
    random = Random(4)
    stated: dict[int, list[bool]] = {}
    for _draw in range(40_000):
        shares = random.random(), random.random()
        camps = []
        for share, members in zip(shares, (8, 10), strict=True):
            agree = sum(random.random() < share for _member in range(members))
            camps.append(of(agree, members - agree))
        joint = measure_camp(camps[0]).majority * measure_camp(camps[1]).majority
        stated.setdefault(min(9, int(joint * 10)), []).append(min(shares) > 0.5)

    for tenth, held in stated.items():
        if len(held) > 400:
            assert sum(held) / len(held) == pytest.approx(tenth / 10 + 0.05, abs=0.08)
