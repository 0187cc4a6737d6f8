from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.convergence import (
    Band,
    Bands,
    CampAnswers,
    CampBand,
    Reason,
    Rule,
    Stance,
    analyse,
    band_of,
    smallest_told,
    supporters_within,
    tell_bands,
)
from tests.convergence.oracle import certainties, is_certain
from tests.convergence.strategies import camp, camps, groups

BROAD, SPLIT, LITTLE = Band.BROAD_SUPPORT, Band.SPLIT, Band.LITTLE_SUPPORT
LARGEST_TRIED = 9


def told(*pairs: tuple[Band, int], objects: bool = False, silent: int = 0) -> Bands:
    return Bands(
        tuple(
            CampBand(f"camp-{place}", answered + silent, answered, band)
            for place, (band, answered) in enumerate(pairs)
        ),
        objects,
        Rule(),
    )


@pytest.mark.parametrize(
    ("answered", "bands"),
    [
        (4, [None] * 5),
        (5, [LITTLE] * 3 + [BROAD] * 3),
        (6, [LITTLE] * 3 + [SPLIT] + [BROAD] * 3),
        (9, [LITTLE] * 3 + [SPLIT] * 4 + [BROAD] * 3),
    ],
)
def test_bands_leave_as_many_open_at_both_ends(answered: int, bands: list[Band | None]) -> None:
    assert [band_of(supporters, answered) for supporters in range(answered + 1)] == bands


def test_with_two_who_conspire_seven_have_to_answer() -> None:
    assert (smallest_told(2), band_of(6, 6, 2), band_of(4, 7, 2), band_of(3, 7, 2)) == (
        7,
        None,
        BROAD,
        LITTLE,
    )


@given(st.integers(1, 3), st.integers(0, 30), st.data())
def test_what_a_band_allows_is_what_is_in_it(coalition: int, more: int, data: st.DataObject) -> None:
    answered = smallest_told(coalition) + more
    supporters = data.draw(st.integers(0, answered))

    band = band_of(supporters, answered, coalition)

    assert band is not None
    assert [*supporters_within(band, answered, coalition)] == [
        number for number in range(answered + 1) if band_of(number, answered, coalition) is band
    ]
    assert supporters in supporters_within(band, answered, coalition)


def test_impossible_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="7 of 6 cannot support anything"):
        band_of(7, 6)
    with pytest.raises(ValueError, match="No 5 answers are in the band split"):
        supporters_within(SPLIT, 5)


@pytest.mark.parametrize(
    ("bands", "level", "at_least", "reason"),
    [
        # Of eight at least six support it, and that is three quarters and certain enough.
        (told((BROAD, 8), (BROAD, 8)), "convergence", "convergence", Reason.MEETS_CONVERGENCE),
        # Of six it may be four, which are two thirds, or all.
        (told((BROAD, 6), (BROAD, 6)), None, "emerging_convergence", Reason.BRIDGE_BELOW_CONVERGENCE),
        # Whatever the numbers are: an objection keeps the word convergence away.
        (
            told((BROAD, 6), (BROAD, 9), objects=True),
            "emerging_convergence",
            "emerging_convergence",
            Reason.OBJECTION_STANDS,
        ),
        (told((BROAD, 8), (LITTLE, 6)), "open", "open", Reason.BRIDGE_BELOW_EMERGING),
        # Three or four of seven: less than half, or more.
        (told((BROAD, 8), (SPLIT, 7)), None, "open", Reason.BRIDGE_BELOW_EMERGING),
    ],
)
def test_level_is_told_where_the_bands_carry_it(
    bands: Bands, level: str | None, at_least: str, reason: Reason
) -> None:
    assert (bands.level, bands.at_least, bands.reason) == (level, at_least, reason)


@given(groups("a", 18), groups("b", 18), st.integers(0, 2))
def test_level_of_the_rule_is_never_outside_what_the_bands_carry(
    first: CampAnswers, second: CampAnswers, others_objecting: int
) -> None:
    objecting = first.counts[Stance.OBJECT] + second.counts[Stance.OBJECT] + others_objecting
    bands = tell_bands([first, second], objecting)
    ruled = analyse([first, second], None, objecting).level

    if bands is not None:
        assert ruled is not None
        lowest, highest = bands.levels
        assert lowest.rank <= ruled.rank <= highest.rank
        assert bands.level in (None, ruled)


@pytest.mark.parametrize(
    "answers",
    [
        [camp("a", 8, agree=8)],
        [camp("a", 8, agree=8), camp("b", 4, agree=4)],
        [camp("a", 9, agree=5), camp("b", 8, agree=8)],
        [camp("a", 8, agree=8), camp("b", 0)],
    ],
    ids=["one camp", "four members", "no quorum", "an empty camp"],
)
def test_nothing_is_told_of_any_camp_where_one_cannot_be_told(answers: list[CampAnswers]) -> None:
    assert tell_bands(answers, 0) is None


