"""The rows of a table of statements, whatever its columns are called."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..identifiers import Identifier
from .exports import ExportedStatement, in_milliseconds
from .limits import MOST_STATEMENTS, MOST_TEXT
from .problems import shown
from .tables import Table

_YES_OR_NO = {"": False, "0": False, "f": False, "false": False, "1": True, "t": True, "true": True}
_MODERATION = {"": 0, "0": 0, "1": 1, "-1": -1}


@dataclass(frozen=True)
class Recorded:
    """How often a file says a statement was agreed and disagreed with."""

    agree: int
    disagree: int


@dataclass(frozen=True)
class StatementColumns:
    """What the columns are called; all but the first two may be missing in a table."""

    identifier: str
    text: str
    author: str
    created: str
    moderation: str
    is_meta: str
    is_seed: str
    agrees: str = ""
    disagrees: str = ""


def read_statements(
    table: Table, columns: StatementColumns
) -> tuple[dict[Identifier, ExportedStatement], dict[Identifier, Recorded]]:
    """Return all statements, and what the table itself counts of the votes on them where it does.

    Raises FileProblem for a statement that is there twice, and for any field that cannot be read.
    """
    rows = _StatementRows(table, columns)
    statements: dict[Identifier, ExportedStatement] = {}
    recorded: dict[Identifier, Recorded] = {}
    lines: dict[Identifier, int] = {}
    characters = 0
    for row in table:
        statement = rows.statement(row)
        name = statement.identifier
        if name in lines:
            raise table.problem(f"Line {lines[name]} has a statement of the same name.", rows.identifier)
        lines[name] = table.line
        characters += len(statement.text)
        if len(lines) > MOST_STATEMENTS or characters > MOST_TEXT:
            raise table.problem(
                f"There are more than {MOST_STATEMENTS:,} statements, or too much text in them."
            )
        statements[name] = statement
        counts = rows.recorded(row)
        if counts is not None:
            recorded[name] = counts
    return statements, recorded


class _StatementRows:
    def __init__(self, table: Table, columns: StatementColumns) -> None:
        self.table = table
        self.identifier = table.place(columns.identifier)
        self.text = table.place(columns.text)
        optional = (
            columns.author, columns.created, columns.moderation, columns.is_meta, columns.is_seed,
            columns.agrees, columns.disagrees,
        )  # fmt: skip
        places = [table.place(name, needed=False) for name in optional]
        self.author, self.created, self.moderation, self.is_meta, self.is_seed = places[:5]
        self.agrees, self.disagrees = places[5:]

    def statement(self, row: list[str]) -> ExportedStatement:
        table = self.table
        author, created = self._field(row, self.author), self._field(row, self.created)
        return ExportedStatement(
            table.identifier(row[self.identifier], self.identifier),
            table.text(row[self.text], self.text),
            table.identifier(author, self.author) if author else None,
            in_milliseconds(table.whole_number(created, self.created, fewest=0)) if created else None,
            self._one_of(row, self.moderation, _MODERATION, "Moderation is 1, 0 or -1"),
            bool(self._one_of(row, self.is_meta, _YES_OR_NO, "“true” or “false” should be here")),
            bool(self._one_of(row, self.is_seed, _YES_OR_NO, "“true” or “false” should be here")),
        )

    def recorded(self, row: list[str]) -> Recorded | None:
        agrees, disagrees = self._field(row, self.agrees), self._field(row, self.disagrees)
        if not agrees or not disagrees:
            return None
        return Recorded(
            self.table.whole_number(agrees, self.agrees, fewest=0),
            self.table.whole_number(disagrees, self.disagrees, fewest=0),
        )

    def _field(self, row: list[str], place: int) -> str:
        return row[place].strip() if place >= 0 else ""

    def _one_of(self, row: list[str], place: int, meanings: Mapping[str, int], sentence: str) -> int:
        written = self._field(row, place).lower()
        if written not in meanings:
            raise self.table.problem(f"{sentence}, not “{shown(written)}”.", place)
        return meanings[written]
