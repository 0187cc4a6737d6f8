import pytest

from dialogue.convergence import Conversation, Twins, find_twins

DIVIDING = [2, 5, 9]


Vote = tuple[object, int, int]


def votes_of(person: object, *, turned: int | None = None, answered: int = 18) -> list[Vote]:
    return [
        (person, statement, (1, -1, 0)[statement % 3] * (-1 if statement == turned else 1))
        for statement in range(answered)
    ]


@pytest.mark.parametrize(
    ("votes", "joined", "found"),
    [
        (votes_of("b"), 3600, (Twins("a", "b", 18),)),
        (votes_of("b", turned=4), 3600, (Twins("a", "b", 18),)),
        (votes_of("b", answered=15), 3600, (Twins("a", "b", 15),)),
        (votes_of("b"), 3601, ()),
        (votes_of("b", turned=9), 0, ()),
        (votes_of("b", answered=14), 0, ()),
    ],
)
def test_pairs_that_answer_alike_what_divides(
    votes: list[Vote], joined: int, found: tuple[Twins, ...]
) -> None:
    matrix = Conversation.from_votes([*votes_of("a"), *votes]).matrix

    assert find_twins(matrix, DIVIDING, {"a": 0, "b": joined}) == found


def test_the_earlier_participant_comes_first_whoever_joined_first() -> None:
    matrix = Conversation.from_votes([*votes_of(1), *votes_of(2), *votes_of(3)]).matrix

    found = find_twins(matrix, DIVIDING, {1: 500, 2: 0, 3: 4000})

    assert found == (Twins(1, 2, 18), Twins(1, 3, 18))


def test_nobody_without_a_time_and_nothing_without_a_division() -> None:
    matrix = Conversation.from_votes([*votes_of(1), *votes_of(2)]).matrix

    assert find_twins(matrix, DIVIDING, {1: 0}) == ()
    assert find_twins(matrix, [], {1: 0, 2: 0}) == ()
    assert find_twins(matrix, ["unknown"], {1: 0, 2: 0}) == ()
