"""The page in one language, as blocks of runs: all that a renderer sees.

Every renderer sets the same blocks in the same order, so none of them can leave a reservation out.
"""

from dataclasses import dataclass
from typing import Literal

RunStyle = Literal["plain", "strong", "code", "mark"]
PartKind = Literal["text", "item", "claim", "quotation"]


@dataclass(frozen=True)
class Run:
    """A stretch of text in one language (empty when unknown); `quoted` if a person or the organiser wrote it.

    Style `mark` is the raised mark of a note.
    """

    text: str
    language: str
    style: RunStyle = "plain"
    quoted: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True)
class Part:
    """A piece of a paragraph: text of ours, a labelled item, or a quotation standing by itself.

    `claim` is a quotation that says the essential; `inset` belongs to the item before it.
    """

    kind: PartKind
    runs: Line
    label: str = ""
    inset: bool = False


@dataclass(frozen=True)
class Heading:
    """Level 1 is a section or an annex, 2 a thread, 3 a part of its discussion, which bears no numeral."""

    level: Literal[1, 2, 3]
    numeral: str
    runs: Line
    annex: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph. Its number is the same in every language."""

    number: int
    key: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Table:
    """A table with one header row; columns from `numeric_from` on hold numbers."""

    caption: Line
    header: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    numeric_from: int


@dataclass(frozen=True)
class Notice:
    """An unnumbered note before the first section: the status of the paper, or the terms it uses."""

    kind: Literal["status", "terms"]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Footnote:
    mark: str
    runs: Line


@dataclass(frozen=True)
class Masthead:
    """Two columns of lines above the title, the more important on the starting side."""

    start: tuple[Line, ...]
    end: tuple[Line, ...]


Block = Heading | Paragraph | Table | Notice


@dataclass(frozen=True)
class Page:
    """A whole document in one language. `banner` is empty unless the document is fictitious."""

    language: str
    direction: str
    symbol: str
    banner: str
    not_a_un_document: str
    kind: str
    page_number: str
    notes_title: str
    subject: Line
    title: Line
    subtitle: Line
    masthead: Masthead
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...]


def plain(line: Line) -> str:
    """The text of a line without its styles, on one line."""
    return " ".join("".join(run.text for run in line).split())
