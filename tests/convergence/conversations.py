"""Conversations to test with: small ones made here, and four real ones where they lie beside the project."""

import csv
import gzip
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dialogue.convergence import Conversation
from tests.convergence.worked_examples import TINY, TINY_CAMPS

SHARED = Path(__file__).parents[3] / "shared" / "convergence"
NAMES = ["london-youth-policing", "brexit-consensus", "scoop-biodiversity", "vtaiwan-uberx"]

needs_real_conversations = pytest.mark.skipif(
    not SHARED.is_dir(), reason="The recorded conversations (../shared/convergence) are not here."
)

Row = tuple[Any, ...]


def tiny_rows() -> list[Row]:
    return [
        (person, statement, vote)
        for person, votes in enumerate(TINY)
        for statement, vote in enumerate(votes)
        if vote is not None
    ]


def tiny(**declared: Any) -> Conversation:
    return Conversation.from_votes(
        tiny_rows(), camp_of=dict(enumerate(TINY_CAMPS)), camps=["first", "second"], **declared
    )


def two_camps(
    people: int = 40,
    statements: int = 20,
    *,
    seed: int = 1,
    seen: float = 0.8,
    name: Callable[[int], Any] = int,
) -> tuple[list[Row], dict[Any, str]]:
    """Votes of people who alternate between two camps that agree on a third of the statements."""
    random = Random(seed)
    rows: list[Row] = []
    for person in range(people):
        for statement in range(statements):
            if random.random() > seen:
                continue
            divided = statement % 3 != 0
            side = 1 if not divided or person % 2 == statement % 2 else -1
            vote = random.choices((side, 0, -side), (0.75, 0.1, 0.15))[0]
            rows.append((name(person), statement, vote))
    return rows, {name(person): ("west", "east")[person % 2] for person in range(people)}


def without_structure(people: int = 60, statements: int = 20, *, seed: int = 1) -> list[Row]:
    """Votes that depend on the statement alone."""
    random = Random(seed)
    leaning = [random.random() for _statement in range(statements)]
    return [
        (person, statement, 1 if random.random() < leaning[statement] else -1)
        for person in range(people)
        for statement in range(statements)
        if random.random() < 0.8
    ]


@cache
def real_rows(name: str) -> tuple[dict[str, int], ...]:
    folder = SHARED / "data" / name
    plain = folder / "votes.csv"
    packed = folder / "votes.csv.gz"
    data = plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())
    return tuple(
        {
            "participant": int(row["voter-id"]),
            "statement": int(row["comment-id"]),
            "vote": int(row["vote"]),
            "time": int(row["timestamp"]),
        }
        for row in csv.DictReader(data.decode().splitlines())
    )


@cache
def real_hidden(name: str) -> frozenset[int]:
    with (SHARED / "data" / name / "comments.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(int(row["comment-id"]) for row in csv.DictReader(file) if row["moderated"] == "-1")


@cache
def real_camps(name: str) -> dict[int, str]:
    """The groups that were published with the conversation, as if they had been declared."""
    path = SHARED / "data" / name / "participants-votes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            int(row["participant"]): row["group-id"] for row in csv.DictReader(file) if row["group-id"] != ""
        }


@cache
def real(name: str) -> Conversation:
    return Conversation.from_votes(real_rows(name), hidden=real_hidden(name), camp_of=real_camps(name))


@cache
def reference(name: str, of: str) -> dict[str, Any]:
    data = json.loads((SHARED / "reference" / f"{name}.{of}.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = data.get("golden", data)
    return found
