"""How sure a few answers make one that more than half of people like this camp agree."""

from fractions import Fraction
from functools import lru_cache
from math import fsum

LARGEST_EXACT = 1000
"""Up to so many answers the probability is exact; beyond, its fraction would have hundreds of digits."""

_NEGLIGIBLE = 1e-20
_ROUNDED_ONCE = 64
_STEPS = 2**60


@lru_cache(maxsize=4096)
def majority_probability(agree: int, answered: int) -> Fraction:
    """Return the probability that more than half of people like these agree.

    With a uniform prior and `agree` of `answered` in agreement the share of those who agree is
    distributed as Beta(A+1, N-A+1), and P(share > 1/2) = 2^-(N+1) * sum of C(N+1, i) for i = 0..A.

    Nobody answered gives 1/2, nobody agreed 1/2^(N+1), all agreed 1 - 1/2^(N+1). Up to
    LARGEST_EXACT answers the fraction is exact; beyond, the weights of the binomial distribution
    are summed outwards from its middle and the result is a multiple of 1/2^60 within 1e-12 of
    the truth, where it can also be 0 or 1. Raises ValueError unless 0 <= agree <= answered.
    """
    if not 0 <= agree <= answered:
        raise ValueError(f"The number who agree is from 0 to the {answered} who answered, not {agree}.")
    trials = answered + 1
    if answered > LARGEST_EXACT:
        return Fraction(round(_share_at_most(agree, trials) * _STEPS), _STEPS)
    return Fraction(_outcomes_up_to(agree, trials), 2**trials)


def _outcomes_up_to(agree: int, trials: int) -> int:
    """Count the outcomes of so many fair trials in which at most so many succeed."""
    outcomes = ways = 1
    for successes in range(agree):
        ways = ways * (trials - successes) // (successes + 1)
        outcomes += ways
    return outcomes


def _share_at_most(successes: int, trials: int) -> float:
    """Return P(at most so many successes in so many fair trials) as a floating-point number.

    Weights are relative to the middle one, and their sum divides them: nothing cancels, and a
    factorial is never taken.
    """
    middle = trials // 2
    if successes > middle:
        return 1.0 - _share_at_most(trials - 1 - successes, trials)
    weights = []
    weight, place = 1.0, middle
    while weight > _NEGLIGIBLE:
        weights.append(weight)
        weight *= place / (trials - place + 1)
        place -= 1
    both_halves = 2.0 * fsum(weights) - (1.0 if trials % 2 == 0 else 0.0)
    return fsum(weights[middle - successes :]) / both_halves


@lru_cache(maxsize=8192)
def majority_decimal(agree: int, answered: int) -> float:
    """Return `majority_probability` as a floating-point number, fast for hundreds of answers too.

    Up to 64 answers it is the fraction rounded once; beyond, within 1e-14 of it.
    """
    if 0 <= agree <= answered <= _ROUNDED_ONCE:
        return _outcomes_up_to(agree, answered + 1) / (1 << answered + 1)
    if not 0 <= agree <= answered:
        raise ValueError(f"The number who agree is from 0 to the {answered} who answered, not {agree}.")
    return _share_at_most(agree, answered + 1)
