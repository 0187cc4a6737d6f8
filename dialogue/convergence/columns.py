"""Columns of votes as people hand them in, checked and made compact: fast where they are whole numbers."""

from array import array
from collections.abc import Mapping, Sequence
from enum import StrEnum
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from .answers import Stance
from .identifiers import Identifier

WITHDRAWN = 2
"""Stands in `votes` for a vote taken back: as if it had never been seen."""

_VALID = b"\x00\x01\xff"


class Reading(StrEnum):
    """How the five steps of agreement are read as three."""

    CONSENT = "consent"
    STRICT = "strict"


_PLAIN: dict[Any, int] = {1: 1, 0: 0, -1: -1, None: WITHDRAWN}
VALUES: Mapping[Reading, Mapping[Any, int]] = MappingProxyType(
    {
        reading: MappingProxyType(
            _PLAIN
            | {
                Stance.AGREE: 1,
                Stance.CAN_LIVE_WITH_IT: living,
                Stance.PASS: 0,
                Stance.DISAGREE: -1,
                Stance.OBJECT: -1,
            }
        )
        for reading, living in ((Reading.CONSENT, 1), (Reading.STRICT, 0))
    }
)
"""What every vote counts: 1 agrees, 0 passes, -1 disagrees. “We can go with this” reads *can live with
it* as agreement, “we want this” reads it as a pass."""

_VALID = b"\x00\x01\xff"
_WHOLE_NUMBERS = frozenset("bBhHiIlLqQ")


def pick(rows: Sequence[Any], name: str | int) -> list[Any]:
    """Return what every row holds under a name, or at a place; raise ValueError where a row has none."""
    try:
        return list(map(itemgetter(name), rows))
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError(f"Not every row has a “{name}”.") from error


def values_of(votes: Sequence[Any], reading: Reading) -> tuple[Sequence[int], Sequence[int] | None]:
    """Return what every vote counts, and which votes object (None where none does)."""
    whole: Any = votes
    if hasattr(votes, "dtype") and votes.dtype.kind in "iu":
        if not len(votes) or (whole.min() >= -1 and whole.max() <= 1):
            return votes, None
    else:
        try:
            values = array("b", votes)
        except (TypeError, OverflowError):
            pass
        else:
            if not values.tobytes().translate(None, delete=_VALID):
                return values, None
    meanings = VALUES[reading]
    try:
        values = array("b", map(meanings.__getitem__, votes))
    except (KeyError, TypeError):
        wrong = next(vote for vote in votes if not _is_vote(vote, meanings))
        raise ValueError(f"A vote is 1, 0 or -1, a stance, or None, not {wrong!r}.") from None
    objecting = array("b", [bool(vote == Stance.OBJECT) for vote in votes])
    return values, objecting if any(objecting) else None


def _is_vote(vote: Any, meanings: Mapping[Any, int]) -> bool:
    try:
        return vote in meanings
    except TypeError:
        return False


def identifiers_of(column: Sequence[Any], kind: str) -> Sequence[Identifier]:
    """Return identifiers as an array of whole numbers if all are, else as a tuple of numbers and texts."""
    if _holds_whole_numbers(column):
        return column
    named = listed(column)
    try:
        return array("q", named)
    except (TypeError, OverflowError):
        for one in named:
            if type(one) is not int and not isinstance(one, str):
                raise ValueError(f"A {kind} is named by a whole number or a text, not {one!r}.") from None
        return tuple(named)


def in_order(column: Sequence[Any], kind: str) -> Sequence[float]:
    """Return numbers in the order of the column's values: themselves, or their ranks if they are none."""
    if _holds_whole_numbers(column) or (hasattr(column, "dtype") and column.dtype.kind == "f"):
        return column
    for code in "qd":
        try:
            return array(code, column)
        except (TypeError, OverflowError):
            continue
    try:
        ranks = {value: rank for rank, value in enumerate(sorted(set(column)))}
    except TypeError as error:
        raise ValueError(f"Not every {kind} can be ordered before or after the others.") from error
    return array("q", map(ranks.__getitem__, column))


def listed(column: Sequence[Any]) -> Sequence[Any]:
    """Return a column as plain Python objects, whatever array holds it."""
    return column.tolist() if hasattr(column, "tolist") else column


def _holds_whole_numbers(column: Any) -> bool:
    if isinstance(column, array):
        return column.typecode in _WHOLE_NUMBERS
    return hasattr(column, "dtype") and column.dtype.kind in "iu"
