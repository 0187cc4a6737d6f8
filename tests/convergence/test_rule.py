import json
import re
from dataclasses import FrozenInstanceError
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from dialogue.convergence import Rule
from tests.convergence.strategies import rules


def test_rule_defaults() -> None:
    rule = Rule()

    assert rule.to_dict() == {
        "convergence_bridge": [3, 4],
        "emerging_bridge": [1, 2],
        "convergence_confidence": [4, 5],
        "quorum_share": [2, 3],
        "quorum_persons": 3,
        "smallest_group": 4,
    }


def test_rule_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Rule().quorum_persons = 1  # type: ignore[misc]


@given(rules())
def test_rule_survives_json(rule: Rule) -> None:
    assert Rule.from_dict(json.loads(json.dumps(rule.to_dict()))) == rule


@pytest.mark.parametrize(
    ("members", "size"),
    [(1, 3), (3, 3), (4, 3), (5, 4), (6, 4), (7, 5), (9, 6), (10, 7), (12, 8), (300, 200)],
)
def test_quorum_size_is_two_thirds_and_at_least_three(members: int, size: int) -> None:
    assert Rule().quorum_size(members) == size


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"quorum_share": 0.5}, "quorum_share is a Fraction from 0 to 1, not 0.5."),
        ({"convergence_bridge": Fraction(5, 4)}, "convergence_bridge is a Fraction from 0 to 1"),
        ({"convergence_confidence": Fraction(-1, 4)}, "convergence_confidence is a Fraction from 0 to 1"),
        ({"quorum_persons": 0}, "quorum_persons is a whole number of at least 1, not 0."),
        ({"smallest_group": 2.0}, "smallest_group is a whole number of at least 1, not 2.0."),
        ({"smallest_group": True}, "smallest_group is a whole number of at least 1, not True."),
        ({"emerging_bridge": Fraction(0)}, "emerging_bridge is above 0"),
        ({"emerging_bridge": Fraction(4, 5)}, "not 4/5 with a convergence_bridge of 3/4."),
    ],
)
def test_rule_refuses_what_cannot_be_meant(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        Rule(**values)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"quorum": 3}, "Rule: unknown quorum"),
        (
            {"quorum_share": 0.6},
            "quorum_share: A fraction is written as [numerator, denominator], not as 0.6.",
        ),
        ({"quorum_share": [1, 2, 3]}, "not as [1, 2, 3]."),
        ({"quorum_share": [1, "2"]}, "not as [1, '2']."),
        ({"quorum_share": [1, 0]}, "The denominator of a fraction is at least 1, not 0."),
        ({"quorum_share": None}, "quorum_share is a Fraction from 0 to 1, not None."),
    ],
)
def test_from_dict_names_what_is_wrong(changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        Rule.from_dict(Rule().to_dict() | changed)


def test_from_dict_names_all_that_is_missing() -> None:
    data = Rule().to_dict()
    del data["quorum_share"], data["emerging_bridge"]

    with pytest.raises(ValueError, match="Rule: missing emerging_bridge, quorum_share; unknown extra"):
        Rule.from_dict(data | {"extra": 1})
