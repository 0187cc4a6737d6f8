"""Read what Polis exports: comments, votes, participants-votes, summary; and camps of our own."""

from collections.abc import Collection

from ..identifiers import Identifier
from .camps import camps_of
from .columns import ExportedVotes
from .exports import Camps, ConversationExport, ExportedStatement
from .problems import FileProblem, LeftOut
from .signs import check_signs
from .sources import Sources
from .statement_rows import Recorded, StatementColumns, read_statements
from .summary import read_summary
from .tables import Table
from .vote_rows import REVERSED_SIGN, SIGN, VoteColumns, read_votes
from .wide_table import WideTable, read_wide_table

STATEMENT_COLUMNS = StatementColumns(
    "comment-id",
    "comment-body",
    "author-id",
    "timestamp",
    "moderated",
    "is-meta",
    "is-seed",
    "agrees",
    "disagrees",
)
COMMENT_COLUMNS = (
    "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body",
    "is-meta", "is-seed", "passes", "votes", "velocity", "importance",
)  # fmt: skip
POLIS_VOTES = VoteColumns("voter-id", "comment-id", "vote", "timestamp")
VOTE_COLUMNS = ("timestamp", "datetime", "comment-id", "voter-id", "vote", "stance", "important")


def read_polis(sources: Sources, *, reversed_sign: bool = False) -> ConversationExport:
    """Read a Polis export. Without votes the final ones are taken from participants-votes, and this is said.

    `reversed_sign` reads -1 as agreement, as inside the database of Polis. Raises FileProblem where a file
    is damaged, a row cannot be read, or the counts in comments say that the sign is the other way round.
    """
    if "votes" not in sources and "participants-votes" not in sources:
        raise FileProblem("Neither votes.csv nor participants-votes.csv is here.", sources.place)
    account: list[LeftOut] = []
    comments = _read_comments(sources, account)
    known = None if comments is None else comments[0].keys()
    votes, wide = _read_votes(sources, known, account, reversed_sign=reversed_sign)
    if comments is None:
        statements = [ExportedStatement(name) for name in votes.voted.names]
        sentence = "It is missing: no texts are known, and no statement is known to be hidden"
        account.append(LeftOut("comments.csv", sentence, len(statements)))
    else:
        statements = list(comments[0].values())
        kind = "votes" if "votes" in sources else "participants-votes"
        check_signs(sources.name(kind), votes, comments[1], reversed_sign=reversed_sign)
    summary = read_summary(sources)
    return ConversationExport.of(
        statements,
        votes,
        participants=wide.participants if wide else (),
        camps=camps_of(Table.of(sources, "camps")) if "camps" in sources else Camps(),
        groups=wide.groups if wide else None,
        topic=summary.pop("topic", ""),
        url=summary.pop("url", ""),
        description=summary.pop("conversation-description", ""),
        licence=summary.pop("licence", ""),
        summary=summary,
        left_out=account,
    )


def _read_comments(
    sources: Sources, account: list[LeftOut]
) -> tuple[dict[Identifier, ExportedStatement], dict[Identifier, Recorded]] | None:
    if "comments" not in sources:
        return None
    table = Table.of(sources, "comments")
    account.extend(table.unknown_columns(COMMENT_COLUMNS))
    return read_statements(table, STATEMENT_COLUMNS)


def _read_votes(
    sources: Sources, known: Collection[Identifier] | None, account: list[LeftOut], *, reversed_sign: bool
) -> tuple[ExportedVotes, WideTable | None]:
    """Read the votes from where they are, and the table of participants if there is one."""
    codes = REVERSED_SIGN if reversed_sign else SIGN
    if "votes" in sources:
        table = Table.of(sources, "votes")
        account.extend(table.unknown_columns(VOTE_COLUMNS))
        votes = read_votes(table, POLIS_VOTES, codes, known, account)
        if "participants-votes" not in sources:
            return votes, None
        statements = frozenset(votes.voted.names) if known is None else known
        return votes, read_wide_table(Table.of(sources, "participants-votes"), statements, account)
    wide = read_wide_table(Table.of(sources, "participants-votes"), known, account, codes)
    sentence = (
        "There is no file of votes: final votes are taken from here, without those that were changed later"
    )
    account.append(LeftOut(sources.name("participants-votes"), sentence, len(wide.votes)))
    return wide.votes, wide
