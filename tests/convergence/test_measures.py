from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.convergence import (
    agreement_bounds,
    agreement_mean,
    credible_interval,
    is_unclear,
    majority_certainty,
    majority_decimal,
    majority_probability,
    pass_share,
    room_majority_decimal,
    room_majority_probability,
)
from tests.convergence.worked_examples import MAJORITIES, MANY, ROOMS

rooms = st.integers(1, 300).flatmap(
    lambda members: st.integers(0, members).flatmap(
        lambda answered: st.tuples(st.just(members), st.integers(0, answered), st.just(answered))
    )
)


@pytest.mark.parametrize(("agree", "answered", "majority", "mean", "interval"), MAJORITIES)
def test_worked_examples_of_one_camp(
    agree: int, answered: int, majority: Fraction, mean: Fraction, interval: tuple[float, float]
) -> None:
    assert majority_probability(agree, answered) == majority
    assert majority_decimal(agree, answered) == pytest.approx(float(majority), abs=1e-14)
    assert agreement_mean(agree, answered) == mean
    assert credible_interval(agree, answered) == pytest.approx(interval, abs=1e-13)


@pytest.mark.parametrize(("agree", "answered", "majority", "interval"), MANY)
def test_worked_examples_of_many(
    agree: int, answered: int, majority: float, interval: tuple[float, float]
) -> None:
    assert majority_decimal(agree, answered) == pytest.approx(majority, abs=1e-13)
    assert credible_interval(agree, answered) == pytest.approx(interval, abs=1e-12)


@pytest.mark.parametrize(("members", "agree", "answered", "probability", "certainty", "bounds"), ROOMS)
def test_worked_examples_of_a_room(
    members: int,
    agree: int,
    answered: int,
    probability: Fraction,
    certainty: str,
    bounds: tuple[Fraction, Fraction],
) -> None:
    assert room_majority_probability(members, agree, answered) == probability
    assert majority_certainty(members, agree, answered) == certainty
    assert agreement_bounds(members, agree, answered) == bounds


@given(rooms)
def test_what_is_certain_of_a_room_has_probability_0_or_1(room: tuple[int, int, int]) -> None:
    probability = room_majority_probability(*room)

    assert (probability in (0, 1)) == (majority_certainty(*room) != "open")


@given(rooms)
def test_decimals_are_near_the_fractions(room: tuple[int, int, int]) -> None:
    _members, agree, answered = room

    assert room_majority_decimal(*room) == pytest.approx(float(room_majority_probability(*room)), abs=1e-12)
    assert majority_decimal(agree, answered) == pytest.approx(
        float(majority_probability(agree, answered)), abs=1e-14
    )


def test_a_room_of_tens_of_thousands_is_near_people_like_them() -> None:
    assert room_majority_decimal(90_000, 420, 800) == pytest.approx(majority_decimal(420, 800), abs=0.003)


@given(st.integers(0, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_mirrors_that_of_the_others(counts: tuple[int, int]) -> None:
    agree, answered = counts

    low, high = credible_interval(agree, answered)

    assert 0 < low < float(agreement_mean(agree, answered)) < high < 1
    assert credible_interval(answered - agree, answered) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@pytest.mark.parametrize(("passed", "answered", "unclear"), [(2, 5, False), (3, 5, True), (4, 4, False)])
def test_many_passes_of_enough_answers_are_a_sign_of_the_wording(
    passed: int, answered: int, unclear: bool
) -> None:
    assert is_unclear(passed, answered) == unclear
    assert pass_share(passed, answered) == Fraction(passed, answered)


def test_nobody_has_no_share_of_passes() -> None:
    assert pass_share(0, 0) is None


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="The number who agree is from 0 to the 3 who answered, not 4"):
        agreement_mean(4, 3)
    with pytest.raises(ValueError, match="5 answers from 4 members"):
        room_majority_probability(4, 1, 5)
    with pytest.raises(ValueError, match="A camp without members has no share"):
        agreement_bounds(0, 0, 0)
    with pytest.raises(ValueError, match="The number who agree is from 0 to the 100 who answered, not -1"):
        majority_decimal(-1, 100)


@pytest.mark.parametrize("credible", [0.05, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("counts", [(0, 0), (0, 7), (7, 7), (3, 8), (50, 60), (470, 1000), (1500, 4000)])
def test_intervals_are_those_of_scipy(counts: tuple[int, int], credible: float) -> None:
    from scipy.stats import beta

    agree, answered = counts

    found = credible_interval(agree, answered, credible)

    judge = beta.interval(credible, agree + 1, answered - agree + 1)
    assert found == pytest.approx(tuple(map(float, judge)), abs=1e-10)


@pytest.mark.parametrize(
    ("members", "agree", "answered"), [(300, 40, 90), (1000, 3, 5), (500, 0, 0), (90, 12, 20)]
)
def test_rooms_are_those_of_scipy(members: int, agree: int, answered: int) -> None:
    from scipy.stats import betabinom

    silent, needed = members - answered, members // 2 + 1 - agree
    judge = betabinom(silent, agree + 1, answered - agree + 1).sf(needed - 1)

    assert room_majority_decimal(members, agree, answered) == pytest.approx(float(judge), abs=1e-10)


@pytest.mark.parametrize(("agree", "answered"), [(3, 8), (40, 90), (700, 1300), (0, 500)])
def test_majorities_are_those_of_scipy(agree: int, answered: int) -> None:
    from scipy.stats import beta

    judge = beta(agree + 1, answered - agree + 1).sf(0.5)

    assert majority_decimal(agree, answered) == pytest.approx(float(judge), abs=1e-12)
