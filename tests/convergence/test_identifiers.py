from hypothesis import given
from hypothesis import strategies as st

from dialogue.convergence.identifiers import in_natural_order, natural_order

identifiers = st.one_of(st.integers(), st.text(max_size=5), st.sampled_from(["s2", "s10", "s02", "s", "²"]))


def test_numbers_come_before_texts_and_digits_count_as_numbers() -> None:
    assert in_natural_order(["s10", 2, "s2", 10, -1, "s02", "a", 2]) == (-1, 2, 10, "a", "s02", "s2", "s10")


@given(st.lists(identifiers), st.randoms())
def test_the_order_does_not_depend_on_the_order_before(names: list[int | str], random: object) -> None:
    shuffled = list(names)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert in_natural_order(shuffled) == in_natural_order(names)


@given(identifiers, identifiers)
def test_different_identifiers_are_never_equal_in_order(one: int | str, other: int | str) -> None:
    assert (natural_order(one) == natural_order(other)) == (one == other)
