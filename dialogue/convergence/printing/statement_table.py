"""The figures of all statements as a table, one row each, for a spreadsheet or another program."""

from collections.abc import Iterator

from ..files import ConversationExport
from ..files.writing import named, quoted
from ..statements import StatementFigures
from .basis import Basis

ACROSS = (
    "joint", "room_joint", "consensus", "geometric_consensus", "spread", "polarised", "divergence",
    "without_one",
)  # fmt: skip
COUNTS = ("members", "agree", "passed", "disagree", "objections")


def table_lines(
    export: ConversationExport, basis: Basis, *, strict_moderation: bool = False
) -> Iterator[str]:
    """Yield the lines of the table, first its header.

    `class` is that of the statement, or `hidden`; then there are no figures. Across camps there are J
    (`joint`), F (`room_joint`) and what else `StatementFigures` has, empty below two camps. For every camp
    there are its counts, and P (`majority`): that more than half of people like them agree.
    """
    of_camps = [f"{name} {part}" for name in basis.names for part in (*COUNTS, "majority")]
    yield ",".join(["statement", "text", "class", "held_against", *ACROSS, *map(quoted, of_camps)]) + "\n"
    figures = {each.statement: each for each in basis.statements}
    hidden = export.hidden(strict_moderation=strict_moderation)
    for statement in export.statements:
        name, text = named(statement.identifier), quoted(statement.text)
        each = figures.get(statement.identifier)
        if each is None:
            kind = "hidden" if statement.identifier in hidden else ""
            yield f"{name},{text},{kind},{basis.kind}{',' * (len(ACROSS) + len(of_camps))}\n"
            continue
        across = [_decimal(getattr(each, part)) for part in ACROSS]
        yield ",".join([name, text, each.kind.value, basis.kind, *across, *_of_camps(basis, each)]) + "\n"


def _of_camps(basis: Basis, figures: StatementFigures) -> Iterator[str]:
    places = {camp: place for place, camp in enumerate(figures.camps)}
    for name in basis.names:
        place = places.get(name)
        if place is None:
            yield from [""] * (len(COUNTS) + 1)
            continue
        yield from (str(getattr(figures.counts[place], part)) for part in COUNTS)
        yield _decimal(figures.measures[place].majority)


def _decimal(number: float | None) -> str:
    return "" if number is None else f"{number:.6f}"
