"""Tables of Markdown and the numbers in them."""

from collections.abc import Iterable, Sequence
from typing import Any

Facts = dict[str, Any]


def table(heads: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """A table; text stands left, figures right."""
    rule = ["---" if place == 0 else "--:" for place, _head in enumerate(heads)]
    cells = [heads, rule, *([_cell(each) for each in line] for line in lines)]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def milliseconds(of: Facts) -> str:
    """Best and median."""
    digits = 1 if of["min"] < 0.1 else 0
    return f"{of['min'] * 1000:,.{digits}f} ({of['median'] * 1000:,.{digits}f})"


def times(found: float | None) -> str:
    return "–" if found is None else f"{found:,.1f} ×"
