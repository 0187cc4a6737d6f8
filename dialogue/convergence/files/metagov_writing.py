"""Write flat files with a data card: statements, votes and participants, one row each."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from .columns import STANCES
from .data_card import COLUMNS, card_in_words, card_of
from .exports import ConversationExport
from .writing import Lines, named, quoted, write_files


def write_flat_files(export: ConversationExport, path: Path, *, packed: bool = False) -> None:
    """Write flat files into a new folder, or into a zip if the path ends in `.zip`.

    They are read back equal, by `read_export`. `packed` packs every table with gzip. Raises
    FileProblem where nothing can be written; then nothing is there.
    """
    write_files(flat_files(export), path, packed=packed)


def flat_files(export: ConversationExport) -> Mapping[str, Lines]:
    """Return the names of the files, and what makes their lines."""
    return {
        "datacard.json": lambda: (json.dumps(card_of(export), ensure_ascii=False, indent=2), "\n"),
        "datacard.md": lambda: card_in_words(export),
        "statements.csv": lambda: _statements(export),
        "votes.csv": lambda: _votes(export),
        "participants.csv": lambda: _participants(export),
    }


def _statements(export: ConversationExport) -> Iterator[str]:
    yield ",".join(COLUMNS["statements"]) + "\n"
    for each in export.statements:
        fields = (
            named(each.identifier),
            quoted(each.text),
            "" if each.author is None else named(each.author),
            "" if each.created is None else str(each.created),
            str(each.moderation),
            "true" if each.is_meta else "false",
            "true" if each.is_seed else "false",
        )
        yield ",".join(fields) + "\n"


def _votes(export: ConversationExport) -> Iterator[str]:
    votes = export.votes
    has = {"time": votes.times is not None, "stance": votes.stances is not None}
    yield ",".join(name for name in COLUMNS["votes"] if has.get(name, True)) + "\n"
    voters, voted = [*map(named, votes.voters.names)], [*map(named, votes.voted.names)]
    for row, vote in enumerate(votes.votes):
        time = "" if votes.times is None else f",{votes.times[row]}"
        stance = "" if votes.stances is None else f",{STANCES[votes.stances[row]].value}"
        yield f"{voters[votes.voters.places[row]]},{voted[votes.voted.places[row]]},{vote}{time}{stance}\n"


def _participants(export: ConversationExport) -> Iterator[str]:
    yield ",".join(COLUMNS["participants"]) + "\n"
    group_of = export.groups.camp_of if export.groups else {}
    for participant in export.participants:
        camp, group = export.camps.camp_of.get(participant, ""), group_of.get(participant, "")
        yield f"{named(participant)},{quoted(camp) if camp else ''},{quoted(group) if group else ''}\n"
