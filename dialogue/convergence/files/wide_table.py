"""Polis' participants-votes: a row for every participant, a column for every statement, final votes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..identifiers import Identifier
from .columns import ExportedVotes
from .exports import Camps, groups_in_order
from .limits import MOST_PARTICIPANTS, MOST_STATEMENTS, MOST_VOTES
from .problems import LeftOut, Tally, shown
from .tables import Table

PARTICIPANT_COLUMNS = ("participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")


@dataclass(frozen=True)
class WideTable:
    """What is taken from the table: everybody in it, the published groups, and if asked for the votes."""

    participants: tuple[Identifier, ...]
    groups: Camps | None
    votes: ExportedVotes


def read_wide_table(
    table: Table,
    known: Collection[Identifier] | None,
    account: list[LeftOut],
    codes: Mapping[str, int] | None = None,
) -> WideTable:
    """Read the table; `codes` says what is written for a vote, None leaves the votes alone.

    Columns that are neither Polis' own nor a `known` statement are left out and put to the account;
    where no statements are known, a column named by a whole number is one.
    """
    statements = _statement_columns(table, known, account)
    at_participant, at_group = table.place("participant"), table.place("group-id", needed=False)
    votes = ExportedVotes()
    group_of: dict[Identifier, str] = {}
    lines: dict[Identifier, int] = {}
    for row in table:
        participant = table.identifier(row[at_participant], at_participant)
        if participant in lines:
            raise table.problem(f"Line {lines[participant]} has the same participant.", at_participant)
        lines[participant] = table.line
        if len(lines) > MOST_PARTICIPANTS:
            raise table.problem(f"There are more than {MOST_PARTICIPANTS:,} participants.", at_participant)
        group = row[at_group].strip() if at_group >= 0 else ""
        if group:
            group_of[participant] = table.text(group, at_group)
        if codes is not None:
            _take_votes(table, row, participant, statements, codes, votes)
    return WideTable(tuple(lines), _groups(table.name, group_of), votes)


def _statement_columns(
    table: Table, known: Collection[Identifier] | None, account: list[LeftOut]
) -> dict[int, Identifier]:
    """Return which fields of a row are votes on which statement."""
    found: dict[int, Identifier] = {}
    seen: dict[Identifier, int] = {}
    unknown = Tally(table.name)
    for place, name in enumerate(table.header):
        if name.lower() in PARTICIPANT_COLUMNS:
            continue
        statement = table.identifier(name, place) if name else ""
        if statement not in known if known is not None else not isinstance(statement, int):
            unknown.add(name=name)
            continue
        if statement in seen:
            raise table.problem(f"Field {seen[statement] + 1} is a column of the same statement.", place)
        seen[statement] = place
        found[place] = statement
    if len(found) > MOST_STATEMENTS:
        raise table.problem(f"There are more than {MOST_STATEMENTS:,} statements.")
    account.extend(unknown.entries("One unknown column is left out", "{number} unknown columns are left out"))
    return found


def _take_votes(
    table: Table,
    row: list[str],
    participant: Identifier,
    statements: Mapping[int, Identifier],
    codes: Mapping[str, int],
    votes: ExportedVotes,
) -> None:
    for place, statement in statements.items():
        written = row[place].strip()
        if not written:
            continue
        if written not in codes:
            raise table.problem(f"A vote is 1, 0 or -1, or nothing, not “{shown(written)}”.", place)
        votes.voters.append(participant)
        votes.voted.append(statement)
        votes.votes.append(codes[written])
    if len(votes) > MOST_VOTES:
        raise table.problem(f"There are more than {MOST_VOTES:,} votes.")


def _groups(file: str, group_of: dict[Identifier, str]) -> Camps | None:
    if not group_of:
        return None
    source = f"the opinion groups published in {file}, which were made from the votes"
    return Camps(groups_in_order(group_of.values()), MappingProxyType(group_of), source, declared=False)
