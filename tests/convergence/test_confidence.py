from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.convergence import majority_probability

LARGEST_EXACT = 1000


def exact(agree: int, answered: int) -> Fraction:
    return Fraction(sum(comb(answered + 1, i) for i in range(agree + 1)), 2 ** (answered + 1))


@pytest.mark.parametrize(
    ("agree", "answered", "probability"),
    [
        (0, 0, Fraction(1, 2)),
        (0, 1, Fraction(1, 4)),
        (1, 1, Fraction(3, 4)),
        (2, 2, Fraction(7, 8)),
        (3, 3, Fraction(15, 16)),
        (5, 6, Fraction(15, 16)),
        (5, 8, Fraction(191, 256)),
        (6, 8, Fraction(233, 256)),
        (7, 8, Fraction(251, 256)),
        (8, 8, Fraction(511, 512)),
        (6, 9, Fraction(53, 64)),
        (7, 10, Fraction(227, 256)),
        (8, 10, Fraction(1981, 2048)),
        (14, 20, Fraction(125937, 131072)),
    ],
)
def test_majority_probability_of_known_counts(agree: int, answered: int, probability: Fraction) -> None:
    assert majority_probability(agree, answered) == probability


@given(st.integers(0, 60).flatmap(lambda answered: st.tuples(st.integers(0, answered), st.just(answered))))
def test_majority_probability_mirrors_disagreement(counts: tuple[int, int]) -> None:
    agree, answered = counts

    assert majority_probability(agree, answered) + majority_probability(answered - agree, answered) == 1


@pytest.mark.parametrize(
    ("answers", "fewest"),
    [
        (Fraction(4, 5), [None, 2, 3, 3, 4, 5, 5, 6, 6, 7, 7, 8]),
        (Fraction(9, 10), [None, None, 3, 4, 5, 5, 6, 6, 7, 8, 8, 9]),
        (Fraction(19, 20), [None, None, None, 4, 5, 6, 6, 7, 8, 8, 9, 9]),
    ],
)
def test_fewest_agreements_for_a_probability(answers: Fraction, fewest: list[int | None]) -> None:
    found = [
        next((agree for agree in range(n + 1) if majority_probability(agree, n) >= answers), None)
        for n in range(1, 13)
    ]

    assert found == fewest


@pytest.mark.parametrize("answered", [LARGEST_EXACT + 1, LARGEST_EXACT + 2, 5000])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.47, 0.49, 0.5, 0.51, 0.53, 0.8, 1.0])
def test_majority_probability_of_many_answers_is_near_the_exact_one(answered: int, share: float) -> None:
    agree = round(share * answered)

    probability = majority_probability(agree, answered)

    assert abs(probability - exact(agree, answered)) < Fraction(1, 10**12)
    assert 2**60 % probability.denominator == 0


def test_majority_probability_is_exact_up_to_a_thousand_answers() -> None:
    assert majority_probability(520, LARGEST_EXACT) == exact(520, LARGEST_EXACT)


@pytest.mark.parametrize(
    ("agree", "answered"), [(100_100, 200_000), (99_900, 200_001), (0, 200_000), (200_000, 200_000)]
)
def test_majority_probability_of_a_crowd_mirrors_disagreement(agree: int, answered: int) -> None:
    both = majority_probability(agree, answered) + majority_probability(answered - agree, answered)

    assert abs(both - 1) < Fraction(1, 10**12)


def test_majority_probability_of_a_crowd_follows_the_normal_curve() -> None:
    two_deviations_above_half = 100_000 + 447

    assert abs(float(majority_probability(two_deviations_above_half, 200_000)) - 0.9772) < 0.0005


@pytest.mark.parametrize(("agree", "answered"), [(-1, 3), (4, 3), (0, -1)])
def test_majority_probability_refuses_impossible_counts(agree: int, answered: int) -> None:
    with pytest.raises(ValueError, match="The number who agree is from 0 to"):
        majority_probability(agree, answered)
