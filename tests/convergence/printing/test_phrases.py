import pytest

from dialogue.convergence import CampCounts, measure_statement
from dialogue.convergence.printing import phrases
from dialogue.convergence.printing.basis import EVERYBODY, Basis

NAMES = ("North", "South")


def basis_of(*counts: CampCounts, names: tuple[str, ...] = NAMES) -> Basis:
    return Basis("camps", names, (measure_statement("s", names, counts),), {EVERYBODY: ""})


HONEST = basis_of(CampCounts(6, 1, 1, 8), CampCounts(5, 0, 2, 9))


def test_counts_come_first() -> None:
    (figures,) = HONEST.statements

    assert phrases.agreeing(HONEST, figures) == "6 of 8 in North and 5 of 7 in South agree."
    assert phrases.disagreeing(HONEST, figures) == (
        "6 of 8 in North and 5 of 7 in South agree; 1 of 8 in North and 2 of 7 in South disagree."
    )


def test_chances_are_those_of_people_like_them() -> None:
    (figures,) = HONEST.statements

    assert phrases.chances(HONEST, figures) == (
        "About 91 in 100 (North) and 86 in 100 (South) that more than half of people like them would agree."
    )


def test_what_is_the_same_in_each_is_said_once() -> None:
    basis = basis_of(CampCounts(80, 0, 2, 90), CampCounts(70, 0, 2, 90))

    assert phrases.chances(basis, basis.statements[0]).startswith("More than 99 in 100 in each that")


def test_what_is_certain_of_the_members() -> None:
    (figures,) = HONEST.statements

    assert phrases.certain(HONEST, figures) == (
        "More than half of all members agree, whatever the silent think: North and South."
    )
    open_yet = basis_of(CampCounts(6, 1, 1, 8), CampCounts(4, 0, 0, 9))
    assert phrases.certain(open_yet, open_yet.statements[0]).endswith(
        "North. Open as long as some have not answered: South."
    )


def test_what_is_missing() -> None:
    both = basis_of(CampCounts(2, 0, 0, 8), CampCounts(1, 0, 0, 9))
    one = basis_of(CampCounts(4, 0, 0, 8), CampCounts(5, 0, 0, 9))
    all_of_one = basis_of(CampCounts(0, 0, 0, 9), names=(EVERYBODY,))

    assert (
        phrases.missing(both, both.statements[0]) == "3 more answers from North and 4 from South are needed."
    )
    assert phrases.missing(one, one.statements[0]) == "1 more answer from North is needed."
    assert phrases.missing(all_of_one, all_of_one.statements[0]) == "5 more answers are needed."
    assert phrases.agreeing(all_of_one, all_of_one.statements[0]) == "0 of 0 agree."


def test_who_passed() -> None:
    basis = basis_of(CampCounts(1, 5, 2, 8), CampCounts(5, 0, 2, 9))

    assert phrases.passing(basis, basis.statements[0]) == "5 of 8 in North passed."


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.0, "fewer than 1 in 100"),
        (0.0049, "fewer than 1 in 100"),
        (0.0051, "about 1 in 100"),
        (0.914, "about 91 in 100"),
        (0.9949, "about 99 in 100"),
        (0.9951, "more than 99 in 100"),
        (1.0, "more than 99 in 100"),
    ],
)
def test_probabilities_are_never_certain(probability: float, words: str) -> None:
    assert phrases.in_hundred(probability) == words


def test_expected_numbers_are_no_counts() -> None:
    assert [phrases.about(number) for number in (0.0, 0.16, 1.2, 7.6)] == [
        "fewer than 1 (0.00)",
        "fewer than 1 (0.16)",
        "about 1 (1.20)",
        "about 8 (7.60)",
    ]
