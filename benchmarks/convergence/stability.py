"""How many people have another label at the next look, and how far two runs lie apart."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

Labels = Mapping[str, str | int]


def change_per_checkpoint(labels: Sequence[Labels | None]) -> float | None:
    """The mean share of people whose label changes from one checkpoint to the next.

    Of those who have one at both; None where no two neighbouring checkpoints have anybody in common.
    """
    shares = []
    for before, after in pairwise(labels):
        both = before.keys() & after.keys() if before and after else set()
        if before and after and both:
            shares.append(sum(before[one] != after[one] for one in both) / len(both))
    return sum(shares) / len(shares) if shares else None


def changes_of_number(labels: Sequence[Labels | None]) -> int:
    """How often there are more or fewer groups than the time before, where there are groups both times."""
    numbers = [len(set(each.values())) if each else 0 for each in labels]
    return sum(before != after for before, after in pairwise(numbers) if before and after)


def appearances(labels: Sequence[Labels | None]) -> int:
    """How often groups come or go."""
    return sum(bool(before) != bool(after) for before, after in pairwise(labels))


def largest_distance(points: Mapping[str, Sequence[float]], others: Mapping[str, Sequence[float]]) -> float:
    """The largest difference of a coordinate of anybody, in two runs over the same votes."""
    return max(
        (
            abs(mine - yours)
            for one, at in points.items()
            for mine, yours in zip(at, others[one], strict=True)
        ),
        default=0.0,
    )


def share_relabelled(labels: Labels, others: Labels) -> float:
    """The share of people with another label in a second run over the same votes."""
    both = labels.keys() & others.keys()
    return sum(labels[one] != others[one] for one in both) / len(both) if both else 0.0
