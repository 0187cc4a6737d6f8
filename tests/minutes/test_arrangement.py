"""Which threads name camps, and in which order positions are printed."""

import hashlib
import random

import pytest

from dialogue import minutes

SIZES = {"a": 6, "b": 5, "neither": 2}


@pytest.mark.parametrize(
    ("groups", "labelled"),
    [
        ({"t": ["a", "b"]}, {"t"}),
        ({"t": ["a", "b"], "u": ["a", "neither"]}, {"t"}),
        ({"t": ["a", "b"], "u": ["neither"]}, set()),
        ({"t": ["a"], "u": []}, {"t", "u"}),
        ({}, set()),
    ],
)
def test_threads_name_camps_unless_a_small_group_spoke(
    groups: dict[str, list[str]], labelled: set[str]
) -> None:
    assert minutes.labelled_threads(groups, SIZES, 4) == labelled


def _arranged(items: list[str], *, index: int = 0, labelled: bool = True) -> list[str]:
    arranged = minutes.arrange(
        items,
        camp_of=lambda item: item[0],
        text_of=lambda item: item,
        camps=("a", "b"),
        thread_index=index,
        labelled=labelled,
    )
    return list(arranged)


def test_camps_alternate_and_so_does_who_comes_first() -> None:
    items = ["a1", "a2", "a3", "b1", "b2", "n1"]

    assert [item[0] for item in _arranged(items)] == ["a", "b", "a", "b", "a", "n"]
    assert [item[0] for item in _arranged(items, index=1)] == ["b", "a", "b", "a", "a", "n"]


@pytest.mark.parametrize("labelled", [True, False])
def test_order_of_entry_leaves_no_trace(labelled: bool) -> None:
    items = [f"{camp}{number}" for camp in "ab" for number in range(8)]
    shuffled = random.Random(7).sample(items, len(items))

    assert _arranged(shuffled, labelled=labelled) == _arranged(items, labelled=labelled)


def test_positions_without_labels_stand_in_the_order_of_their_hashes() -> None:
    items = ["a1", "a2", "b1", "b2"]

    assert _arranged(items, labelled=False) == sorted(
        items, key=lambda item: hashlib.sha256(item.encode()).digest()
    )


def test_workshop_without_camps_has_an_order_too() -> None:
    arranged = minutes.arrange(
        ["x"], camp_of=lambda _: "", text_of=str, camps=(), thread_index=3, labelled=True
    )

    assert arranged == ("x",)
