"""Write an export as Polis does: summary, comments, votes, participants-votes; and camps of our own."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from ..identifiers import Identifier
from .columns import STANCES
from .exports import FIRST_MILLISECONDS, Camps, ConversationExport
from .summary import summary_rows
from .writing import Lines, named, quoted, write_files

LARGEST_WIDE_TABLE = 20_000_000
"""Beyond so many participants times statements participants-votes has no columns for statements: its votes
are in the file of votes."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LAST_MILLISECONDS = 253_402_300_800_000


def write_polis(export: ConversationExport, path: Path, *, packed: bool = False) -> None:
    """Write a Polis export into a new folder, or into a zip if the path ends in `.zip`.

    It is read back equal, by `read_export`. `packed` packs every table with gzip. Five stances and camps
    are written in ways of our own (a column `stance`, a file camps.csv) that others pass over. Raises
    FileProblem where nothing can be written; then nothing is there.
    """
    write_files(polis_files(export), path, packed=packed)


def polis_files(export: ConversationExport) -> Mapping[str, Lines]:
    """Return the names of the files, and what makes their lines."""
    files: dict[str, Lines] = {
        "summary.csv": lambda: (f"{quoted(name)},{quoted(value)}\n" for name, value in summary_rows(export)),
        "comments.csv": lambda: _comments(export),
        "votes.csv": lambda: _votes(export),
        "participants-votes.csv": lambda: _participants(export),
    }
    if export.camps.names:
        files["camps.csv"] = lambda: camps_lines(export.camps)
    return files


def camps_lines(camps: Camps) -> Iterator[str]:
    """Yield a table of camps as `read_camps` reads it, camp by camp."""
    yield "participant,camp\n"
    members: dict[str, list[Identifier]] = {name: [] for name in camps.names}
    for participant, camp in camps.camp_of.items():
        members[camp].append(participant)
    for camp, of_camp in members.items():
        if not of_camp:
            yield f",{quoted(camp)}\n"
        for participant in of_camp:
            yield f"{named(participant)},{quoted(camp)}\n"


def _comments(export: ConversationExport) -> Iterator[str]:
    votes = export.votes
    counts = Counter(zip(votes.voted.places, votes.votes, strict=True))
    place_of = {name: place for place, name in enumerate(votes.voted.names)}
    marks = [
        mark for mark in ("is_meta", "is_seed") if any(getattr(each, mark) for each in export.statements)
    ]
    header = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body"
    yield ",".join([header, *(mark.replace("_", "-") for mark in marks)]) + "\n"
    for each in export.statements:
        place = place_of.get(each.identifier, -1)
        fields = [
            *_time(each.created),
            named(each.identifier),
            "" if each.author is None else named(each.author),
            str(counts[place, 1]),
            str(counts[place, -1]),
            str(each.moderation),
            quoted(each.text),
            *("true" if getattr(each, mark) else "false" for mark in marks),
        ]
        yield ",".join(fields) + "\n"


def _votes(export: ConversationExport) -> Iterator[str]:
    votes = export.votes
    stance_column = "" if votes.stances is None else ",stance"
    yield f"timestamp,datetime,comment-id,voter-id,vote{stance_column}\n"
    voters, voted = [*map(named, votes.voters.names)], [*map(named, votes.voted.names)]
    for row, vote in enumerate(votes.votes):
        time, date = _time(None if votes.times is None else votes.times[row])
        stance = "" if votes.stances is None else f",{STANCES[votes.stances[row]].value}"
        names = f"{voted[votes.voted.places[row]]},{voters[votes.voters.places[row]]}"
        yield f"{time},{date},{names},{vote}{stance}\n"


def _participants(export: ConversationExport) -> Iterator[str]:
    statements = [each.identifier for each in export.statements]
    if len(export.participants) * len(statements) > LARGEST_WIDE_TABLE:
        statements = []
    final = _final_votes(export, statements)
    authors = Counter(each.author for each in export.statements)
    group_of = export.groups.camp_of if export.groups else {}
    header = "participant,group-id,n-comments,n-votes,n-agree,n-disagree"
    yield ",".join([header, *map(named, statements)]) + "\n"
    width = len(statements)
    for place, participant in enumerate(export.participants):
        row = final[place * width : (place + 1) * width]
        numbers = (authors[participant], width - row.count(b" "), row.count(b"+"), row.count(b"-"))
        group = group_of.get(participant)
        start = f"{named(participant)},{'' if group is None else _group(group)},{','.join(map(str, numbers))}"
        yield ",".join([start, *map(_WRITTEN.__getitem__, row)]) + "\n"


_WRITTEN = {ord(" "): "", ord("+"): "1", ord("0"): "0", ord("-"): "-1"}


def _final_votes(export: ConversationExport, statements: list[Identifier]) -> bytearray:
    """Return a cell for everybody and every statement: `+`, `0` or `-`, a space where nobody voted."""
    width = len(statements)
    final = bytearray(b" ") * (len(export.participants) * width)
    if not width:
        return final
    votes = export.votes
    starts = {name: place * width for place, name in enumerate(export.participants)}
    columns = {name: place for place, name in enumerate(statements)}
    start_of = [starts[name] for name in votes.voters.names]
    column_of = [columns[name] for name in votes.voted.names]
    order = (
        range(len(votes)) if votes.times is None else sorted(range(len(votes)), key=votes.times.__getitem__)
    )
    for row in order:
        final[start_of[votes.voters.places[row]] + column_of[votes.voted.places[row]]] = b"0+-"[
            votes.votes[row]
        ]
    return final


def _group(group: str) -> str:
    return group if group.isascii() and group.isdigit() else quoted(group)


def _time(milliseconds: int | None) -> tuple[str, str]:
    """Return a time as a number and in words, both empty where it is not known."""
    if milliseconds is None:
        return "", ""
    if not FIRST_MILLISECONDS <= milliseconds < _LAST_MILLISECONDS:
        return str(milliseconds), ""
    at = datetime.fromtimestamp(milliseconds // 1000, UTC)
    words = f"{_DAYS[at.weekday()]} {_MONTHS[at.month - 1]} {at.day:02} {at:%H:%M:%S} UTC {at.year}"
    return str(milliseconds), words
