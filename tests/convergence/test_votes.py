from array import array
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from dialogue.convergence import Conversation, Reading, Stance, VoteFields, count_by_camp
from dialogue.convergence.columns import WITHDRAWN

ROWS = [("ann", "s1", 1), ("ben", "s1", -1), ("ann", "s2", 0)]


def test_mappings_tuples_and_columns_say_the_same() -> None:
    names = ("participant", "statement", "vote")
    conversations = [
        Conversation.from_votes(ROWS),
        Conversation.from_votes(dict(zip(names, row, strict=True)) for row in ROWS),
        Conversation.from_columns(*zip(*ROWS, strict=True)),
    ]

    assert {(tuple(each.voters), tuple(each.voted), tuple(each.votes)) for each in conversations} == {
        (("ann", "ben", "ann"), ("s1", "s1", "s2"), (1, -1, 0))
    }


def test_fields_may_have_other_names() -> None:
    fields = VoteFields("voter-id", "comment-id", "vote", time="timestamp")
    rows = [
        {"voter-id": 1, "comment-id": 2, "vote": 1, "timestamp": 20},
        {"voter-id": 1, "comment-id": 2, "vote": -1, "timestamp": 10},
    ]

    matrix = Conversation.from_votes(rows, fields=fields).matrix

    assert matrix.values.tolist() == [1]


def test_participants_and_statements_are_sorted_and_complete() -> None:
    conversation = Conversation.from_votes(
        ROWS, camp_of={"zoe": "west", "ann": "east", "lou": None}, hidden=["s1"], statements=["s10", "s3"]
    )

    assert conversation.participants == ("ann", "ben", "zoe")
    assert conversation.statements == ("s2", "s3", "s10")
    assert conversation.camps == ("east", "west")
    assert dict(conversation.members) == {"east": 1, "west": 1}


def test_camps_keep_their_order_and_empty_ones_stay() -> None:
    conversation = Conversation.from_votes(ROWS, camps=["west", "north"], camp_of={"ann": "east"})

    assert conversation.camps == ("west", "north", "east")
    assert dict(conversation.members) == {"west": 0, "north": 0, "east": 1}


@pytest.mark.parametrize(
    ("reading", "values"),
    [(Reading.CONSENT, [1, 1, 0, -1, -1]), (Reading.STRICT, [1, 0, 0, -1, -1])],
)
def test_the_five_stances_are_read_as_three(reading: Reading, values: list[int]) -> None:
    rows = [(person, 1, stance) for person, stance in enumerate(Stance)]

    conversation = Conversation.from_votes(rows, reading=reading, camp_of=dict.fromkeys(range(5), "camp"))

    assert list(conversation.votes) == values
    assert list(conversation.objecting or ()) == [0, 0, 0, 0, 1]
    assert [each.objections for each in count_by_camp(conversation)[1]] == [1]


def test_names_of_stances_and_whole_decimals_are_votes() -> None:
    conversation = Conversation.from_votes([(1, 1, "agree"), (2, 1, 1.0), (3, 1, -1), (4, 1, "object")])

    assert list(conversation.votes) == [1, 1, -1, -1]


def test_a_withdrawn_vote_is_marked() -> None:
    assert list(Conversation.from_votes([(1, 1, 1), (1, 1, None)]).votes) == [1, WITHDRAWN]


@pytest.mark.parametrize("vote", [2, 3, -2, 0.5, "yes", 300])
def test_what_is_no_vote_is_refused(vote: Any) -> None:
    with pytest.raises(ValueError, match="A vote is 1, 0 or -1, a stance, or None, not "):
        Conversation.from_votes([(1, 1, 1), (1, 2, vote)])


@pytest.mark.parametrize(
    "votes", [np.array([1, 257]), array("q", [1, 257]), np.array([1.0, 0.5]), array("b", [1, 2])]
)
def test_numbers_in_columns_are_not_cut_to_fit(votes: Any) -> None:
    with pytest.raises(ValueError, match="A vote is 1, 0 or -1, a stance, or None, not "):
        Conversation.from_columns([1, 2], [1, 1], votes)


@pytest.mark.parametrize(
    "votes",
    [
        np.array([1, -1], np.int64),
        np.array([1.0, -1.0]),
        array("h", [1, -1]),
        array("d", [1, -1]),
        (1, "disagree"),
    ],
)
def test_columns_of_any_kind_are_votes(votes: Any) -> None:
    conversation = Conversation.from_columns(np.array(["a", "b"]), array("i", [7, 7]), votes)

    assert conversation.matrix.values.tolist() == [1, -1]
    assert conversation.participants == ("a", "b")


@pytest.mark.parametrize(
    "times",
    [
        [datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)],
        ["2026-01-02", "2026-01-01"],
        [2.5, 1],
        np.array([2.5, 1.0]),
        [10**30, 5],
    ],
)
def test_times_are_anything_that_has_an_order(times: Any) -> None:
    conversation = Conversation.from_columns([1, 1], [7, 7], [1, -1], times=times)

    assert conversation.matrix.values.tolist() == [1]
    assert list(conversation.rows_in_order()) == [1, 0]


def test_times_without_an_order_are_refused() -> None:
    with pytest.raises(ValueError, match="Not every time can be ordered"):
        Conversation.from_columns([1, 1], [7, 7], [1, -1], times=[None, "now"])


@pytest.mark.parametrize("name", [1.5, None, ("a", "b"), True])
def test_what_names_nobody_is_refused(name: Any) -> None:
    with pytest.raises(ValueError, match="named by a whole number or a text"):
        Conversation.from_votes([("a", 1, 1), (name, 2, 1)])


def test_a_row_without_a_field_is_refused() -> None:
    with pytest.raises(ValueError, match="Not every row has a “vote”"):
        Conversation.from_votes(
            [{"participant": 1, "statement": 1, "vote": 1}, {"participant": 1, "statement": 1}]
        )


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="Columns of votes have one length"):
        Conversation.from_columns([1, 2], [1], [1, 1])


def test_what_goes_in_is_not_changed() -> None:
    rows = [{"participant": 1, "statement": 2, "vote": 1}, {"participant": 1, "statement": 2, "vote": -1}]
    voters, voted = np.array([3, 1, 2]), array("q", [1, 1, 2])
    votes = np.array([1, -1, 0], np.int8)
    camp_of = {1: "west", 3: None}

    Conversation.from_votes(rows).matrix.values.tolist()
    Conversation.from_columns(voters, voted, votes, camp_of=camp_of, hidden={2}).matrix.values.tolist()

    assert [list(each.values()) for each in rows] == [[1, 2, 1], [1, 2, -1]]
    assert (voters.tolist(), voted.tolist(), votes.tolist()) == ([3, 1, 2], [1, 1, 2], [1, -1, 0])
    assert all(each.flags.writeable for each in (voters, votes))
    assert camp_of == {1: "west", 3: None}
