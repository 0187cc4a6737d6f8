import json

import pytest

from dialogue.convergence import MapMemory
from dialogue.convergence.labels import letter_at, name_groups

BEFORE = MapMemory(
    components={"s1": (0.6, -0.8), 2: (0.8, 0.6)},
    letters={1: "A", 2: "A", 3: "A", 4: "C", 5: "C", "6": "C"},
    number=2,
    challenger=3,
    wins=1,
    letters_used=3,
)


@pytest.mark.parametrize(
    ("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_go_on_after_z(place: int, letter: str) -> None:
    assert letter_at(place) == letter


def test_the_first_letters_follow_the_order_of_the_groups() -> None:
    assert name_groups([1, 2, 3], [1, 0, 2], 3, None) == (("A", "B", "C"), 3)


def test_groups_take_over_the_letters_of_most_of_their_members() -> None:
    assert name_groups([1, 2, 3, 4, 5], [1, 1, 0, 0, 0], 2, BEFORE) == (("C", "A"), 3)


def test_a_group_of_strangers_gets_a_letter_never_used() -> None:
    assert name_groups([1, 2, 7, 8, 4], [0, 0, 1, 1, 2], 3, BEFORE) == (("A", "D", "C"), 4)


def test_at_a_tie_the_older_letter_stays() -> None:
    assert name_groups([1, 4], [0, 0], 1, BEFORE) == (("A",), 3)


def test_as_many_as_possible_keep_their_letter_in_all() -> None:
    memory = MapMemory(letters={1: "A", 2: "A", 3: "A", 4: "B", 5: "B"}, letters_used=2)

    assert name_groups([1, 2, 3, 4, 5], [0, 0, 1, 0, 0], 2, memory) == (("B", "A"), 2)


def test_memory_survives_json() -> None:
    stored = json.loads(json.dumps(BEFORE.to_dict()))

    assert MapMemory.from_dict(stored) == BEFORE
    assert MapMemory.from_dict(MapMemory().to_dict()) == MapMemory()


def test_memory_with_a_field_missing_is_refused() -> None:
    stored = BEFORE.to_dict()
    del stored["letters"]

    with pytest.raises(ValueError, match="MapMemory: missing letters"):
        MapMemory.from_dict(stored)
