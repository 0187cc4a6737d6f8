from fractions import Fraction

import pytest

from dialogue.convergence import (
    CampCounts,
    agreement_spread,
    geometric_consensus,
    group_informed_consensus,
    jensen_shannon_divergence,
    joint_probability,
    joint_probability_without_one,
    polarisation,
    removals_to_lose_majority,
    room_joint_probability,
    switches_to_lose_majority,
)
from tests.convergence.worked_examples import DIVERGENCES, WITHOUT_ONE

WORKED = [CampCounts(7, 0, 1, 8), CampCounts(6, 1, 2, 10)]
ACROSS = [
    joint_probability,
    room_joint_probability,
    group_informed_consensus,
    geometric_consensus,
    joint_probability_without_one,
    removals_to_lose_majority,
    switches_to_lose_majority,
    agreement_spread,
    polarisation,
    jensen_shannon_divergence,
]


def test_two_camps_of_the_worked_example() -> None:
    assert joint_probability(WORKED) == Fraction(13303, 16384)
    assert group_informed_consensus(WORKED) == Fraction(28, 55)
    assert geometric_consensus(WORKED) == pytest.approx(0.7135060680126757, abs=1e-15)
    assert room_joint_probability(WORKED) == 1


@pytest.mark.parametrize(("camps", "joint", "without_one", "removals", "switches"), WITHOUT_ONE)
def test_how_much_rests_on_single_people(
    camps: list[tuple[int, int]], joint: float, without_one: float, removals: int, switches: int
) -> None:
    counts = [CampCounts(agree, 0, answered - agree, answered) for agree, answered in camps]

    assert float(joint_probability(counts) or 0) == pytest.approx(joint, abs=1e-15)
    assert joint_probability_without_one(counts) == pytest.approx(without_one, abs=1e-15)
    assert (removals_to_lose_majority(counts), switches_to_lose_majority(counts)) == (removals, switches)


@pytest.mark.parametrize(("camps", "divergence", "spread", "polarised"), DIVERGENCES)
def test_what_divides(
    camps: list[tuple[int, int, int]], divergence: float, spread: float, polarised: float
) -> None:
    counts = [CampCounts(*camp, members=20) for camp in camps]

    assert jensen_shannon_divergence(counts) == pytest.approx(divergence, abs=1e-15)
    assert float(agreement_spread(counts) or 0) == pytest.approx(spread, abs=1e-15)
    assert float(polarisation(counts) or 0) == pytest.approx(polarised, abs=1e-15)


@pytest.mark.parametrize("across", ACROSS)
@pytest.mark.parametrize("camps", [[], WORKED[:1]])
def test_nothing_is_across_fewer_than_two_camps(across: object, camps: list[CampCounts]) -> None:
    assert across(camps) is None  # type: ignore[operator]


@pytest.mark.parametrize("across", ACROSS)
def test_the_order_of_camps_changes_nothing(across: object) -> None:
    three = [*WORKED, CampCounts(1, 0, 9, 10)]

    assert across(three) == pytest.approx(across(three[::-1]), abs=1e-15)  # type: ignore[operator]


def test_without_anybody_who_agrees_nobody_can_be_left_out() -> None:
    nobody = [CampCounts(0, 1, 3, 4), CampCounts(0, 0, 4, 4)]

    assert joint_probability_without_one(nobody) == float(joint_probability(nobody) or 0)
    assert (removals_to_lose_majority(nobody), switches_to_lose_majority(nobody)) == (0, 0)
