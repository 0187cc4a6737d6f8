"""What a language has to bring beside its sentences, and what several languages share."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_ROMAN = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


@dataclass(frozen=True)
class Wording:
    """A language: its sentences by key, and how it counts, dates, enumerates and numbers.

    `clause_joints` (between, and before the last) join what is longer than a word or a name; `nobody` stands
    where a number of persons is none.
    """

    language: str
    sentences: Mapping[str, str]
    cardinal: Callable[[int], str]
    ordinal: Callable[[int], str]
    date: Callable[[str], str]
    dates: Callable[[Sequence[str]], str]
    section_numeral: Callable[[int], str]
    annex_numeral: Callable[[int], str]
    joint: str
    last_joint: str
    clause_joints: tuple[str, str]
    nobody: str
    sentence_space: str


def roman(number: int) -> str:
    """1 as I, 4 as IV …"""
    numeral = ""
    for sign, value in _ROMAN:
        numeral += sign * (number // value)
        number %= value
    return numeral


def letter(number: int, first: str) -> str:
    """1 as A, 26 as Z, 27 as AA …, starting from the letter `first`."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord(first) + place) + letters
    return letters


def parsed(days: Sequence[str]) -> list[datetime.date]:
    """ISO dates in order, each once."""
    return sorted({datetime.date.fromisoformat(day) for day in days})


def is_unbroken(days: Sequence[datetime.date]) -> bool:
    """Whether three or more days follow each other without a gap, so that first and last say it all."""
    return len(days) > 2 and all((after - before).days == 1 for before, after in pairwise(days))
