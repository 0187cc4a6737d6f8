from itertools import permutations
from random import Random
from typing import Any

import numpy as np
import pytest

from dialogue.convergence import Conversation, VoteMatrix, matrix
from tests.convergence.conversations import Row, two_camps


def votes_of(found: VoteMatrix) -> list[tuple[Any, Any, int]]:
    return [
        (found.participants[row], found.statements[column], value)
        for row, column, value in zip(
            found.rows.tolist(), found.columns.tolist(), found.values.tolist(), strict=True
        )
    ]


@pytest.fixture(params=["table", "sorting"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "sorting":
        monkeypatch.setattr(matrix, "LARGEST_TABLE", 0)


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("rows", list(permutations([(1, 5, 1, 10, 1), (1, 5, -1, 20, 2), (1, 5, 0, 20, 3)])))
def test_the_last_vote_by_time_and_row_counts(rows: tuple[Row, ...]) -> None:
    assert votes_of(Conversation.from_votes([(2, 5, 1, 0, 0), *rows]).matrix) == [(1, 5, 0), (2, 5, 1)]


@pytest.mark.usefixtures("_way")
def test_without_a_time_the_later_row_counts() -> None:
    assert votes_of(Conversation.from_votes([(1, 5, 1), (1, 5, -1)]).matrix) == [(1, 5, -1)]
    assert votes_of(Conversation.from_votes([(1, 5, 1, 7), (1, 5, -1, 7)]).matrix) == [(1, 5, -1)]


@pytest.mark.usefixtures("_way")
def test_a_withdrawn_vote_is_as_if_never_seen() -> None:
    found = Conversation.from_votes([(1, 5, 1, 1), (2, 5, 1, 1), (1, 5, None, 2), (2, 5, None, 0)]).matrix

    assert votes_of(found) == [(2, 5, 1)]


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize(
    "name", [int, lambda person: person * 10**12 - 5 * 10**13, lambda person: f"p{person}"]
)
def test_every_way_of_naming_gives_the_same_votes(name: Any) -> None:
    rows, _camps = two_camps(name=name)
    expected = sorted(two_camps()[0])

    found = Conversation.from_votes(rows).matrix

    assert [(s, v) for _p, s, v in votes_of(found)] == [(s, v) for _p, s, v in expected]
    assert found.participants == tuple(name(person) for person in range(40))


@pytest.mark.usefixtures("_way")
def test_any_order_of_rows_gives_the_same_bytes() -> None:
    rows = two_camps()[0]
    shuffled = list(rows)
    Random(3).shuffle(shuffled)

    found, other = (Conversation.from_votes(each).matrix for each in (rows, shuffled))

    for name in ("rows", "columns", "values"):
        assert getattr(found, name).tobytes() == getattr(other, name).tobytes()


def test_hidden_statements_and_their_votes_drop_out() -> None:
    rows = [(1, 5, 1), (1, 6, -1), (2, 6, 1), (3, 7, 1)]

    found = Conversation.from_votes(rows, hidden=[6, 99]).matrix

    assert found.statements == (5, 7)
    assert votes_of(found) == [(1, 5, 1), (3, 7, 1)]
    assert (found.hidden, found.votes_on_hidden.tolist()) == (1, [1, 1, 0])


def test_counts_by_group_leave_out_those_without_one() -> None:
    found = Conversation.from_votes([(1, 5, 1), (2, 5, -1), (3, 5, 0), (4, 5, 1), (4, 6, 1)]).matrix

    counts = found.counts_by_group(np.array([0, 0, 1, -1]), 2)

    assert counts.tolist() == [[[1, 0, 1], [0, 0, 0]], [[0, 1, 0], [0, 0, 0]]]


def test_arrays_are_read_only() -> None:
    found = Conversation.from_votes([(1, 5, 1)]).matrix

    for each in (found.rows, found.columns, found.values):
        with pytest.raises(ValueError, match="read-only"):
            each[0] = 0
