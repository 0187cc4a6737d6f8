"""The summary of a conversation: a name and a value in each row, without a header."""

from collections.abc import Iterator

from .exports import ConversationExport
from .sources import Sources
from .tables import Table

RECOUNTED = ("voters", "voters-in-conv", "commenters", "comments", "groups")
"""Entries that follow from the other files: counted anew when written, and not read."""
MOST_ENTRIES = 1000


def read_summary(sources: Sources) -> dict[str, str]:
    """Return all entries but those that are counted anew; nothing where there is no summary.

    Raises FileProblem for an entry that is there twice.
    """
    found: dict[str, str] = {}
    if "summary" not in sources:
        return found
    table = Table.of(sources, "summary", header=False)
    for row in table:
        name = table.text(row[0].strip(), 0).lower()
        name = "licence" if name == "license" else name
        if name in found:
            raise table.problem(f"The entry “{name[:40]}” is there twice.", 0)
        if len(found) >= MOST_ENTRIES:
            raise table.problem(f"There are more than {MOST_ENTRIES:,} entries.")
        if name and name not in RECOUNTED:
            found[name] = table.text(row[1], 1) if len(row) > 1 else ""
    return found


def summary_rows(export: ConversationExport) -> Iterator[tuple[str, str | int]]:
    """Yield all entries, with what is counted anew, in one fixed order."""
    voters = len(export.votes.voters.names)
    yield "topic", export.topic
    yield "url", export.url
    yield "voters", voters
    yield "voters-in-conv", voters
    yield "commenters", len({each.author for each in export.statements if each.author is not None})
    yield "comments", len(export.statements)
    yield "groups", len(export.groups.names) if export.groups else 0
    yield "conversation-description", export.description
    if export.licence:
        yield "licence", export.licence
    for name in sorted(export.summary):
        yield name, export.summary[name]
