"""
Whether J is as sure as it says: camps drawn from recorded conversations, whose whole groups are the truth.

A draw takes so many people from each of the two groups Polis published. J of every statement is stated from
their votes alone; true is what a majority of both whole groups agrees with. A quorum of five answers in each.
"""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.convergence.conversations import published_groups, read

Facts = dict[str, Any]
Numbers = NDArray[np.float64]
Places = NDArray[np.intp]

QUORUM = 5
TENTHS = 10
FEWEST_IN_A_TENTH = 100
"""A tenth with fewer pairs of stated and true tells nothing of a gap."""


class Pairs(NamedTuple):
    """What J stated and whether it was true, of all draws; and the areas under the curve of each draw."""

    stated: Numbers
    true: NDArray[np.bool_]
    areas: dict[str, list[float]]


class Divided(NamedTuple):
    """A conversation with two groups."""

    matrix: Any
    places: Places
    letters: tuple[str, ...]


def divided(folder: Path) -> Divided:
    """A recorded conversation with the groups that were published."""
    from dialogue.convergence import Conversation, VoteFields

    votes, hidden = read(folder)
    fields = VoteFields("participant_id", "statement_id", "vote")
    matrix = Conversation.from_votes(votes, fields=fields, hidden=hidden).matrix
    group_of = published_groups(folder)
    letters = tuple(sorted(set(group_of.values())))
    return Divided(matrix, matrix.places_in(group_of, letters), letters)


def draw_people(places: Places, sizes: tuple[int, ...], random: np.random.Generator) -> Places:
    """Keep so many people of each group, at random; the others are in none."""
    drawn = np.full_like(places, -1)
    for group, size in enumerate(sizes):
        drawn[random.choice(np.flatnonzero(places == group), size, replace=False)] = group
    return drawn


def state(of: Divided, sizes: tuple[int, ...], draws: int, seed: int) -> Pairs:
    """Draw camps again and again; collect what J states of every statement with a quorum, and the truth."""
    random = np.random.Generator(np.random.PCG64(seed))
    groups = len(sizes)
    whole = of.matrix.counts_by_group(of.places, groups)
    is_true = (2 * whole[..., 2] > whole.sum(axis=2)).all(axis=0)
    majorities = _majorities(max(sizes))
    stated, true = [], []
    areas: dict[str, list[float]] = {"joint": [], "consensus": [], "overall": []}
    for _draw in range(draws):
        counts = of.matrix.counts_by_group(draw_people(of.places, sizes, random), groups)
        agree, answered = counts[..., 2], counts.sum(axis=2)
        joint = majorities[agree, answered].prod(axis=0)
        heard = (answered >= QUORUM).all(axis=0)
        stated.append(joint[heard])
        true.append(is_true[heard])
        scores = {
            "joint": joint,
            "consensus": ((agree + 1) / (answered + 2)).prod(axis=0),
            "overall": (agree.sum(axis=0) + 1) / (answered.sum(axis=0) + 2),
        }
        for name, score in scores.items():
            area = area_under_curve(score[heard], is_true[heard])
            if area is not None:
                areas[name].append(area)
    return Pairs(np.concatenate(stated), np.concatenate(true), areas)


def _majorities(most: int) -> Numbers:
    """P by agreeing and answered, up to so many people."""
    from dialogue.convergence import majority_decimal

    table = np.zeros((most + 1, most + 1))
    for answered in range(most + 1):
        for agree in range(answered + 1):
            table[agree, answered] = majority_decimal(agree, answered)
    return table


def area_under_curve(scores: Numbers, truth: NDArray[np.bool_]) -> float | None:
    """How often a true statement scores above one that is not, ties half; None without both kinds."""
    above, below = scores[truth], scores[~truth]
    if not above.size or not below.size:
        return None
    differences = above[:, None] - below
    return float((differences > 0).mean() + (differences == 0).mean() / 2)


def reliability(stated: Numbers, true: NDArray[np.bool_]) -> list[Facts]:
    """Mean stated and share true in every tenth of J."""
    tenth = np.minimum((stated * TENTHS).astype(np.intp), TENTHS - 1)
    return [
        {
            "from": place / TENTHS,
            "number": int((tenth == place).sum()),
            "stated": float(stated[tenth == place].mean()),
            "true": float(true[tenth == place].mean()),
        }
        for place in range(TENTHS)
        if (tenth == place).any()
    ]


def largest_gap(table: list[Facts], fewest: int = FEWEST_IN_A_TENTH) -> float:
    """The largest distance of stated and true in a tenth with enough pairs; not a number without any."""
    gaps = [abs(each["stated"] - each["true"]) for each in table if each["number"] >= fewest]
    return max(gaps, default=float("nan"))


def calibrate(folders: dict[str, str], sizes: list[list[int]], draws: int, spawned: float) -> Facts:
    """Calibration of J for camps of all `sizes` together, pooled over conversations and of each alone."""
    conversations = {name: divided(Path(folder)) for name, folder in folders.items()}
    pairs: dict[str, list[Pairs]] = {}
    for name, of in conversations.items():
        smallest = np.bincount(of.places[of.places >= 0], minlength=2).min()
        possible = [
            tuple(each) for each in sizes if len(of.letters) == len(each) and max(each) <= smallest // 2
        ]
        found = [state(of, each, draws, seed) for seed, each in enumerate(possible)]
        if found:
            pairs[name] = found
    stated, true = _joined([each for found in pairs.values() for each in found])
    table = reliability(stated, true)
    return {
        "draws": draws,
        "pairs": stated.size,
        "brier": float(((stated - true) ** 2).mean()) if stated.size else float("nan"),
        "reliability": table,
        "gap": largest_gap(table),
        "gap_of_each": {name: largest_gap(reliability(*_joined(found))) for name, found in pairs.items()},
        "areas": {
            name: {
                score: float(np.mean([area for each in found for area in each.areas[score]]))
                for score in ("joint", "consensus", "overall")
            }
            for name, found in pairs.items()
        },
    }


def _joined(pairs: list[Pairs]) -> tuple[Numbers, NDArray[np.bool_]]:
    if not pairs:
        return np.zeros(0), np.zeros(0, bool)
    return np.concatenate([each.stated for each in pairs]), np.concatenate([each.true for each in pairs])
