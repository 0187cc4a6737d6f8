import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import dialogue
from dialogue.convergence import CampAnswers, Figures, Level, Reason, Rule, Stance, analyse
from tests.convergence.strategies import camp, camps, groups, objections, rules


def of_five(agree: int, key: str) -> CampAnswers:
    return camp(key, 5, agree=agree, disagree=5 - agree)


def test_two_camps_of_the_worked_example() -> None:
    x = camp("x", 8, agree=7, disagree=1)
    y = camp("y", 10, agree=6, passed=1, disagree=2)

    figures = analyse([x, y], None, 0)

    assert figures.joint_probability == Fraction(13303, 16384)
    assert figures.bridge == Fraction(2, 3)
    assert (figures.level, figures.reason) == (Level.EMERGING_CONVERGENCE, Reason.BRIDGE_BELOW_CONVERGENCE)
    assert [camp.majority_probability for camp in figures.camps] == [Fraction(251, 256), Fraction(53, 64)]
    assert [(camp.answered, camp.missing, camp.quorum) for camp in figures.camps] == [
        (8, 0, True),
        (9, 1, True),
    ]


@pytest.mark.parametrize(
    ("agree_a", "agree_b", "level", "reason"),
    [
        (5, 5, Level.CONVERGENCE, Reason.MEETS_CONVERGENCE),
        (4, 5, Level.CONVERGENCE, Reason.MEETS_CONVERGENCE),
        (4, 4, Level.EMERGING_CONVERGENCE, Reason.NOT_ENOUGH_CONFIDENCE),
        (3, 5, Level.EMERGING_CONVERGENCE, Reason.BRIDGE_BELOW_CONVERGENCE),
        (2, 5, Level.OPEN, Reason.BRIDGE_BELOW_EMERGING),
    ],
)
def test_level_of_camps_of_five(agree_a: int, agree_b: int, level: Level, reason: Reason) -> None:
    figures = analyse([of_five(agree_a, "a"), of_five(agree_b, "b")], None, 0)

    assert (figures.level, figures.reason) == (level, reason)
    assert figures.bridge == Fraction(min(agree_a, agree_b), 5)


@pytest.mark.parametrize(
    ("agree", "level"),
    [
        (6, Level.CONVERGENCE),
        (5, Level.EMERGING_CONVERGENCE),
        (4, Level.EMERGING_CONVERGENCE),
        (3, Level.OPEN),
    ],
)
def test_thresholds_are_reached_when_they_are_equalled(agree: int, level: Level) -> None:
    everybody = camp("b", 8, agree=8)

    figures = analyse([camp("a", 8, agree=agree, passed=8 - agree), everybody], None, 0)

    assert figures.level == level


def test_a_confidence_that_is_equalled_is_enough() -> None:
    answers = [of_five(5, "a"), of_five(5, "b")]
    joint_probability = Fraction(63, 64) ** 2

    equalled = analyse(answers, None, 0, Rule(convergence_confidence=joint_probability))
    missed = analyse(answers, None, 0, Rule(convergence_confidence=joint_probability + Fraction(1, 10**9)))

    assert (equalled.level, missed.level) == (Level.CONVERGENCE, Level.EMERGING_CONVERGENCE)
    assert missed.reason == Reason.NOT_ENOUGH_CONFIDENCE


def test_three_who_agree_and_five_who_pass_are_not_support() -> None:
    figures = analyse([camp("a", 8, agree=3, passed=5), camp("b", 8, agree=8)], None, 0)

    assert (figures.level, figures.bridge) == (Level.OPEN, Fraction(3, 8))


