"""Twelve conversations with something missing, doubled or empty, and what becomes of them."""

from collections.abc import Callable

from benchmarks.convergence.conversations import Vote

SEED = 1_000_000
"""From here on shuffles of the benchmark are numbered; those of the test of chance itself begin at 0."""

Case = tuple[list[Vote], list[int]]


def _everybody(people: int, statements: int, value: Callable[[int, int], int | None]) -> list[Vote]:
    return [
        {"participant_id": person, "statement_id": statement, "vote": vote}
        for person in range(people)
        for statement in range(statements)
        if (vote := value(person, statement)) is not None
    ]


def _mixed(person: int, statement: int) -> int:
    return (person * 7 + statement * statement * 5 + person * statement) % 3 - 1


def _opposed(person: int, statement: int) -> int:
    return 1 if person % 2 == statement % 2 else -1


def _too_few(person: int, statement: int) -> int | None:
    return _opposed(person, statement) if (statement - person) % 12 < 6 else None


def cases() -> dict[str, Case]:
    """Every case with its votes and hidden statements."""
    mixed = _everybody(40, 12, _mixed)
    return {
        "no votes at all": ([], []),
        "one participant": (_everybody(1, 12, _mixed), []),
        "two participants": (_everybody(2, 12, _mixed), []),
        "four participants": (_everybody(4, 12, _mixed), []),
        "everybody passes": (_everybody(40, 12, lambda _person, _statement: 0), []),
        "everybody agrees": (_everybody(40, 12, lambda _person, _statement: 1), []),
        "votes given twice": (mixed + mixed[:40], []),
        "one statement": (_everybody(40, 1, _mixed), []),
        "nobody reaches the fewest votes": (_everybody(40, 12, _too_few), []),
        "all statements hidden": (mixed, list(range(12))),
        "no variance on the second axis": (_everybody(40, 12, _opposed), []),
        "people who answer alike": (_everybody(40, 12, lambda person, one: _mixed(person % 4, one)), []),
    }


def outcomes(groups_in: Callable[[list[Vote], list[int]], int]) -> dict[str, str]:
    """What every case gives: the number of groups, or the exception."""
    found = {}
    for name, (votes, hidden) in cases().items():
        try:
            number = groups_in(votes, hidden)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is the result
            found[name] = type(fault).__name__
        else:
            found[name] = f"{number} groups" if number else "no groups"
    return found
