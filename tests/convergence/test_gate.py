import numpy as np
import pytest

from dialogue.convergence import Conversation, compare_with_chance, gate
from dialogue.convergence.gate import _rank, _shuffled
from tests.convergence.conversations import two_camps, without_structure


def test_camps_that_vote_apart_stand_out() -> None:
    found = compare_with_chance(Conversation.from_votes(two_camps()[0]).matrix)

    assert found is not None
    assert found.groups_stand(2)
    assert found.axis_stands
    assert found.silhouettes[2] > found.silhouette_limits[2]
    assert (found.groups_probability, found.axis_probability) == (1 / 40, 1 / 40)


@pytest.mark.parametrize("seed", range(4))
def test_votes_without_structure_are_one_cloud(seed: int) -> None:
    found = compare_with_chance(Conversation.from_votes(without_structure(seed=seed)).matrix)

    assert found is not None
    assert not any(found.groups_stand(number) for number in (2, 3, 4, 5))


def test_a_number_that_cannot_be_chosen_never_stands() -> None:
    found = compare_with_chance(Conversation.from_votes(two_camps()[0]).matrix, shuffles=19)

    assert found is not None
    assert (found.shuffles, found.groups_stand(7)) == (19, False)


def test_shuffling_keeps_all_margins_and_all_that_is_missing() -> None:
    matrix = Conversation.from_votes(two_camps(60, 12)[0]).matrix
    by_column = np.argsort(matrix.columns, kind="stable")

    dealt, again, other = (_shuffled(matrix, by_column, seed) for seed in (1, 1, 2))

    for column in range(12):
        mine = matrix.columns == column
        assert sorted(dealt[mine]) == sorted(matrix.values[mine])
    assert np.array_equal(dealt, again)
    assert not np.array_equal(dealt, other)
    assert not np.array_equal(dealt, matrix.values)


def test_of_many_voters_some_stand_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MOST_VOTERS", 80)
    monkeypatch.setattr(gate, "MOST_POINTS", 50)

    found = compare_with_chance(Conversation.from_votes(two_camps(200, 15)[0]).matrix)
    chance = compare_with_chance(Conversation.from_votes(without_structure(200, seed=2)).matrix)

    assert found is not None
    assert found.groups_stand(2)
    assert chance is not None
    assert not chance.groups_stand(2)


def test_without_differences_there_is_nothing_to_compare() -> None:
    assert (
        compare_with_chance(Conversation.from_votes([(p, s, 1) for p in range(9) for s in range(9)]).matrix)
        is None
    )


def test_rank_counts_the_first_and_its_equals() -> None:
    assert _rank(np.array([3.0, 1, 2, 3, 0])) == 0.4


def test_the_same_votes_give_the_same_test() -> None:
    rows = two_camps()[0]

    assert compare_with_chance(Conversation.from_votes(rows).matrix) == compare_with_chance(
        Conversation.from_votes(rows[::-1]).matrix
    )


def test_dictionary_of_the_test() -> None:
    found = compare_with_chance(Conversation.from_votes(two_camps()[0]).matrix)
    assert found is not None

    data = found.to_dict()

    assert data["silhouettes"][0] == {
        "number": 2,
        "silhouette": found.silhouettes[2],
        "limit": found.silhouette_limits[2],
    }
    assert data["axis_stands"] is True


def test_too_few_placed_have_an_axis_and_no_groups() -> None:
    found = compare_with_chance(Conversation.from_votes(two_camps(5, 9, seen=1)[0]).matrix, shuffles=3)

    assert found is not None
    assert (found.silhouettes, found.groups_probability, found.groups_stand(2)) == ({}, 1.0, False)
