from typing import Any

import numpy as np
import pytest

from dialogue.convergence import Conversation, Groups, MapMemory, OpinionMap, draw_map, find_groups, groups
from dialogue.convergence.groups import choose_number, divide
from tests.convergence.conversations import tiny, two_camps
from tests.convergence.worked_examples import TINY_INERTIA, TINY_SILHOUETTE


def groups_of(conversation: Conversation, memory: MapMemory | None = None, **how: Any) -> Groups:
    drawn = draw_map(conversation.matrix, previous=memory.components if memory else None, **how)
    assert isinstance(drawn, OpinionMap)
    found = find_groups(drawn, memory)
    assert found is not None
    return found


def test_groups_of_the_tiny_conversation() -> None:
    drawn = draw_map(tiny().matrix, fewest_participants=4, camp_of=tiny().camp_of, camps=("first", "second"))
    assert isinstance(drawn, OpinionMap)
    everybody = OpinionMap(**{**vars(drawn), "placed": np.ones(8, bool)})

    found = find_groups(everybody)

    assert found is not None
    assert list(found.letter_of().values()) == ["A"] * 4 + ["B"] * 4
    assert found.silhouettes == {2: pytest.approx(TINY_SILHOUETTE, abs=1e-11)}
    assert found.inertia == pytest.approx(TINY_INERTIA, abs=1e-11)


def test_groups_are_the_camps_that_voted() -> None:
    rows, camp_of = two_camps()

    found = groups_of(Conversation.from_votes(rows), camp_of=camp_of, camps=("west", "east"))

    assert found.letter_of() == {person: {"west": "A", "east": "B"}[camp] for person, camp in camp_of.items()}
    assert found.sizes == (20, 20)


@pytest.mark.parametrize(
    ("silhouettes", "memory", "chosen"),
    [
        ({2: 0.5, 3: 0.52, 4: 0.51}, None, (2, None, 0)),
        ({2: 0.4, 3: 0.52, 4: 0.51}, None, (3, None, 0)),
        ({2: 0.4, 3: 0.45}, MapMemory(number=2), (2, 3, 1)),
        ({2: 0.4, 3: 0.45}, MapMemory(number=2, challenger=3, wins=1), (2, 3, 2)),
        ({2: 0.4, 3: 0.45}, MapMemory(number=2, challenger=3, wins=2), (3, None, 0)),
        ({2: 0.4, 4: 0.45}, MapMemory(number=2, challenger=3, wins=2), (2, 4, 1)),
        ({2: 0.4, 3: 0.47}, MapMemory(number=2), (3, None, 0)),
        ({2: 0.4, 3: 0.42}, MapMemory(number=3, challenger=2, wins=1), (3, 2, 2)),
        ({2: 0.4, 3: 0.42}, MapMemory(number=2, challenger=3, wins=2), (2, None, 0)),
        ({2: 0.4, 3: 0.42}, MapMemory(number=5), (2, None, 0)),
    ],
)
def test_choice_of_the_number_of_groups(
    silhouettes: dict[int, float], memory: MapMemory | None, chosen: tuple[int, int | None, int]
) -> None:
    assert choose_number(silhouettes, memory) == chosen


def test_no_group_is_smaller_than_three_or_a_twentieth() -> None:
    random = np.random.default_rng(0)
    outliers = np.array([[90.0, 0], [91, 0]])

    found = divide(np.concatenate([random.normal(0, 1, (60, 2)), outliers]))

    assert 2 not in found
    assert all(each.sizes.min() >= 4 for each in found.values())


def test_few_points_are_not_divided() -> None:
    assert divide(np.zeros((5, 2))) == {}
    assert list(divide(np.random.default_rng(0).normal(0, 1, (12, 2)))) in ([2], [3], [2, 3])


def test_letters_stay_with_the_people_when_the_map_turns() -> None:
    rows, camp_of = two_camps()
    first = groups_of(Conversation.from_votes(rows), camp_of=camp_of, camps=("west", "east"))
    more = [*rows, *[(person, "new", 1 if person % 2 else -1) for person in range(40)]]

    again = groups_of(Conversation.from_votes(more), first.memory)

    assert again.letter_of() == first.letter_of()
    assert again.centres[0, 0] < again.centres[1, 0]


def test_any_order_of_rows_gives_the_same_bytes() -> None:
    rows, _camps = two_camps(200, 30)

    own, other = (groups_of(Conversation.from_votes(each)) for each in (rows, rows[::-1]))

    assert own.labels.tobytes() == other.labels.tobytes()
    assert own.centres.tobytes() == other.centres.tobytes()
    assert own.silhouettes == other.silhouettes


def test_renaming_changes_no_group() -> None:
    rows, _camps = two_camps(60, 20)
    renamed = [((person * 37) % 60, f"s{statement}", vote) for person, statement, vote in rows]

    own, other = groups_of(Conversation.from_votes(rows)), groups_of(Conversation.from_votes(renamed))

    together, other_together = (
        {frozenset(p for p in found if found[p] == letter) for letter in "AB"}
        for found in (own.letter_of(), {p: other.letter_of()[(p * 37) % 60] for p in range(60)})
    )
    assert together == other_together


def test_the_dictionary_names_groups_and_members() -> None:
    found = groups_of(Conversation.from_votes(two_camps()[0]))

    data = found.to_dict()

    assert [(each["letter"], each["size"]) for each in data["groups"]] == [("A", 20), ("B", 20)]
    assert dict(data["members"]) == found.letter_of()
    assert dict(data["silhouettes"]) == found.silhouettes


@pytest.mark.parametrize(
    ("memory", "between"),
    [({}, "B"), ({"m": "A"}, "A"), ({"m": "B"}, "B"), ({"m": "C"}, "B")],
    ids=["nobody remembers", "was here", "was there", "was of a group that is gone"],
)
def test_whoever_stands_near_a_border_stays(memory: dict[str, str], between: str) -> None:
    """The one in the middle is a tenth nearer to B."""
    points = np.array([[-1.0, 0.0], [-1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [0.05, 0.0]])
    kept = groups._kept_places(("a", "b", "c", "d", "m"), ("A", "B"), MapMemory(letters=memory))

    labels = groups._within_borders(
        np.repeat(points, 3, axis=0),
        np.repeat([0, 0, 1, 1, 1], 3),
        np.array([[-1.0, 0.0], [1.0, 0.0]]),
        np.repeat(kept, 3),
    )

    assert "".join("AB"[label] for label in labels[::3]) == f"AABB{between}"


def test_whoever_is_clearly_nearer_to_another_group_is_of_it() -> None:
    points = np.repeat([[-1.0, 0.0], [1.0, 0.0], [0.2, 0.0]], 4, axis=0)

    labels = groups._within_borders(
        points, np.repeat([0, 1, 1], 4), np.array([[-1.0, 0.0], [1.0, 0.0]]), np.zeros(12, np.intp)
    )

    assert labels.tolist() == [0] * 4 + [1] * 8


def test_no_group_becomes_too_small_because_everybody_stays() -> None:
    points = np.array([[-1.0, 0.0]] * 4 + [[0.05, 0.0]] * 3 + [[1.0, 0.0]] * 2)
    nearest = np.array([0] * 4 + [1] * 5)

    labels = groups._within_borders(
        points, nearest, np.array([[-1.0, 0.0], [1.0, 0.0]]), np.array([0] * 7 + [1] * 2)
    )

    assert labels.tolist() == nearest.tolist()
