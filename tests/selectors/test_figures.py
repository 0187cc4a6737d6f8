"""Stored figures as they are shown: words, stones and a deck; nothing of a camp that is withheld."""

from fractions import Fraction

import pytest

from dialogue.convergence import CampAnswers, Stance, analyse
from dialogue.models import Figure, Position
from dialogue.selectors.explanations import explanation
from dialogue.selectors.figures import beam, figure_shown, figures_by_version, level_supported_by
from dialogue.selectors.people import people_of
from dialogue.selectors.shown import FigureShown, Stone
from dialogue.services.participants import declare_camp, remove_participant, set_roles
from dialogue.services.responses import Answer, respond
from tests.cast import Cast, post


@pytest.fixture
def proposal(cast: Cast) -> Position:
    return post(cast.abolitionist, cast.thread, kind="proposal")


def answer(cast: Cast, proposal: Position, abolitionists: list[str], supporters: list[str]) -> None:
    given = [
        *zip(cast.abolitionists, abolitionists, strict=False),
        *zip(cast.supporters, supporters, strict=False),
    ]
    for by, stance in given:
        assert proposal.current_version_id is not None
        respond(by=by, position=proposal, version_id=proposal.current_version_id, answer=Answer(stance, "en"))


def shown(cast: Cast, proposal: Position) -> FigureShown:
    return figure_shown(
        Figure.objects.get(version=proposal.current_version_id), people_of(cast.observer, "en")
    )


def explained(cast: Cast, proposal: Position) -> tuple[str, ...]:
    return explanation(
        Figure.objects.get(version=proposal.current_version_id), people_of(cast.observer, "en")
    )


def test_figures_with_quorum_have_level_bridge_and_deck(cast: Cast, proposal: Position) -> None:
    answer(cast, proposal, ["agree"] * 5, ["agree", "agree", "can_live_with_it", "disagree"])

    figure = shown(cast, proposal)

    assert (figure.level, figure.level_label) == ("emerging_convergence", "Emerging convergence")
    assert (figure.bridge_percent, figure.beam) == (75, (75, 125))
    assert (figure.has_quorum, figure.is_withheld) == (True, False)
    supporters = figure.camps[1]
    assert (supporters.members, supporters.answered, supporters.missing, supporters.supporting) == (
        5,
        4,
        1,
        3,
    )
    assert supporters.words == "2 agree, 1 can live with it, 1 disagrees, 1 yet to answer"
    assert supporters.stones == (
        Stone("agree", 2, 2), Stone("can_live_with_it", 1, 1), Stone("disagree", 1, 1), Stone("missing", 1, 1)
    )  # fmt: skip
    assert [count for _stance, _label, count in supporters.counts] == [2, 1, 0, 1, 0]


def test_without_quorum_no_level_is_named_and_no_deck_drawn(cast: Cast, proposal: Position) -> None:
    answer(cast, proposal, ["agree"] * 5, ["agree"])

    figure = shown(cast, proposal)

    assert (figure.level_label, figure.bridge_percent, figure.beam) == ("Too few answers", None, None)
    assert figure.sentence.endswith("3 from the deterrence supporters.")


def test_withheld_figures_show_nothing_to_count_with(cast: Cast, proposal: Position) -> None:
    answer(cast, proposal, ["agree"] * 5, ["object", "agree"])
    for leaving in cast.supporters[3:]:
        remove_participant(by=cast.organiser, participant=leaving)

    figure = shown(cast, proposal)

    small, large = figure.camps[1], figure.camps[0]
    assert (figure.level, figure.level_label, figure.bridge_percent, figure.beam, figure.changes) == (
        "", "", None, None, ()
    )  # fmt: skip
    assert figure.is_withheld
    assert (small.is_withheld, small.members, small.answered, small.counts, small.stones) == (
        True,
        None,
        None,
        (),
        (),
    )
    assert small.words == "Not shown: fewer than 4 members."
    assert (large.answered, large.missing) == (5, None)
    assert explained(cast, proposal) == (figure.sentence,)
    assert level_supported_by(proposal.current_version) == ""


def test_neither_is_shown_from_the_smallest_group_on(cast: Cast, proposal: Position) -> None:
    hidden = shown(cast, proposal).neither
    for each in (cast.abolitionists[4], cast.supporters[4]):
        declare_camp(by=each, camp=None)

    neither = shown(cast, proposal).neither

    assert hidden is None
    assert neither is not None
    assert (neither.members, neither.missing, neither.words) == (4, 4, "4 yet to answer")


def test_camp_left_empty_leaves_one_bank(cast: Cast, proposal: Position) -> None:
    answer(cast, proposal, ["agree"] * 5, [])
    for each in cast.supporters:
        set_roles(by=cast.organiser, participant=each, roles={"observer"})  # type: ignore[arg-type]

    assert explained(cast, proposal) == ("A bridge needs two banks: only one camp has members.",)
    assert shown(cast, proposal).bridge_percent is None


def test_stones_of_large_camps_are_drawn_to_scale(cast: Cast) -> None:
    camps = [CampAnswers(key, 120, {Stance.AGREE: 90, Stance.OBJECT: 1}) for key in cast.camps]
    figure = Figure(data=analyse(camps, None, 2).to_dict())

    stones = figure_shown(figure, people_of(cast.observer, "en")).camps[0].stones

    assert stones == (Stone("agree", 90, 18), Stone("object", 1, 1), Stone("missing", 29, 6))


@pytest.mark.parametrize(("bridge", "ends"), [(0, (0, 200)), (Fraction(3, 4), (75, 125)), (1, (100, 100))])
def test_deck_reaches_as_far_as_the_shorter_side(bridge: Fraction, ends: tuple[int, int]) -> None:
    assert beam(Fraction(bridge)) == ends


def test_figures_of_many_versions_take_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    versions = [post(cast.abolitionist, cast.thread).current_version_id for _ in range(5)]
    people = people_of(cast.observer, "en")

    with django_assert_num_queries(1):  # type: ignore[operator]
        figures = figures_by_version([each for each in versions if each], people)

    assert set(figures) == set(versions)


def test_level_supported_by_nothing_is_empty() -> None:
    assert level_supported_by(None) == ""


def test_explanation_goes_from_the_counts_to_the_level(cast: Cast, proposal: Position) -> None:
    answer(cast, proposal, ["agree"] * 5, ["agree", "agree", "can_live_with_it", "object"])

    steps = explained(cast, proposal)

    assert steps[0] == (
        "Among the abolitionists 5 of 5 have answered; 5 of them agree or can live with it. "
        "A pass is an answer, and it is not agreement."
    )
    assert steps[3] == "Quorum of the deterrence supporters: 4 answers needed, 4 given."
    assert steps[4] == "The bridge is the lower of the camps and never an average: 75 %."
    assert steps[5].startswith("An objection stands, of a camp or of neither")
    assert steps[6].startswith("With so few people this is a sign, not a proof.")
    assert steps[7] == shown(cast, proposal).sentence
    assert steps[8:] == shown(cast, proposal).changes


def test_explanation_without_quorum_stops_before_the_bridge(cast: Cast, proposal: Position) -> None:
    answer(cast, proposal, ["agree"] * 4, ["agree"])

    steps = explained(cast, proposal)

    assert steps[3] == "The deterrence supporters have no quorum yet: 4 answers needed, 1 given."
    assert not any("bridge is the lower" in step for step in steps)


def test_explanation_says_when_no_objection_stands(cast: Cast, proposal: Position) -> None:
    answer(cast, proposal, ["agree"] * 5, ["agree"] * 5)

    assert "No objection stands." in explained(cast, proposal)
