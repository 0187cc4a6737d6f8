"""What can be said of one camp and one statement: of the people in the room, and of people like them."""

from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import comb, exp, expm1, fsum, lgamma, log, log1p, sqrt

CREDIBLE = 0.9
UNCLEAR_SHARE = Fraction(2, 5)
UNCLEAR_ANSWERS = 5
_EXACT_UP_TO = 64
_NEGLIGIBLE = 1e-18
_MOST_ROUNDS = 200
_CLOSE_ENOUGH = 1e-6
"""A step that short was the last but one: the next would be about its third power."""


class Certainty(StrEnum):
    """What is certain of the majority of a camp's members, whatever the silent think."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


def agreement_mean(agree: int, answered: int) -> Fraction:
    """Return (A+1)/(N+2): the mean of the camp's agreement with a uniform prior, 0 to 1; nobody gives 1/2."""
    _check(agree, answered)
    return Fraction(agree + 1, answered + 2)


def room_majority_probability(members: int, agree: int, answered: int) -> Fraction:
    """Return how probable it is that more than half of these `members` agree, silent ones included.

    With a uniform prior the number who will agree of the U silent is beta-binomial: P(k) =
    C(A+k, k) C(N-A+U-k, U-k) / C(N+1+U, U). It is 1 where more than half of all members agree, 0 where
    they no longer can, and then a fact. Raises ValueError unless 0 <= agree <= answered <= members.
    """
    _check(agree, answered, members)
    needed = members // 2 + 1 - agree
    silent = members - answered
    if needed <= 0 or needed > silent:
        return Fraction(needed <= 0)
    others = answered - agree
    ways, enough = comb(others + silent, silent), 0
    for more in range(silent + 1):
        if more >= needed:
            enough += ways
        if more < silent:
            ways = ways * (agree + more + 1) * (silent - more) // ((more + 1) * (others + silent - more))
    return Fraction(enough, comb(answered + 1 + silent, silent))


