"""Tables read row by row: one block of the file is in memory at a time, and every row knows its line."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Self

from ..identifiers import Identifier
from .limits import LONGEST_RECORD, MOST_CHARACTERS, MOST_COLUMNS, MOST_EMPTY_LINES, MOST_IDENTIFIER
from .problems import FileProblem, LeftOut, Tally, shown
from .sources import Sources

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Table:
    """One CSV file: its header, then its rows, each with the line on which it begins.

    UTF-8, with or without a byte-order mark; rows may end in any way, and quoted fields may hold line
    ends. Empty lines are passed over. Iterating raises FileProblem where the file is damaged, is no
    text, or holds a row of more or fewer fields than the header.
    """

    def __init__(self, name: str, blocks: Iterable[bytes], *, header: bool = True) -> None:
        self.name = name
        self.line = 1
        self._read = 0
        self._record = 0
        self._reader = csv.reader(self._lines(blocks), strict=True)
        self._records = self._all_records()
        self.header: tuple[str, ...] = ()
        if header:
            self.header = tuple(each.strip() for each in next(self._records, ()))
            if not self.header:
                raise FileProblem("It is empty: not even the names of columns are there.", name)
            if len(self.header) > MOST_COLUMNS:
                raise FileProblem(f"It has more than {MOST_COLUMNS:,} columns.", name, 1)

    @classmethod
    def of(cls, sources: Sources, kind: str, *, header: bool = True) -> Self:
        """Open the file of this kind."""
        return cls(sources.name(kind), sources.blocks(kind), header=header)

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the rows below the header; `line` is where the last of them began."""
        width = len(self.header)
        for row in self._records:
            if width and len(row) != width:
                raise self.problem(
                    f"This row has {len(row)} fields, and the header {width}.", min(len(row), width)
                )
            yield row

    def problem(self, sentence: str, place: int | None = None) -> FileProblem:
        """Return what is wrong on this line; `place` is the field from 0."""
        named = place is not None and place < len(self.header)
        column = self.header[place] if named and place is not None else None
        return FileProblem(sentence, self.name, self.line, None if place is None else place + 1, column)

    def place(self, *names: str, needed: bool = True) -> int:
        """Return at which field the column of one of these names stands, -1 if there is none.

        Raises FileProblem if it is needed and missing, or there twice.
        """
        places = [place for place, each in enumerate(self.header) if each and each.lower() in names]
        if len(places) > 1:
            raise FileProblem(
                "This column is there twice.", self.name, 1, places[1] + 1, self.header[places[1]]
            )
        if not places and needed:
            raise FileProblem(f"The column “{names[0]}” is missing.", self.name, 1)
        return places[0] if places else -1

    def unknown_columns(self, known: Iterable[str]) -> Iterator[LeftOut]:
        """Yield what to say of the columns that are not known, if there are any."""
        tally, names = Tally(self.name), frozenset(known)
        for each in self.header:
            if each.lower() not in names:
                tally.add(name=each)
        yield from tally.entries("One unknown column is left out", "{number} unknown columns are left out")

    def identifier(self, text: str, place: int) -> Identifier:
        """Return what a field names: a whole number written plainly is one, all else a text."""
        text = text.strip()
        if not text:
            raise self.problem("It is empty, and has to name something.", place)
        if _WHOLE.fullmatch(text):
            return int(text)
        name = unguarded(text)
        if not reads_back(name):
            raise self.problem(f"A name is printable and has less than {MOST_IDENTIFIER} characters.", place)
        return name

    def whole_number(self, text: str, place: int, *, fewest: int | None = None) -> int:
        """Return the whole number in a field; less than `fewest` is refused too."""
        if not _WHOLE.fullmatch(text.strip()) or (fewest is not None and int(text) < fewest):
            raise self.problem(f"A whole number should be here, not “{shown(text)}”.", place)
        return int(text)

    def text(self, text: str, place: int) -> str:
        """Return the text in a field, without the sign that guards it in spreadsheets."""
        if len(text) >= MOST_CHARACTERS:
            raise self.problem(
                f"A text has less than {MOST_CHARACTERS:,} characters; this has {len(text):,}.", place
            )
        return unguarded(text)

    def _all_records(self) -> Iterator[list[str]]:
        empty = 0
        while True:
            self.line = self._reader.line_num + 1
            self._record = 0
            try:
                row = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise self.problem(_in_words(error)) from error
            except FileProblem as problem:
                problem.line = self._reader.line_num + 1 if problem.line is None else problem.line
                raise
            if row:
                yield row
                continue
            empty += 1
            if empty > MOST_EMPTY_LINES:
                raise self.problem(f"There are more than {MOST_EMPTY_LINES:,} empty lines.")

    def _lines(self, blocks: Iterable[bytes]) -> Iterator[str]:
        kept = b""
        for block in blocks:
            whole, end, rest = (kept + block).rpartition(b"\n")
            kept = rest
            if len(kept) > LONGEST_RECORD:
                raise FileProblem("A line is too long for a table.", self.name)
            yield from self._decoded(whole + end)
        yield from self._decoded(kept)

    def _decoded(self, data: bytes) -> Iterator[str]:
        before = self._reader.line_num
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            line = before + 1 + data.count(b"\n", 0, error.start)
            raise FileProblem("It is not text in UTF-8.", self.name, line) from error
        if not before:
            text = text.removeprefix("\ufeff")
        if "\0" in text:
            line = before + 1 + text.count("\n", 0, text.index("\0"))
            raise FileProblem(
                "It holds a character with the number zero, which no text does.", self.name, line
            )
        for line_of_text in StringIO(text, newline=""):
            self._record += len(line_of_text)
            if self._record > LONGEST_RECORD:
                raise FileProblem(
                    "A row is too long; perhaps a quotation mark is missing.", self.name, self.line
                )
            yield line_of_text


def unguarded(text: str) -> str:
    """Take off the apostrophe that keeps a spreadsheet from reading a text as a formula."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would read as a formula."""
    return "'" + text if text.lstrip("'").startswith(_FORMULA) else text


def reads_back(identifier: Identifier) -> bool:
    """Tell whether a participant or statement can be named so in a file and be the same when it is read."""
    if isinstance(identifier, int):
        return _WHOLE.fullmatch(str(identifier)) is not None
    if not identifier or identifier != identifier.strip() or len(identifier) >= MOST_IDENTIFIER:
        return False
    return identifier.isprintable() and _WHOLE.fullmatch(identifier) is None


def _in_words(error: csv.Error) -> str:
    told = str(error)
    if "field larger" in told:
        return "A field is too long; perhaps a quotation mark is missing."
    if "unexpected end" in told:
        return "The file ends within a quoted field: the rest of it is missing."
    if "expected after" in told:
        return "After a closing quotation mark a comma or the end of the row should follow."
    return f"It is not a table: {told}."
