import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.convergence import CampCounts, Conversation, Stance, count_by_camp, counts

votes = st.tuples(
    st.integers(0, 5), st.integers(0, 4), st.sampled_from([1, 0, -1, None, *Stance]), st.integers(0, 3)
)


def test_counts_of_camps_in_their_order() -> None:
    conversation = Conversation.from_votes(
        [(1, "a", 1), (2, "a", 0), (3, "a", -1), (4, "a", 1), (5, "a", 1), (1, "b", 1)],
        camps=["west", "east"],
        camp_of={1: "east", 2: "east", 3: "west", 4: "west", 6: "west"},
        statements=["c"],
    )

    assert count_by_camp(conversation) == {
        "a": (CampCounts(1, 0, 1, 3), CampCounts(1, 1, 0, 2)),
        "b": (CampCounts(0, 0, 0, 3), CampCounts(1, 0, 0, 2)),
        "c": (CampCounts(0, 0, 0, 3), CampCounts(0, 0, 0, 2)),
    }


@given(st.lists(votes, max_size=40))
def test_arrays_count_the_same(rows: list[tuple[int, int, object, int]]) -> None:
    conversation = Conversation.from_votes(
        rows, camp_of={0: "west", 1: "east", 2: "east", 9: "west"}, hidden=[3], statements=[7]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counts, "COUNTED_IN_ARRAYS_FROM", 0)
        in_arrays = count_by_camp(conversation)

    assert count_by_camp(conversation) == in_arrays


@pytest.mark.parametrize("fewest", [0, 10**6])
def test_columns_of_numpy_are_counted_alike(fewest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "COUNTED_IN_ARRAYS_FROM", fewest)
    columns = [[1, 2, 2], [5, 5, 6], [1, -1, 0]]
    camp_of = {1: "west", 2: "east"}

    plain = Conversation.from_columns(*columns, camp_of=camp_of)
    arrays = Conversation.from_columns(*map(np.array, columns), camp_of=camp_of)

    assert count_by_camp(arrays) == count_by_camp(plain)
    assert {type(each) for each in (*arrays.statements, *arrays.participants)} == {int}
    assert {type(each.agree) for each in count_by_camp(arrays)[5]} == {int}
