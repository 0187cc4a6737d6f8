"""
Conversations nobody held: three clouds of people on two axes, about twenty votes each, from a fixed seed.

Written once as files of the form Polis exports, so that both read the same bytes; large ones as columns, for
four million dictionaries would hold more memory than all that is measured.
"""

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.convergence.conversations import MADE

EACH, FEWEST = 20, 8
SEED = 20_261_126
_CENTRES = np.array([[-1.4, 0.3], [1.2, 0.9], [0.4, -1.3]])
_SHARES = (0.45, 0.35, 0.20)
_PASSING = 0.12
_AT_ONCE = 20_000


class Columns(NamedTuple):
    """Votes as columns of one length."""

    participants: NDArray[np.int32]
    statements: NDArray[np.int32]
    votes: NDArray[np.int8]


def make(people: int, statements: int, *, each: int = EACH, seed: int = SEED) -> Columns:
    """Let everybody vote on about so many statements, drawn evenly; nobody twice on one."""
    chance = np.random.Generator(np.random.PCG64(seed))
    loadings = chance.normal(size=(statements, 2))
    leanings = chance.normal(0.4, 1.0, size=statements)
    parts = [
        _part(chance, start, min(_AT_ONCE, people - start), loadings, leanings, each)
        for start in range(0, people, _AT_ONCE)
    ]
    return Columns(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _part(
    chance: np.random.Generator,
    first: int,
    people: int,
    loadings: NDArray[np.float64],
    leanings: NDArray[np.float64],
    each: int,
) -> Columns:
    statements = len(leanings)
    points = _CENTRES[chance.choice(len(_SHARES), people, p=_SHARES)] + chance.normal(0, 0.6, (people, 2))
    fewest = min(FEWEST, each, statements)
    wanted = np.minimum(fewest + chance.poisson(max(0, each - fewest), people), statements)
    # Where somebody draws a statement twice it counts once; a few more are drawn to make up for that.
    drawn = chance.integers(0, statements, (people, int(wanted.max()) + 8))
    order = np.sort(drawn, axis=1)
    is_new = np.diff(order, axis=1, prepend=-1) > 0
    # Which of the different ones are kept must not depend on their number: those with the lowest lots.
    lots = np.where(is_new, chance.random(order.shape), 2.0)
    ranks = lots.argsort(axis=1).argsort(axis=1)
    kept = is_new & (ranks < wanted[:, None])
    who, where = np.nonzero(kept)
    which = order[who, where]
    inclined = (points[who] * loadings[which]).sum(axis=1) + leanings[which]
    votes = np.where(chance.random(which.size) < 1 / (1 + np.exp(-inclined)), 1, -1)
    votes[chance.random(which.size) < _PASSING] = 0
    return Columns((who + first).astype(np.int32), which.astype(np.int32), votes.astype(np.int8))


def folder_of(people: int, statements: int) -> Path:
    """The files of a conversation of this size, made if they are not there yet."""
    folder = MADE / "conversations" / f"{people}x{statements}-{SEED}"
    finished = folder / "comments.csv"
    if not finished.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = make(people, statements)
        with (folder / "votes.csv").open("w", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(("comment-id", "voter-id", "vote"))
            columns = (made.statements, made.participants, made.votes)
            lines.writerows(zip(*(column.tolist() for column in columns), strict=True))
        with finished.open("w", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(("comment-id", "moderated"))
            lines.writerows((statement, 1) for statement in range(statements))
    return folder


def columns_of(people: int, statements: int) -> Path:
    """A folder with one file of each column, made if it is not there yet."""
    folder = MADE / "conversations" / f"{people}x{statements}-{SEED}-columns"
    if not (folder / "votes.npy").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name, column in make(people, statements)._asdict().items():
            np.save(folder / f"{name}.npy", column)
    return folder
