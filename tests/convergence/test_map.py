import numpy as np
import pytest

from dialogue.convergence import Conversation, NoMap, OpinionMap, draw_map
from tests.convergence.conversations import tiny, two_camps
from tests.convergence.worked_examples import TINY_POINTS


def drawn(conversation: Conversation, **how: object) -> OpinionMap:
    found = draw_map(conversation.matrix, **how)  # type: ignore[arg-type]
    assert isinstance(found, OpinionMap)
    return found


def test_points_of_the_tiny_conversation() -> None:
    found = drawn(tiny(), fewest_participants=4)

    expected = np.array(TINY_POINTS)
    signs = np.sign((found.points * expected).sum(axis=0))
    assert found.points * signs == pytest.approx(expected, abs=1e-12)


def test_a_statement_stands_where_one_vote_for_it_would_put_somebody() -> None:
    conversation = tiny()

    found = drawn(conversation, fewest_participants=4)

    means = found.means
    for place in range(6):
        alone = np.sqrt(6) * (1 - means[place]) * found.components[:, place]
        assert found.statement_points[place] == pytest.approx(alone, abs=1e-14)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], NoMap.NO_VOTES),
        ([(1, 1, 1)], NoMap.TOO_FEW_STATEMENTS),
        ([(p, s, 1) for p in range(20) for s in range(5)], NoMap.TOO_FEW_STATEMENTS),
        ([(p, s, 1) for p in range(11) for s in range(9)], NoMap.TOO_FEW_PARTICIPANTS),
        ([(p, (p + s) % 9, 1) for p in range(30) for s in range(6)], NoMap.TOO_FEW_PARTICIPANTS),
        ([(p, s, 1) for p in range(20) for s in range(9)], NoMap.NO_DIFFERENCES),
        ([(p, s, 0) for p in range(20) for s in range(9)], NoMap.NO_DIFFERENCES),
    ],
)
def test_why_there_is_no_map(rows: list[tuple[int, int, int]], reason: NoMap) -> None:
    assert draw_map(Conversation.from_votes(rows).matrix) is reason


def test_few_votes_are_drawn_and_not_placed() -> None:
    rows, _camps = two_camps(20, 12, seen=1)
    rows += [("late", statement, 1) for statement in range(6)]

    found = drawn(Conversation.from_votes(rows))

    assert found.participants[-1] == "late"
    assert found.placed.tolist() == [True] * 20 + [False]


def test_the_first_camp_is_on_the_left() -> None:
    rows, camp_of = two_camps()
    west = [place for place, person in enumerate(sorted(camp_of)) if camp_of[person] == "west"]

    heights = {
        camps: drawn(Conversation.from_votes(rows), camp_of=camp_of, camps=camps).points[west, 0].mean()
        for camps in (("west", "east"), ("east", "west"))
    }

    assert heights["west", "east"] < 0 < heights["east", "west"]


def test_without_camps_the_largest_loading_is_positive() -> None:
    found = drawn(Conversation.from_votes(two_camps()[0]))

    for component in found.components:
        assert component[np.argmax(np.abs(component))] > 0


def test_signs_stay_as_on_the_map_before() -> None:
    conversation = Conversation.from_votes(two_camps()[0])
    first = drawn(conversation)
    turned = {statement: (-x, -y) for statement, (x, y) in first.components_by_statement().items()}

    again = drawn(conversation, previous=turned)

    assert np.array_equal(again.points, -first.points + 0.0)


def test_hidden_statements_move_nobody_unless_asked_for_as_in_polis() -> None:
    rows, _camps = two_camps()
    with_hidden = [*rows, *[(person, "hidden", 1) for person in range(0, 40, 3)]]
    plain = drawn(Conversation.from_votes(rows))

    hidden = drawn(Conversation.from_votes(with_hidden, hidden=["hidden"]))
    as_polis = drawn(Conversation.from_votes(with_hidden, hidden=["hidden"]), polis_hidden=True)

    assert np.array_equal(hidden.points, plain.points)
    votes = Conversation.from_votes(rows).matrix.votes_per_participant()
    stretched = plain.points * np.sqrt(21 / 20 * votes / (votes + 1))[:, None]
    assert as_polis.points == pytest.approx(stretched, abs=1e-12)


def test_renaming_moves_nobody() -> None:
    rows, camp_of = two_camps()
    names = {person: f"name {(person * 17) % 40:02}" for person in range(40)}
    renamed = [(names[person], f"s{statement}", vote) for person, statement, vote in rows]

    own = drawn(Conversation.from_votes(rows), camp_of=camp_of, camps=("west", "east"))
    other = drawn(
        Conversation.from_votes(renamed),
        camp_of={names[person]: camp for person, camp in camp_of.items()},
        camps=("west", "east"),
    )

    order = [other.participants.index(names[person]) for person in range(40)]
    assert other.points[order] == pytest.approx(own.points, abs=1e-9)


def test_the_dictionary_has_everybody_and_everything() -> None:
    found = drawn(Conversation.from_votes(two_camps()[0]))

    data = found.to_dict()

    assert [each["participant"] for each in data["participants"]] == list(range(40))
    assert [each["statement"] for each in data["statements"]] == list(range(20))
    assert data["shares"] == list(found.shares)
    assert data["participants"][3] == {
        "participant": 3,
        "x": found.points[3, 0],
        "y": found.points[3, 1],
        "placed": True,
    }