@lru_cache(maxsize=8192)
def room_majority_decimal(members: int, agree: int, answered: int) -> float:
    """Return `room_majority_probability` as a floating-point number, within 1e-12 of it.

    Where many are silent it is the same as P(at most A) of the hypergeometric distribution of A+need
    draws out of N+1 and U: the share is the (A+1)th of N+1 uniform numbers in order, and the silent
    are U more of them. Its weights are summed outwards from the likeliest.
    """
    needed, silent = members // 2 + 1 - agree, members - answered
    _check(agree, answered, members)
    if needed <= 0 or needed > silent:
        return float(needed <= 0)
    if silent <= _EXACT_UP_TO:
        return float(room_majority_probability(members, agree, answered))
    marked, draws = answered + 1, agree + needed
    lowest, highest = max(0, draws - silent), min(marked, draws)
    likeliest = min(max(lowest, (draws + 1) * (marked + 1) // (marked + silent + 2)), highest)
    within: list[float] = []
    beyond: list[float] = []
    weight = 1.0
    for place in range(likeliest, highest + 1):
        (within if place <= agree else beyond).append(weight)
        weight *= (marked - place) * (draws - place) / ((place + 1) * (silent - draws + place + 1))
        if weight < _NEGLIGIBLE:
            break
    weight = 1.0
    for place in range(likeliest, lowest, -1):
        weight *= place * (silent - draws + place) / ((marked - place + 1) * (draws - place + 1))
        (within if place - 1 <= agree else beyond).append(weight)
        if weight < _NEGLIGIBLE:
            break
    share = fsum(within)
    return share / (share + fsum(beyond))


def agreement_bounds(members: int, agree: int, answered: int) -> tuple[Fraction, Fraction]:
    """Return the smallest and the largest share of the members who can agree, whatever the silent think.

    No assumption is made about them (Manski's bounds). Raises ValueError for a camp without members.
    """
    _check(agree, answered, members)
    if not members:
        raise ValueError("A camp without members has no share.")
    return Fraction(agree, members), Fraction(agree + members - answered, members)


def majority_certainty(members: int, agree: int, answered: int) -> Certainty:
    """Tell whether more than half of all members agree, cannot agree any more, or neither is certain yet."""
    _check(agree, answered, members)
    if 2 * agree > members:
        return Certainty.YES
    return Certainty.NO if 2 * (agree + members - answered) <= members else Certainty.OPEN


@lru_cache(maxsize=8192)
def credible_interval(agree: int, answered: int, credible: float = CREDIBLE) -> tuple[float, float]:
    """Return the equal-tailed interval in which the share of people like this camp lies so probably.

    Quantiles of Beta(A+1, N-A+1), found by Halley's method kept between bounds, to about 1e-13.
    """
    _check(agree, answered)
    below = (1.0 - credible) / 2.0
    return (
        _beta_quantile(below, agree + 1, answered - agree + 1),
        1.0 - _beta_quantile(below, answered - agree + 1, agree + 1),
    )


def pass_share(passed: int, answered: int) -> Fraction | None:
    """Return the share of those who passed among those who answered; None if nobody did."""
    return Fraction(passed, answered) if answered else None


def is_unclear(passed: int, answered: int) -> bool:
    """Tell whether so many of a camp passed that the wording may be at fault: above 2/5 of at least five."""
    if answered < UNCLEAR_ANSWERS:
        return False
    return passed * UNCLEAR_SHARE.denominator > UNCLEAR_SHARE.numerator * answered


def _check(agree: int, answered: int, members: int | None = None) -> None:
    if not 0 <= agree <= answered:
        raise ValueError(f"The number who agree is from 0 to the {answered} who answered, not {agree}.")
    if members is not None and answered > members:
        raise ValueError(f"{answered} answers from {members} members.")


@lru_cache(maxsize=8192)
def _beta_quantile(probability: float, first: int, second: int) -> float:
    """Return x with P(Beta(first, second) <= x) = probability, for whole numbers.

    Remembered, because the upper end for A of N is the lower end for N-A of N.
    """
    if first == 1:
        return -expm1(log1p(-probability) / second)
    if second == 1:
        return exp(log(probability) / first)
    trials = first + second - 1
    log_ways = _log_ways(trials, first)
    low, high = 0.0, 1.0
    place = _near_beta_quantile(probability, first, second)
    for _round in range(_MOST_ROUNDS):
        density_times_place = exp(log_ways + first * log(place) + (trials - first) * log1p(-place))
        height = _beta_share_below(place, first, trials, density_times_place)
        low, high = (place, high) if height < probability else (low, place)
        slope = density_times_place * first / place
        step = (height - probability) / slope if slope else 1.0
        bend = (first - 1) / place - (second - 1) / (1.0 - place)
        ahead = place - step / max(0.5, 1.0 - step * bend / 2.0)
        if abs(ahead - place) <= _CLOSE_ENOUGH * place:
            return ahead
        if not low < ahead < high:
            ahead = (low + high) / 2
            if ahead in (low, high):
                return ahead
        place = ahead
    return place


def _near_beta_quantile(probability: float, first: int, second: int) -> float:
    """Return a quantile below the middle to two or three digits (Abramowitz and Stegun 26.5.22, 26.2.23)."""
    root = sqrt(-2.0 * log(probability))
    deviation = root - (2.515517 + root * (0.802853 + root * 0.010328)) / (
        1.0 + root * (1.432788 + root * (0.189269 + root * 0.001308))
    )
    share, other = 1.0 / (2 * first - 1), 1.0 / (2 * second - 1)
    harmonic = 2.0 / (share + other)
    skew = (deviation * deviation - 3.0) / 6.0
    within = deviation * sqrt(max(0.0, harmonic + skew)) / harmonic
    within -= (other - share) * (skew + 5.0 / 6.0 - 2.0 / (3.0 * harmonic))
    return first / (first + second * exp(2.0 * within))


def _log_ways(trials: int, chosen: int) -> float:
    if trials <= 2000:
        return log(comb(trials, chosen))
    return lgamma(trials + 1) - lgamma(chosen + 1) - lgamma(trials - chosen + 1)


def _beta_share_below(place: float, first: int, trials: int, at_first: float) -> float:
    """Return P(at least `first` successes in `trials` of chance `place`), from the weight at `first`."""
    odds = place / (1.0 - place)
    if first > place * trials:
        weights, weight, successes = [at_first], at_first, first
        while successes < trials and weight > _NEGLIGIBLE * at_first:
            weight *= (trials - successes) / (successes + 1) * odds
            successes += 1
            weights.append(weight)
        return fsum(weights)
    weights, weight, successes = [], at_first, first
    while successes > 0 and (weight > _NEGLIGIBLE * at_first or successes > place * trials):
        weight *= successes / (trials - successes + 1) / odds
        successes -= 1
        weights.append(weight)
    return 1.0 - fsum(weights)
