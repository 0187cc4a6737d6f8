"""Fractions in JSON: a pair of whole numbers keeps them exact where a decimal number would not."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any


def to_pair(value: Fraction | None) -> list[int] | None:
    """Return ``[numerator, denominator]`` in lowest terms, or None for None."""
    return None if value is None else [value.numerator, value.denominator]


def from_pair(pair: Any) -> Fraction | None:
    """Read what `to_pair` wrote; raise ValueError for anything else."""
    if pair is None:
        return None
    if not (isinstance(pair, list | tuple) and len(pair) == 2 and all(type(part) is int for part in pair)):
        raise ValueError(f"A fraction is written as [numerator, denominator], not as {pair!r}.")
    numerator, denominator = pair
    if denominator < 1:
        raise ValueError(f"The denominator of a fraction is at least 1, not {denominator}.")
    return Fraction(numerator, denominator)


def checked_fields(data: Mapping[str, Any], expected: set[str], name: str) -> Mapping[str, Any]:
    """Return `data` if it has exactly the `expected` keys; raise a ValueError naming the wrong ones."""
    missing, unknown = sorted(expected - set(data)), sorted(set(data) - expected)
    if missing or unknown:
        raise ValueError(
            f"{name}: "
            + "; ".join(
                f"{word} {', '.join(keys)}"
                for word, keys in (("missing", missing), ("unknown", unknown))
                if keys
            )
        )
    return data
