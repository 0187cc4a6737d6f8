import copy
import json
import pickle
import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from dialogue.convergence import CampAnswers, Stance, StanceCounts
from tests.convergence.strategies import camp, groups


def test_counts_keep_the_order_of_the_stances_and_fill_gaps() -> None:
    counts = StanceCounts({Stance.OBJECT: 1, Stance.AGREE: 4})

    assert list(counts.items()) == [
        (Stance.AGREE, 4),
        (Stance.CAN_LIVE_WITH_IT, 0),
        (Stance.PASS, 0),
        (Stance.DISAGREE, 0),
        (Stance.OBJECT, 1),
    ]
    assert len(counts) == 5
    assert counts["object"] == 1  # type: ignore[index]


def test_counts_accept_the_words_that_are_stored() -> None:
    counts = StanceCounts({"can_live_with_it": 2})

    assert counts == {**dict.fromkeys(Stance, 0), Stance.CAN_LIVE_WITH_IT: 2}
    assert repr(counts) == (
        "StanceCounts({'agree': 0, 'can_live_with_it': 2, 'pass': 0, 'disagree': 0, 'object': 0})"
    )


def test_camp_answers_are_values() -> None:
    answers = camp("north", 5, agree=3)

    assert pickle.loads(pickle.dumps(answers)) == copy.deepcopy(answers) == answers
    assert {answers, camp("north", 5, agree=3)} == {answers}


def test_camp_answers_do_not_follow_the_mapping_they_came_from() -> None:
    counts = {Stance.AGREE: 3}
    answers = CampAnswers("north", 5, counts)

    counts[Stance.AGREE] = 5

    assert answers.counts[Stance.AGREE] == 3


def test_a_pass_is_an_answer_and_not_support() -> None:
    answers = camp("north", 9, agree=1, live=2, passed=5)

    assert (answers.answered, answers.missing, answers.supporters) == (8, 1, 3)
    assert answers.support == Fraction(3, 8)


def test_support_without_answers_is_none() -> None:
    assert camp("north", 9).support is None


@given(groups("north"))
def test_camp_answers_survive_json(answers: CampAnswers) -> None:
    assert CampAnswers.from_dict(json.loads(json.dumps(answers.to_dict()))) == answers


@pytest.mark.parametrize(
    ("key", "members", "counts", "sentence"),
    [
        ("", 5, {}, "A camp needs a key."),
        ("north", -1, {}, "north: members is a whole number of at least 0, not -1."),
        ("north", 2.5, {}, "north: members is a whole number of at least 0, not 2.5."),
        ("north", 5, {"agree": -1}, "north: The count of “agree” is a whole number of at least 0, not -1."),
        ("north", 5, {"agree": 1.0}, "north: The count of “agree” is a whole number of at least 0, not 1.0."),
        ("north", 5, {"maybe": 1}, "north: 'maybe' is not a valid Stance"),
        ("north", 5, {"agree": 4, "pass": 2}, "north: 6 answers from 5 members."),
    ],
)
def test_camp_answers_refuse_what_cannot_be(key: str, members: Any, counts: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        CampAnswers(key, members, counts)
