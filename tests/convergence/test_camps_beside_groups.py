import numpy as np
import pytest

from dialogue.convergence import adjusted_rand_index, camps_beside_groups, compare_camps_with_groups


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([0, 0, 1, 1], [0, 0, 1, 1]),
        ([0, 0, 1, 1], [1, 1, 0, 0]),
        ([0, 0, 1, 1], [0, 1, 0, 1]),
        ([0, 0, 0, 1, 1, 1, 2, 2], [0, 0, 1, 1, 1, 2, 2, 2]),
        ([0, 0, 0], [0, 0, 0]),
        ([0, 1, 2], [0, 1, 2]),
    ],
)
def test_index_is_that_of_scikit_learn(one: list[int], other: list[int]) -> None:
    from sklearn.metrics import adjusted_rand_score

    table = np.zeros((3, 3), np.intp)
    np.add.at(table, (one, other), 1)

    assert adjusted_rand_index(table) == pytest.approx(adjusted_rand_score(one, other), abs=1e-12)


def test_camps_that_vote_as_they_say_agree_with_the_groups() -> None:
    camps = np.array([0] * 10 + [1] * 10 + [-1] * 3)
    groups = np.array([0] * 9 + [1] * 10 + [0, 1, -1, 0])

    found = compare_camps_with_groups(camps, groups, ("west", "east"), ("A", "B"))

    assert found is not None
    assert found.table == ((9, 1), (1, 9))
    assert 0.5 < found.agreement < 1
    assert found.probability == pytest.approx(1 / 1000, abs=0.003)
    assert found.to_dict()["table"] == [[9, 1], [1, 9]]


def test_camps_that_have_nothing_to_do_with_groups() -> None:
    found = compare_camps_with_groups(np.arange(40) % 2, np.arange(40) // 20, ("a", "b"), ("A", "B"))

    assert found is not None
    assert found.agreement == pytest.approx(0, abs=0.05)
    assert found.probability is not None
    assert found.probability > 0.3


def test_of_many_participants_fewer_draws_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camps_beside_groups, "_MOST_DEALT", 4000)
    monkeypatch.setattr(camps_beside_groups, "_MOST_AT_ONCE", 100)

    found = compare_camps_with_groups(np.arange(20) % 2, np.arange(20) % 2, ("a", "b"), ("A", "B"))
    none = compare_camps_with_groups(np.arange(20) % 2, np.arange(20) % 2, ("a", "b"), ("A", "B"), draws=0)

    assert found is not None
    assert (found.draws, found.agreement) == (200, 1)
    assert none is not None
    assert none.probability is None


def test_nobody_with_both_gives_nothing() -> None:
    assert compare_camps_with_groups(np.array([0, -1]), np.array([-1, 0]), ("a",), ("A",)) is None
