import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.convergence import Conversation, find_typical, probability_above, typical
from tests.convergence.conversations import two_camps, without_structure
from tests.convergence.worked_examples import ABOVE

counts = st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(("agree", "answered", "other_agree", "other_answered", "probability"), ABOVE)
def test_worked_examples(
    agree: int, answered: int, other_agree: int, other_answered: int, probability: float
) -> None:
    found = probability_above(agree, answered, other_agree, other_answered)

    assert float(found) == pytest.approx(probability, abs=1e-13)


@given(counts, counts)
def test_either_one_or_the_other_is_above(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert float(probability_above(*one, *other) + probability_above(*other, *one)) == pytest.approx(
        1, abs=1e-10
    )


@pytest.mark.parametrize(
    ("agree", "answered", "other_agree", "other_answered"), [(3, 10, 8, 20), (60, 90, 200, 410), (0, 0, 5, 9)]
)
def test_probability_agrees_with_scipy(
    agree: int, answered: int, other_agree: int, other_answered: int
) -> None:
    from scipy import integrate, stats

    own = stats.beta(agree + 1, answered - agree + 1)
    others = stats.beta(other_agree + 1, other_answered - other_agree + 1)
    judge, _error = integrate.quad(lambda x: own.pdf(x) * others.cdf(x), 0, 1, epsabs=1e-12, limit=200)

    found = float(probability_above(agree, answered, other_agree, other_answered))

    assert found == pytest.approx(judge, abs=1e-9)


def test_what_divides_camps_is_typical_of_both() -> None:
    rows, camp_of = two_camps()
    matrix = Conversation.from_votes(rows).matrix

    found = find_typical(matrix, matrix.places_in(camp_of, ("west", "east")), ("west", "east"))

    divided = {statement for statement in range(20) if statement % 3}
    assert {each.statement for each in found.statements if each.camp == "west"} == divided
    assert all(each.agreeing == (each.statement % 2 == 0) for each in found.statements if each.camp == "west")
    assert all(each.agreeing == (each.statement % 2 == 1) for each in found.statements if each.camp == "east")
    assert found.is_shown
    assert found.is_strong_shown
    assert found.by_lot < 6
    assert found.strong_by_lot < found.by_lot


def test_camps_by_lot_have_a_list_that_is_not_shown() -> None:
    matrix = Conversation.from_votes(without_structure(60, 30)).matrix

    found = find_typical(matrix, np.arange(60) % 2, ("west", "east"))

    assert len(found.statements) <= 8
    assert not found.is_shown


def test_too_few_answers_are_typical_of_nobody() -> None:
    rows = [(person, "s", 1 if person < 4 else -1) for person in range(20)]
    matrix = Conversation.from_votes(rows).matrix

    found = find_typical(matrix, np.array([0] * 4 + [-1] + [1] * 15), ("few", "many"))
    fewer = find_typical(matrix, np.array([0] * 2 + [-1] * 3 + [1] * 15), ("few", "many"))

    assert [(each.camp, each.agreeing) for each in found.statements] == [("few", True), ("many", False)]
    assert fewer.statements == ()


def test_lots_are_judged_alike_with_and_without_the_normal_curve(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, camp_of = two_camps(300, 12)
    matrix = Conversation.from_votes(rows).matrix
    places = matrix.places_in(camp_of, ("west", "east"))

    roughly = find_typical(matrix, places, ("west", "east"))
    monkeypatch.setattr(typical, "NORMAL_FROM", 10**9)
    exactly = find_typical(matrix, places, ("west", "east"))

    assert roughly.statements == exactly.statements
    assert roughly.by_lot == pytest.approx(exactly.by_lot, abs=0.02)


def test_of_many_votes_fewer_lots_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typical, "MOST_VOTES_DEALT", 1000)
    rows, camp_of = two_camps()
    matrix = Conversation.from_votes(rows).matrix
    places = matrix.places_in(camp_of, ("west", "east"))

    assert find_typical(matrix, places, ("west", "east")).lots == 20
    assert find_typical(matrix, places, ("west", "east"), lots=7).lots == 7


def test_the_dictionary_says_what_lots_would_list() -> None:
    rows, camp_of = two_camps()
    matrix = Conversation.from_votes(rows).matrix
    found = find_typical(matrix, matrix.places_in(camp_of, ("west", "east")), ("west", "east"), lots=20)

    data = found.to_dict()

    assert (data["number"], data["lots"], data["shown"]) == (len(found.statements), 20, True)
    assert data["statements"][0] == {
        "camp": "west",
        "statement": found.statements[0].statement,
        "agreeing": found.statements[0].agreeing,
        "probability": found.statements[0].probability,
        "strong": True,
    }
