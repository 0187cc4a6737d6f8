"""Figures across camps: what bridges them, how much it rests on single people, and what divides them.

All functions take the counts of every camp; camps without members are left out by whoever calls
them. Every camp weighs the same, whatever its size.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import log2, prod

from .confidence import majority_decimal, majority_probability
from .counts import CampCounts
from .measures import agreement_mean, room_majority_probability


def joint_probability(camps: Sequence[CampCounts]) -> Fraction | None:
    """Return J: how probable it is that of people like each camp more than half agree.

    None below two camps.
    """
    return _product([majority_probability(camp.agree, camp.answered) for camp in camps])


def room_joint_probability(camps: Sequence[CampCounts]) -> Fraction | None:
    """Return the same of the members themselves: the product of `room_majority_probability`."""
    return _product([room_majority_probability(camp.members, camp.agree, camp.answered) for camp in camps])


def group_informed_consensus(camps: Sequence[CampCounts]) -> Fraction | None:
    """Return the product of (A+1)/(N+2) over the camps, as Polis defines it; None below two camps.

    Between different numbers of camps only its geometric mean compares (`geometric_consensus`).
    """
    return _product([agreement_mean(camp.agree, camp.answered) for camp in camps])


def geometric_consensus(camps: Sequence[CampCounts]) -> float | None:
    """Return the geometric mean of (A+1)/(N+2) over the camps, 0 to 1; None below two camps."""
    consensus = group_informed_consensus(camps)
    return None if consensus is None else float(consensus) ** (1.0 / len(camps))


def joint_probability_without_one(camps: Sequence[CampCounts]) -> float | None:
    """Return the smallest J after leaving out any one person who agrees; J itself where nobody agrees."""
    if len(camps) < 2:
        return None
    shares = [majority_decimal(camp.agree, camp.answered) for camp in camps]
    left = [
        majority_decimal(camp.agree - 1, camp.answered - 1) if camp.agree else share
        for camp, share in zip(camps, shares, strict=True)
    ]
    return min(prod([*shares[:place], without, *shares[place + 1 :]]) for place, without in enumerate(left))


def removals_to_lose_majority(camps: Sequence[CampCounts]) -> int | None:
    """Return how many who agree would have to be left out before some camp has no majority.

    0 if one has none already; None below two camps.
    """
    return max(0, min(2 * camp.agree - camp.answered for camp in camps)) if len(camps) > 1 else None


def switches_to_lose_majority(camps: Sequence[CampCounts]) -> int | None:
    """Return how many would have to change their mind before some camp has no majority."""
    removals = removals_to_lose_majority(camps)
    return None if removals is None else (removals + 1) // 2


def agreement_spread(camps: Sequence[CampCounts]) -> Fraction | None:
    """Return the largest less the smallest (A+1)/(N+2), 0 to 1; None below two camps."""
    means = [agreement_mean(camp.agree, camp.answered) for camp in camps]
    return max(means) - min(means) if len(means) > 1 else None


def polarisation(camps: Sequence[CampCounts]) -> Fraction | None:
    """Return the largest P of one camp times (1 - P) of another, 0 to 1; from 0.81 on they are divided."""
    shares = [majority_probability(camp.agree, camp.answered) for camp in camps]
    return max(shares) * (1 - min(shares)) if len(shares) > 1 else None


def jensen_shannon_divergence(camps: Sequence[CampCounts]) -> float | None:
    """Return how differently camps spread over agree, pass and disagree: in bits, 0 to 1 for two camps.

    The entropy of the mean distribution less the mean of the entropies, with one added to every
    count (Lin 1991); all camps weigh the same. None below two camps.
    """
    if len(camps) < 2:
        return None
    spreads = []
    for agree, passed, disagree, *_others in camps:
        total = agree + passed + disagree + 3
        spreads.append([(agree + 1) / total, (passed + 1) / total, (disagree + 1) / total])
    mean = [sum(step) / len(spreads) for step in zip(*spreads, strict=True)]
    divergence = _entropy(mean) - sum(map(_entropy, spreads)) / len(spreads)
    return max(0.0, divergence)


def _entropy(shares: Sequence[float]) -> float:
    return -sum([share * log2(share) for share in shares])


def _product(factors: Sequence[Fraction]) -> Fraction | None:
    return prod(factors, start=Fraction(1)) if len(factors) > 1 else None