@pytest.mark.parametrize(
    ("standing", "level", "reason"),
    [
        (0, Level.CONVERGENCE, Reason.MEETS_CONVERGENCE),
        (1, Level.EMERGING_CONVERGENCE, Reason.OBJECTION_STANDS),
    ],
)
def test_an_objection_of_neither_camp_stops_convergence(standing: int, level: Level, reason: Reason) -> None:
    neither = camp("neither", 4, agree=3, objecting=standing)

    figures = analyse([of_five(5, "a"), of_five(5, "b")], neither, standing)

    assert (figures.level, figures.reason) == (level, reason)
    assert figures.standing_objections == standing
    assert figures.neither == neither


def test_neither_camp_stays_out_of_every_figure() -> None:
    answers = [of_five(4, "a"), camp("b", 9, agree=6)]

    without = analyse(answers, None, 0)
    against = analyse(answers, camp("neither", 9, disagree=9), 0)

    assert against.to_dict() | {"neither": None} == without.to_dict()


@pytest.mark.parametrize(
    ("members", "answered", "missing_for_quorum"),
    [(4, 2, 1), (4, 3, 0), (5, 3, 1), (6, 4, 0), (7, 4, 1), (9, 5, 1), (9, 6, 0), (12, 0, 8)],
)
def test_quorum_of_a_camp(members: int, answered: int, missing_for_quorum: int) -> None:
    figures = analyse([camp("a", members, agree=answered), of_five(5, "b")], None, 0)

    assert figures.camps[0].answers_missing_for_quorum == missing_for_quorum
    assert figures.camps[0].quorum == (not missing_for_quorum)
    assert figures.camps[0].missing == members - answered
    assert (figures.reason == Reason.TOO_FEW_ANSWERS) == bool(missing_for_quorum)
    assert (figures.level == Level.OPEN) == bool(missing_for_quorum)


def test_a_camp_without_answers_has_even_odds_and_no_support() -> None:
    figures = analyse([camp("a", 5), of_five(5, "b")], None, 0)

    assert (figures.level, figures.reason) == (Level.OPEN, Reason.TOO_FEW_ANSWERS)
    assert (figures.camps[0].support, figures.camps[0].majority_probability) == (None, Fraction(1, 2))
    assert figures.bridge is None
    assert figures.joint_probability == Fraction(63, 128)


def test_one_answer_in_all_is_too_few_whatever_it_says() -> None:
    for stance in Stance:
        answers = [CampAnswers("a", 5, {stance: 1}), camp("b", 5)]
        figures = analyse(answers, None, objections(answers))

        assert (figures.level, figures.reason) == (Level.OPEN, Reason.TOO_FEW_ANSWERS)


@pytest.mark.parametrize(
    ("answers", "empty"),
    [([], ()), ([of_five(5, "a")], ()), ([camp("b", 0), of_five(5, "a")], ("b",)), ([camp("a", 0)], ("a",))],
)
def test_fewer_than_two_camps_have_nothing_to_bridge(
    answers: list[CampAnswers], empty: tuple[str, ...]
) -> None:
    figures = analyse(answers, None, 0)

    assert (figures.level, figures.reason) == (Level.OPEN, Reason.TOO_FEW_CAMPS)
    assert (figures.bridge, figures.joint_probability, figures.changes) == (None, None, ())
    assert figures.empty_camps == empty


def test_an_empty_camp_is_left_out_with_notice() -> None:
    answers = [of_five(5, "a"), of_five(4, "b")]

    figures = analyse([answers[0], camp("nobody", 0), answers[1]], None, 0)

    assert figures.empty_camps == ("nobody",)
    assert figures.to_dict() | {"empty_camps": []} == analyse(answers, None, 0).to_dict()


def test_camps_far_larger_than_any_room_are_analysed() -> None:
    crowd = [camp("a", 200_000, agree=90_000, passed=90_000), camp("b", 3000, agree=2000, disagree=1000)]

    figures = analyse(crowd, None, 0)

    assert (figures.level, figures.bridge) == (Level.EMERGING_CONVERGENCE, Fraction(1, 2))


