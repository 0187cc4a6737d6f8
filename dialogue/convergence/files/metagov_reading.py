"""Read flat files with a data card, as Metagov's draft for interoperable deliberative tools asks for."""

from types import MappingProxyType

from ..identifiers import Identifier
from .data_card import DataCard, read_card
from .exports import Camps, ConversationExport, ExportedStatement
from .limits import MOST_PARTICIPANTS
from .problems import FileProblem, LeftOut
from .sources import Sources
from .statement_rows import StatementColumns, read_statements
from .tables import Table
from .vote_rows import VoteColumns, read_votes


def read_flat_files(sources: Sources, *, reversed_sign: bool = False) -> ConversationExport:
    """Read `votes.csv`, if there `statements.csv` and `participants.csv`, and `datacard.json`.

    The card says what columns are called and how votes are coded, so that tables of others can be read
    too; columns that are neither in it nor in the format are left out and put to the account.
    `reversed_sign` turns the votes round. Raises FileProblem where something cannot be read.
    """
    if "votes" not in sources:
        raise FileProblem("votes.csv is not here.", sources.place)
    card = read_card(sources)
    account: list[LeftOut] = []
    statements = _read_statements(sources, card, account)
    table = _table(sources, "votes", card, account)
    codes = {written: -value if reversed_sign else value for written, value in card.codes.items()}
    names = card.columns["votes"]
    columns = VoteColumns(
        names["participant"], names["statement"], names["vote"], names["time"], names["stance"]
    )
    votes = read_votes(table, columns, codes, None if statements is None else statements.keys(), account)
    if statements is None:
        statements = {name: ExportedStatement(name) for name in votes.voted.names}
        sentence = "It is missing: no texts are known, and no statement is known to be hidden"
        account.append(LeftOut("statements.csv", sentence, len(statements)))
    participants, camps, groups = _read_participants(sources, card, account)
    return ConversationExport.of(
        statements.values(),
        votes,
        participants=participants,
        camps=camps,
        groups=groups,
        topic=card.texts.get("title", ""),
        url=card.texts.get("source", ""),
        description=card.texts.get("description", ""),
        licence=card.texts.get("licence", ""),
        summary=card.further,
        left_out=account,
    )


def _table(sources: Sources, kind: str, card: DataCard, account: list[LeftOut]) -> Table:
    table = Table.of(sources, kind)
    account.extend(table.unknown_columns(card.columns[kind].values()))
    return table


def _read_statements(
    sources: Sources, card: DataCard, account: list[LeftOut]
) -> dict[Identifier, ExportedStatement] | None:
    if "statements" not in sources:
        return None
    names = card.columns["statements"]
    columns = StatementColumns(
        names["statement"], names["text"], names["author"], names["created"], names["moderation"],
        names["meta"], names["seed"],
    )  # fmt: skip
    return read_statements(_table(sources, "statements", card, account), columns)[0]


def _read_participants(
    sources: Sources, card: DataCard, account: list[LeftOut]
) -> tuple[tuple[Identifier, ...], Camps, Camps | None]:
    camp_of: dict[Identifier, str] = {}
    group_of: dict[Identifier, str] = {}
    lines: dict[Identifier, int] = {}
    if "participants" in sources:
        table = _table(sources, "participants", card, account)
        names = card.columns["participants"]
        at_participant = table.place(names["participant"])
        others = [
            (table.place(names["camp"], needed=False), camp_of),
            (table.place(names["group"], needed=False), group_of),
        ]
        for row in table:
            participant = table.identifier(row[at_participant], at_participant)
            if participant in lines:
                raise table.problem(f"Line {lines[participant]} has the same participant.", at_participant)
            lines[participant] = table.line
            if len(lines) > MOST_PARTICIPANTS:
                raise table.problem(
                    f"There are more than {MOST_PARTICIPANTS:,} participants.", at_participant
                )
            for place, found in others:
                if place >= 0 and row[place].strip():
                    found[participant] = table.text(row[place].strip(), place)
    names_of_camps = tuple(dict.fromkeys([*card.camps, *camp_of.values()]))
    camps = Camps(names_of_camps, MappingProxyType(camp_of), "as declared in the files")
    groups = (
        Camps((), MappingProxyType(group_of), "the opinion groups published in the files")
        if group_of
        else None
    )
    return tuple(lines), camps, groups
