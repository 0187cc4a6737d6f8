import numpy as np
import pytest

from dialogue.convergence import (
    compare_shares,
    list_consensus,
    list_representative,
    measure_representativeness,
    multiply_agreement,
    score_share,
)
from tests.convergence.conversations import tiny
from tests.convergence.worked_examples import (
    COMPARED_SHARES,
    SHARES,
    TINY_AGREEMENT_TESTS,
    TINY_CONSENSUS,
    TINY_CONSENSUS_AGAINST,
    TINY_RATIO_TESTS,
)


def counts(*groups: list[tuple[int, int, int]]) -> np.ndarray:
    """Counts of every group: agree, pass, disagree of every statement."""
    return np.array(groups)[..., ::-1]


@pytest.mark.parametrize(("successes", "trials", "z"), SHARES)
def test_score_of_a_share(successes: int, trials: int, z: float) -> None:
    assert float(score_share(successes, trials)) == pytest.approx(z, abs=1e-14)


@pytest.mark.parametrize(("successes", "trials", "of_others", "trials_of_others", "z"), COMPARED_SHARES)
def test_score_of_two_shares(
    successes: int, trials: int, of_others: int, trials_of_others: int, z: float
) -> None:
    assert float(compare_shares(successes, trials, of_others, trials_of_others)) == pytest.approx(
        z, abs=1e-14
    )


def test_table_of_the_tiny_conversation() -> None:
    matrix = tiny().matrix
    places = matrix.places_in(tiny().camp_of, ("first", "second"))

    table = measure_representativeness(matrix.counts_by_group(places, 2))

    assert table.agreement_test == pytest.approx(np.array(TINY_AGREEMENT_TESTS), abs=1e-14)
    assert table.agreement_ratio_test == pytest.approx(np.array(TINY_RATIO_TESTS), abs=1e-14)
    assert multiply_agreement(table) == pytest.approx([float(each) for each in TINY_CONSENSUS], abs=1e-15)
    assert multiply_agreement(table, disagreeing=True) == pytest.approx(
        [float(each) for each in TINY_CONSENSUS_AGAINST], abs=1e-15
    )


def test_representative_lists_put_agreement_first_and_take_five() -> None:
    table = measure_representativeness(
        counts(
            [(0, 0, 30), (25, 2, 3), (30, 0, 0), (29, 1, 0), (28, 2, 0), (27, 3, 0), (15, 5, 10)],
            [(30, 0, 0), (5, 5, 20), (0, 0, 30), (1, 0, 29), (2, 0, 28), (3, 0, 27), (15, 5, 10)],
        )
    )

    first, second = list_representative(table, ["no", "b", "c", "d", "e", "f", "same"])

    assert [(each.statement, each.agreeing, each.is_best_agreement) for each in first] == [
        ("c", True, True),
        ("d", True, False),
        ("e", True, False),
        ("f", True, False),
        ("no", False, False),
    ]
    assert [(each.statement, each.agreeing) for each in second] == [
        ("no", True),
        ("c", False),
        ("d", False),
        ("e", False),
        ("f", False),
    ]


def test_a_group_that_nothing_sets_apart_has_what_it_agrees_with_best() -> None:
    table = measure_representativeness(counts([(9, 1, 0), (5, 2, 3)], [(9, 0, 1), (5, 2, 3)]))

    lists = list_representative(table, ["liked", "split"])

    assert [[each.statement for each in listed] for listed in lists] == [["liked"], ["liked"]]


def test_a_group_that_agrees_with_nothing_has_the_strongest_difference() -> None:
    table = measure_representativeness(counts([(1, 1, 1), (0, 1, 1)], [(1, 1, 1), (1, 1, 0)]))

    lists = list_representative(table, ["same", "other"])

    assert [(each.statement, each.agreeing) for each in lists[0]] == [("other", False)]


def test_consensus_of_everybody_takes_ties_to_the_lowest_statement() -> None:
    everybody = counts([(9, 0, 1), (1, 0, 9), (10, 0, 0), (9, 0, 1), (5, 0, 5), (0, 0, 0)])[0]

    lists = list_consensus(everybody, ["a", "b", "c", "d", "e", "f"])

    assert [each.statement for each in lists["agree"]] == ["c", "a", "d"]
    assert [(each.statement, each.successes, each.trials) for each in lists["disagree"]] == [("b", 9, 10)]


def test_nothing_is_listed_without_statements() -> None:
    table = measure_representativeness(np.zeros((2, 0, 3), np.intp))

    assert list_representative(table, []) == [(), ()]
