"""Who is of which camp, in a table of its own: `participant,camp`."""

from pathlib import Path
from types import MappingProxyType

from ..identifiers import Identifier
from .exports import Camps
from .limits import MOST_PARTICIPANTS
from .sources import one_file
from .tables import Table

COLUMNS = ("participant", "camp")


def read_camps(path: Path) -> Camps:
    """Read a file of camps: a header `participant,camp`, then one row for every member.

    Camps keep the order in which they come first. A row without a participant declares a camp that may
    have no members, a row without a camp somebody who is of none. Raises FileProblem with the line where
    a row cannot be read, or where somebody is of two camps.
    """
    return camps_of(Table.of(one_file(path, "camps"), "camps"))


def camps_of(table: Table) -> Camps:
    """Read the rows of a table of camps."""
    at_participant, at_camp = table.place("participant"), table.place("camp")
    names: dict[str, None] = {}
    camp_of: dict[Identifier, str] = {}
    lines: dict[Identifier, int] = {}
    for row in table:
        camp = table.text(row[at_camp].strip(), at_camp)
        if camp:
            names[camp] = None
        if not row[at_participant].strip():
            if not camp:
                raise table.problem("Neither a participant nor a camp is named.", at_participant)
            continue
        participant = table.identifier(row[at_participant], at_participant)
        if participant in lines:
            if camp_of.get(participant, "") != camp:
                before = lines[participant]
                raise table.problem(f"Line {before} says otherwise of this participant.", at_participant)
            continue
        lines[participant] = table.line
        if len(lines) > MOST_PARTICIPANTS:
            raise table.problem(f"There are more than {MOST_PARTICIPANTS:,} participants.")
        if camp:
            camp_of[participant] = camp
    return Camps(tuple(names), MappingProxyType(camp_of), f"as declared in {table.name}")