@pytest.mark.parametrize(
    ("neither", "standing", "sentence"),
    [
        (None, -1, "standing_objections is a whole number of at least 0, not -1."),
        (None, True, "standing_objections is a whole number of at least 0, not True."),
        (camp("a", 4), 0, "Every camp has a key of its own; given twice: a."),
    ],
)
def test_analyse_refuses_what_cannot_be(neither: CampAnswers | None, standing: int, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        analyse([of_five(5, "a"), of_five(5, "b")], neither, standing)


@given(camps(), groups("neither"), rules(), st.integers(0, 3))
def test_figures_survive_json(
    answers: list[CampAnswers], neither: CampAnswers, rule: Rule, more: int
) -> None:
    figures = analyse(answers, neither, objections([*answers, neither]) + more, rule)

    assert Figures.from_dict(json.loads(json.dumps(figures.to_dict()))) == figures


def test_figures_show_j_as_a_decimal_number_too() -> None:
    data = analyse([of_five(4, "a"), of_five(4, "b")], None, 0).to_dict()

    assert data["joint_probability"] == [3249, 4096]
    assert data["joint_probability_display"] == 0.793212890625


def test_figures_refuse_a_dictionary_of_another_kind() -> None:
    with pytest.raises(ValueError, match="Figures: missing bridge, camps"):
        Figures.from_dict({})


@given(camps(fewest=2), groups("neither"), rules(), st.randoms(use_true_random=False))
def test_the_order_of_camps_changes_no_number(
    answers: list[CampAnswers], neither: CampAnswers, rule: Rule, random: Random
) -> None:
    shuffled = list(answers)
    random.shuffle(shuffled)
    standing = objections([*answers, neither])

    one, other = analyse(answers, neither, standing, rule), analyse(shuffled, neither, standing, rule)

    assert {figures.key: figures for figures in one.camps} == {
        figures.key: figures for figures in other.camps
    }
    assert (one.bridge, one.joint_probability, one.level) == (
        other.bridge,
        other.joint_probability,
        other.level,
    )
    assert (one.reason, one.standing_objections) == (other.reason, other.standing_objections)
    assert set(one.changes) == set(other.changes)
    assert [figures.key for figures in other.camps] == [given.key for given in shuffled if given.members]


@given(camps(), groups("neither"), rules())
def test_inputs_are_unchanged(answers: list[CampAnswers], neither: CampAnswers, rule: Rule) -> None:
    before = [group.to_dict() for group in (*answers, neither)]

    analyse(answers, neither, objections(answers), rule)

    assert [group.to_dict() for group in (*answers, neither)] == before


@given(camps(fewest=2), rules(), st.data())
def test_more_agreement_never_lowers_the_level_or_j(
    answers: list[CampAnswers], rule: Rule, data: st.DataObject
) -> None:
    rule = Rule.from_dict(rule.to_dict() | {"smallest_group": 1})
    moves = [
        (place, stance)
        for place, group in enumerate(answers)
        for stance in (Stance.PASS, Stance.DISAGREE, Stance.OBJECT, None)
        if (group.missing if stance is None else group.counts[stance])
    ]
    assume(moves)
    place, stance = data.draw(st.sampled_from(moves))
    counts = dict(answers[place].counts)
    counts[Stance.AGREE] += 1
    if stance is not None:
        counts[stance] -= 1
    agreeing = [*answers]
    agreeing[place] = CampAnswers(answers[place].key, answers[place].members, counts)

    before = analyse(answers, None, objections(answers), rule)
    after = analyse(agreeing, None, objections(agreeing), rule)

    assert before.level is not None
    assert after.level is not None
    assert after.level.rank >= before.level.rank
    assert (after.joint_probability or 0) >= (before.joint_probability or 0)


def test_the_package_imports_without_django() -> None:
    code = "import sys; import dialogue.convergence; sys.exit('django' in sys.modules)"

    root = Path(dialogue.__file__).parents[1]

    assert subprocess.run([sys.executable, "-S", "-c", code], cwd=root, check=False).returncode == 0
