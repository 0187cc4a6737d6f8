"""What the property tests draw from, and the words to build answers by hand."""

from fractions import Fraction

from hypothesis import strategies as st

from dialogue.convergence import CampAnswers, Rule, Stance

_SHARES = [Fraction(numerator, 12) for numerator in range(1, 13)]


def camp(
    key: str,
    members: int,
    *,
    agree: int = 0,
    live: int = 0,
    passed: int = 0,
    disagree: int = 0,
    objecting: int = 0,
) -> CampAnswers:
    return CampAnswers(
        key,
        members,
        {
            Stance.AGREE: agree,
            Stance.CAN_LIVE_WITH_IT: live,
            Stance.PASS: passed,
            Stance.DISAGREE: disagree,
            Stance.OBJECT: objecting,
        },
    )


@st.composite
def groups(draw: st.DrawFn, key: str, most: int = 9) -> CampAnswers:
    """One group of any size up to `most` times the stances, empty ones included."""
    numbers = draw(st.lists(st.integers(0, most // 3), min_size=5, max_size=5))
    silent = draw(st.integers(0, 4))
    return CampAnswers(key, sum(numbers) + silent, dict(zip(Stance, numbers, strict=True)))


@st.composite
def camps(draw: st.DrawFn, fewest: int = 0, most: int = 3) -> list[CampAnswers]:
    number = draw(st.integers(fewest, most))
    return [draw(groups(f"camp-{place}")) for place in range(number)]


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    bridges = sorted(draw(st.tuples(st.sampled_from(_SHARES), st.sampled_from(_SHARES))))
    return Rule(
        emerging_bridge=bridges[0],
        convergence_bridge=bridges[1],
        convergence_confidence=draw(st.sampled_from(_SHARES)),
        quorum_share=draw(st.sampled_from(_SHARES)),
        quorum_persons=draw(st.integers(1, 4)),
        smallest_group=draw(st.integers(1, 5)),
    )


def objections(groups_of_people: list[CampAnswers]) -> int:
    return sum(group.counts[Stance.OBJECT] for group in groups_of_people)
