"""Findings laid out: as text for a terminal, or as Markdown. What strangers wrote cannot act in either."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping

from ..identifiers import Identifier
from .findings import Block, Said

WIDTH = 100

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def as_text(blocks: Iterable[Block], texts: Mapping[Identifier, str]) -> Iterator[str]:
    """Yield lines for a terminal. `texts` are what the statements say; control characters are left out."""
    for place, block in enumerate(blocks):
        heading = _harmless(block.heading)
        if place:
            yield ""
        yield from _wrapped(heading)
        yield ("=" if place == 0 else "-") * min(WIDTH, len(heading))
        for paragraph in block.paragraphs:
            yield from _wrapped(_harmless(paragraph))
        for said in block.statements:
            yield from _wrapped(_named(said, texts), "  * ", "    ")
            for line in said.lines:
                yield from _wrapped(_harmless(line), "    ", "    ")
        for line in block.after:
            yield from _wrapped(_harmless(line))


def as_markdown(blocks: Iterable[Block], texts: Mapping[Identifier, str]) -> Iterator[str]:
    """Yield lines of Markdown; what people wrote is escaped."""
    for place, block in enumerate(blocks):
        yield f"{'#' if place == 0 else '##'} {_escaped(block.heading)}"
        yield ""
        for paragraph in block.paragraphs:
            yield from (_escaped(paragraph), "")
        for said in block.statements:
            yield f"* {_escaped(_named(said, texts))}"
            yield from (f"  {_escaped(line)}" for line in said.lines)
        if block.statements:
            yield ""
        for line in block.after:
            yield from (_escaped(line), "")


def _named(said: Said, texts: Mapping[Identifier, str]) -> str:
    text = _harmless(texts.get(said.statement, ""))
    return f"“{text}” (statement {said.statement})" if text else f"Statement {_harmless(str(said.statement))}"


def _harmless(text: str) -> str:
    """Return a text on one line that neither steers a terminal nor turns the direction of what follows."""
    kept = (
        each if each.isprintable() or each in "\u200c\u200d" else " " for each in text if each not in _TURNING
    )
    return " ".join("".join(kept).split())


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", _harmless(text))


def _wrapped(text: str, first: str = "", others: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )
