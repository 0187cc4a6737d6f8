"""
The conversations that are measured: four recorded ones beside the project, and synthetic ones made here.

Ours and red-dwarf read them with these functions, in the standard library alone, so that both start from the
same list of dictionaries.
"""

import csv
import gzip
import random
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "convergence"
MADE = ROOT / "var" / "bench"
NAMES = ("london-youth-policing", "brexit-consensus", "scoop-biodiversity", "vtaiwan-uberx")

Vote = dict[str, int]
Row = tuple[int, int, int, int]
"""Time, participant, statement, vote."""


def recorded() -> dict[str, Path]:
    """The folder of every recorded conversation that is here."""
    folders = {name: SHARED / "data" / name for name in NAMES}
    return {name: folder for name, folder in folders.items() if folder.is_dir()}


def rows(folder: Path) -> Iterator[Row]:
    """Every row of an export of Polis, re-votes too, in the order of the file; 0 where no time is told."""
    with _votes_of(folder) as file:
        lines = csv.reader(file)
        places = {name: place for place, name in enumerate(next(lines))}
        participant, statement, vote = (places[name] for name in ("voter-id", "comment-id", "vote"))
        time = places.get("timestamp")
        for line in lines:
            at = 0 if time is None else int(line[time])
            yield at, int(line[participant]), int(line[statement]), int(line[vote])


def last_votes(of: Iterable[Row]) -> list[Vote]:
    """Each participant's last vote on each statement, the later row at the same time.

    Memory is measured, so nothing is held that need not be: a vote and its time are one number until all
    are known.
    """
    given: dict[int, dict[int, int]] = {}
    for time, participant, statement, vote in of:
        of_participant = given.get(participant)
        if of_participant is None:
            of_participant = given[participant] = {}
        known = of_participant.get(statement)
        if known is None or time >= known >> 2:
            of_participant[statement] = (time << 2) + vote + 1
    votes: list[Vote] = []
    for participant in list(given):
        votes += [
            {"participant_id": participant, "statement_id": statement, "vote": (number & 3) - 1}
            for statement, number in given.pop(participant).items()
        ]
    return votes


def hidden_statements(folder: Path) -> list[int]:
    """The statements that were moderated away."""
    return [int(line["comment-id"]) for line in _lines(folder / "comments.csv") if line["moderated"] == "-1"]


def published_groups(folder: Path) -> dict[int, str]:
    """The group Polis published of every participant who had one; nothing where none were published."""
    path = folder / "participants-votes.csv"
    found = _lines(path) if path.exists() else []
    return {int(line["participant"]): line["group-id"] for line in found if line["group-id"]}


def read(folder: Path) -> tuple[list[Vote], list[int]]:
    """What both start from: the votes that count, and the hidden statements."""
    return last_votes(rows(folder)), hidden_statements(folder)


def checkpoints(folder: Path, number: int, *, by_time: bool = False) -> Iterator[list[Vote]]:
    """The votes that counted after each of so many equal shares of all rows in order of their timestamps.

    `by_time` shares the time between the first and the last row instead.
    """
    ordered = sorted(rows(folder), key=itemgetter(0))
    times = [time for time, *_vote in ordered]
    first, last = (times[0], times[-1]) if times else (0, 0)
    for place in range(1, number + 1):
        end = len(ordered) * place // number
        if by_time:
            end = bisect_right(times, first + (last - first) * place // number)
        yield last_votes(ordered[:end])


def shuffled(votes: list[Vote], seed: int) -> list[Vote]:
    """Deal each statement's votes out anew among those who cast them: margins stay, all structure goes."""
    chance = random.Random(seed)
    by_statement: dict[int, list[Vote]] = {}
    for vote in votes:
        by_statement.setdefault(vote["statement_id"], []).append(vote)
    dealt = []
    for statement in sorted(by_statement):
        of_statement = by_statement[statement]
        values = [vote["vote"] for vote in of_statement]
        chance.shuffle(values)
        dealt += [vote | {"vote": value} for vote, value in zip(of_statement, values, strict=True)]
    return dealt


def _votes_of(folder: Path) -> IO[str]:
    packed = folder / "votes.csv.gz"
    if packed.exists():
        return gzip.open(packed, "rt", newline="")
    return (folder / "votes.csv").open(newline="")


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