def test_nothing_is_told_where_a_camp_is_too_small_to_be_counted() -> None:
    answers = [camp("a", 8, agree=8), camp("b", 7, agree=7)]

    assert tell_bands(answers, 0, Rule(smallest_group=8)) is None
    assert tell_bands(answers, 0, Rule(smallest_group=7)) is not None


def test_camp_without_members_is_left_out() -> None:
    bands = tell_bands([camp("a", 8, agree=8), camp("none", 0), camp("b", 6, agree=2, objecting=3)], 3)

    assert bands == Bands(
        (CampBand("a", 8, 8, BROAD), CampBand("b", 6, 5, LITTLE)), objection_stands=True, rule=Rule()
    )


@given(camps(fewest=2, most=3), st.integers(0, 3))
def test_what_is_told_depends_on_bands_alone(answers: list[CampAnswers], objecting: int) -> None:
    """Who else supports it, and how, whether somebody passes, or how many object, changes nothing."""
    bands = tell_bands(answers, objecting)
    if bands is None:
        return
    for place, each in enumerate(bands.camps):
        for supporters in supporters_within(each.band, each.answered):
            other = camp(each.key, each.members, live=supporters, passed=each.answered - supporters)
            kept = [one for one in answers if one.members]
            assert tell_bands([*kept[:place], other, *kept[place + 1 :]], 7 * objecting) == bands


@given(camps(fewest=2, most=3), st.integers(0, 1))
def test_stored_bands_are_read_back_equal(answers: list[CampAnswers], objecting: int) -> None:
    bands = tell_bands(answers, objecting)

    assert bands is None or Bands.from_dict(bands.to_dict()) == bands


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ValueError, match="missing objection_stands; unknown surprise"):
        Bands.from_dict({"camps": [], "rule": Rule().to_dict(), "coalition": 1, "surprise": 1})


def test_oracle_finds_what_counts_tell() -> None:
    """The oracle is worth something: counts make answers certain, to one who conspires and to nobody."""
    found = list(certainties(lambda camps, _objecting: tuple(each.supporters for each in camps), (6,), 0, 1))

    assert {(each.told, sum(each.coalition)) for each in found} >= {
        ((6,), 0),
        ((5,), 1),
        ((1,), 1),
        ((0,), 0),
    }
    assert not {(3,), (4,), (2,)} & {each.told for each in found}


def test_oracle_finds_what_two_can_subtract_together() -> None:
    found = certainties(lambda camps, objecting: tell_bands(camps, objecting), (5, 6), 0, 2)

    assert next(found, None) is not None


@pytest.mark.parametrize("silent", [0, 2])
def test_no_answer_is_certain_in_any_world_of_two_camps(silent: int) -> None:
    """Whole: every world of both camps. For camps of up to nine that is a proof of its own (D7)."""
    assert list(certainties(everything_told, (5, 5), silent, 1)) == []


@pytest.mark.parametrize("answered", range(5, LARGEST_TRIED + 1))
def test_no_answer_is_certain_in_a_camp_of_up_to_nine(answered: int) -> None:
    """What is told of one camp depends on nobody else's answers but for the objection, which is tried too."""
    for others_objecting in (0, 1):
        other = camp("other", 8, agree=7, objecting=1) if others_objecting else camp("other", 8, agree=8)

        def tell(camps: list[CampAnswers], objecting: int, other: CampAnswers = other) -> object:
            return everything_told([*camps, other], objecting + other.counts[Stance.OBJECT])

        assert list(certainties(tell, (answered,), 0, 1)) == []


@pytest.mark.parametrize("answered", [7, 8])
def test_two_who_conspire_learn_nothing_where_two_are_allowed_for(answered: int) -> None:
    other = camp("other", 8, agree=8)

    def tell(camps: list[CampAnswers], objecting: int) -> object:
        return tell_bands([*camps, other], objecting, coalition=2)

    assert list(certainties(tell, (answered,), 0, 2)) == []


def everything_told(camps: list[CampAnswers], objecting: int) -> Bands | None:
    return tell_bands(
        camps, objecting
    )  # levels and reason are no more: they are worked out of the bands alone


def test_an_answer_nobody_could_give_makes_nothing_certain() -> None:
    assert not is_certain(set(), (0, 0, 0, 0, 0))
    assert is_certain({(5, 0, 0, 0, 0)}, (1, 0, 0, 0, 0))


def test_chances_of_a_guess_are_as_the_method_says() -> None:
    """Nobody is certain, and somebody may still guess well, if all ways to answer are equally likely."""
    assert round(chance_of_support(answered=6, known_refusing=0), 2) == Fraction("0.73")
    assert round(chance_of_support(answered=6, known_refusing=1), 2) == Fraction("0.83")


def chance_of_support(answered: int, known_refusing: int) -> Fraction:
    """How likely one of those of whom nothing is known supports what has broad support."""
    others = answered - known_refusing
    possible = [number for number in supporters_within(BROAD, answered) if number <= others]
    ways = {number: comb(others, number) for number in possible}
    return Fraction(sum(number * way for number, way in ways.items()), others * sum(ways.values()))
