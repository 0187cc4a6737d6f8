"""Markdown (CommonMark with tables), readable as plain text too; nothing people wrote becomes markup."""

import re
from collections.abc import Iterator
from itertools import groupby

from dialogue.minutes.blocks import Block, Heading, Line, Notice, Page, Paragraph, Part, Table
from dialogue.minutes.document import Document

_ACTIVE = re.compile(r"([\\`*_{}\[\]<>&|~$^])")
_LINE_START = re.compile(r"([#+\-=:]|\d+(?=[.)]))")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def set_page(document: Document, page: Page) -> tuple[bytes, tuple[str, ...]]:
    """The page as UTF-8 text with one empty line between blocks."""
    blocks = [*_head(page)]
    for block in page.blocks:
        blocks.extend(_block(block))
    if page.footnotes:
        blocks.append("---")
        blocks.extend(f"{_mark(footnote.mark)} {_line(footnote.runs)}" for footnote in page.footnotes)
    return ("\n\n".join(blocks) + "\n").encode(), ()


def escaped(text: str) -> str:
    """`text` so that CommonMark shows it character for character, on one line.

    Characters that are active anywhere are escaped, those active at the start of a line only there, so that
    ordinary sentences stay readable. White space is shown once and none at the ends: four spaces would begin
    code.
    """
    return _started(_inline(text))


def _inline(text: str) -> str:
    return _ACTIVE.sub(r"\\\1", " ".join(text.split())).replace("://", "\\://")


def _started(line: str) -> str:
    """`line` so that its first characters do not make it a heading, a list or a rule."""
    start = _LINE_START.match(line)
    if start is None:
        return line
    # Of a numeral it is the full stop or the bracket behind it that would begin a list.
    cut = start.end() if start.group().isdigit() else 0
    return f"{line[:cut]}\\{line[cut:]}"


def _mark(mark: str) -> str:
    return "\\*" if mark == "*" else mark.translate(_SUPERSCRIPT)


def _line(line: Line) -> str:
    """Runs on one line. Neighbours of one style share one pair of markers, or the markers would meet."""
    written = ""
    for style, group in groupby(line, key=lambda run: run.style):
        text = "".join(run.text for run in group)
        if style == "mark":
            written += _mark(text)
            continue
        inner = _inline(text)
        spaces_before = " " if text[:1].isspace() else ""
        spaces_after = " " if text[-1:].isspace() else ""
        written += (
            f"{spaces_before}**{inner}**{spaces_after}"
            if style == "strong"
            else f"{spaces_before}{inner}{spaces_after}"
        )
    return _started(written.strip())


def _quotation(line: Line) -> str:
    """The words of a person as a block of their own, line by line; an empty line parts paragraphs."""
    paragraphs = re.split(r"\n\s*\n", "".join(run.text for run in line).strip())
    return "\n\n".join("\\\n".join(escaped(text) for text in lines.split("\n")) for lines in paragraphs)


def _head(page: Page) -> Iterator[str]:
    if page.banner:
        yield f"**{_inline(page.banner)}**"
    lines = [*page.masthead.start, *page.masthead.end]
    yield "\\\n".join(_line(line) for line in lines)
    yield f"# {_line(page.title)}"
    if page.subtitle:
        yield _line(page.subtitle)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        numeral = f"{block.numeral} " if block.numeral else ""
        yield f"{'#' * (block.level + 1)} {numeral}{_line(block.runs)}"
    elif isinstance(block, Paragraph):
        marker = f"{block.number}. "
        pieces = [_part(part) for part in block.parts]
        yield marker + _indented("\n\n".join(pieces), " " * len(marker))
    elif isinstance(block, Table):
        yield f"{_line(block.caption)}:"
        yield _table(block)
    else:
        yield _notice(block)


def _part(part: Part) -> str:
    if part.kind in ("claim", "quotation"):
        return _prefixed(_quotation(part.runs), "> ")
    return f"{part.label} {_line(part.runs)}" if part.label else _line(part.runs)


def _notice(notice: Notice) -> str:
    return "\n\n".join(_part(part) for part in notice.parts)


def _table(table: Table) -> str:
    rule = ["---:" if index >= table.numeric_from else "---" for index in range(len(table.header))]
    rows = [[_line(cell) for cell in row] for row in table.rows]
    return "\n".join(
        f"| {' | '.join(cells)} |" for cells in ([_line(cell) for cell in table.header], rule, *rows)
    )


def _indented(text: str, indent: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"{indent}{line}" if line else "" for line in rest)])


def _prefixed(text: str, prefix: str) -> str:
    return "\n".join(f"{prefix}{line}".rstrip() for line in text.split("\n"))
