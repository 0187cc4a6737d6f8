"""The order of participants and statements: the same wherever and however often it is asked for."""

import re
from collections.abc import Iterable

Identifier = int | str
"""What names a participant or a statement: a whole number or a text."""

_DIGITS = re.compile(r"([0-9]+)")


def natural_order(identifier: Identifier) -> tuple[int, int, tuple[tuple[int, int, str], ...], str]:
    """Return the key that sorts identifiers: numbers first and by size, then texts, `s2` before `s10`.

    Digits within a text are compared as a number, all else by code point; texts that are equal so
    far (`s2` and `s02`) by code point too, so that no two different identifiers are ever equal.
    """
    if isinstance(identifier, int):
        return 0, identifier, (), ""
    parts = tuple(
        (1, int(part), "") if place % 2 else (0, 0, part)
        for place, part in enumerate(_DIGITS.split(identifier))
    )
    return 1, 0, parts, identifier


def in_natural_order(identifiers: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Return the different identifiers, each once, in their natural order."""
    different = set(identifiers)
    if set(map(type, different)) <= {int}:
        return tuple(sorted(different))
    return tuple(sorted(different, key=natural_order))
