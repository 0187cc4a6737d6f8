from dialogue.convergence import Conversation, Stance, count_by_camp, leave_out_latecomers
from tests.convergence.conversations import two_camps

ROWS = [("ann", "s1", 1, 10), ("ben", "s1", "object", 20), ("ben", "s2", -1, 30), ("cem", "s2", 0, 40)]
CAMP_OF = {"ann": "west", "ben": "east", "cem": "east"}


def test_votes_of_those_who_joined_after_the_statement_are_left_out() -> None:
    conversation = Conversation.from_votes(ROWS, camp_of=CAMP_OF)

    left = leave_out_latecomers(conversation, {"ann": 1, "ben": 5}, {"s1": 3, "s2": 9})

    assert list(zip(left.voters, left.voted, left.votes, strict=True)) == [
        ("ann", "s1", 1),
        ("ben", "s2", -1),
        ("cem", "s2", 0),
    ]
    assert dict(left.members) == {"east": 2, "west": 1}
    assert [each.objections for each in count_by_camp(conversation)["s1"]] == [1, 0]
    assert [each.objections for each in count_by_camp(left)["s1"]] == [0, 0]
    assert left.matrix.values.size == 3


def test_without_latecomers_nothing_changes() -> None:
    rows, camp_of = two_camps()
    conversation = Conversation.from_votes(rows, camp_of=camp_of)

    left = leave_out_latecomers(conversation, dict.fromkeys(range(40), 1), dict.fromkeys(range(20), 1))

    assert count_by_camp(left) == count_by_camp(conversation)
    assert left.matrix.values.tobytes() == conversation.matrix.values.tobytes()


def test_stances_stay_what_they_were() -> None:
    conversation = Conversation.from_votes([(1, 1, Stance.OBJECT), (2, 1, Stance.AGREE)])

    left = leave_out_latecomers(conversation, {2: 9}, {1: 5})

    assert (list(left.votes), list(left.objecting or ())) == ([-1], [1])
