"""What minutes tell of stored figures: all of it that is true in a sentence, and nothing that is withheld."""

import pytest

from dialogue import convergence, minutes
from dialogue.convergence import CampAnswers, Stance
from dialogue.selectors.minutes_figures import CHANGES, REASONS, figures_told

CAMPS = ("left", "right")
EVERYBODY = frozenset({*CAMPS, "neither"})
OBJECTION = minutes.Objection(minutes.Quotation("No.", "en"))


def camp(key: str, members: int = 5, **stances: int) -> CampAnswers:
    return CampAnswers(key, members, {Stance(stance): number for stance, number in stances.items()})


def analysed(
    left: CampAnswers, right: CampAnswers, neither: CampAnswers | None = None
) -> convergence.Figures:
    groups = (left, right, *([neither] if neither else []))
    return convergence.analyse((left, right), neither, sum(each.counts[Stance.OBJECT] for each in groups))


def test_figures_keep_counts_level_and_reason() -> None:
    figures = analysed(camp("left", agree=5), camp("right", agree=3, can_live_with_it=2))

    told = figures_told(figures, CAMPS, EVERYBODY, ())

    assert told is not None
    assert (told.level, told.reason, told.bridge) == ("convergence", "rule_met", 1.0)
    assert [group.stances for group in told.camps] == [
        {"agree": 5, "can_live_with_it": 0, "pass": 0, "disagree": 0, "object": 0},
        {"agree": 3, "can_live_with_it": 2, "pass": 0, "disagree": 0, "object": 0},
    ]


def test_figures_that_were_withheld_stay_withheld() -> None:
    figures = analysed(camp("left", agree=5), camp("right", members=3, agree=3))

    assert figures_told(figures, CAMPS, EVERYBODY, ()) is None


def test_figures_of_a_camp_grown_small_since_are_withheld() -> None:
    figures = analysed(camp("left", agree=5), camp("right", agree=5))

    assert figures_told(figures, CAMPS, EVERYBODY, ()) is not None
    assert figures_told(figures, CAMPS, {"left", "neither"}, ()) is None


def test_figures_beside_a_camp_nobody_declared_are_withheld() -> None:
    figures = analysed(camp("left", agree=5), camp("right", members=0))

    assert figures_told(figures, CAMPS, {"left"}, ()) is None


@pytest.mark.parametrize(
    ("members", "counted", "is_told"), [(4, EVERYBODY, True), (4, CAMPS, False), (2, EVERYBODY, False)]
)
def test_neither_is_counted_where_it_is_large_enough(
    members: int, counted: tuple[str, ...], is_told: bool
) -> None:
    figures = analysed(
        camp("left", agree=5), camp("right", agree=5), camp("neither", members=members, agree=2)
    )

    told = figures_told(figures, CAMPS, counted, ())

    assert told is not None
    assert (told.neither is not None) == is_told


def test_objection_from_a_small_neither_withholds_the_figures() -> None:
    figures = analysed(camp("left", agree=5), camp("right", agree=5), camp("neither", members=2, object=1))

    assert figures_told(figures, CAMPS, CAMPS, ()) is not None
    assert figures_told(figures, CAMPS, CAMPS, (OBJECTION,)) is None


def test_objection_within_a_camp_is_counted_there() -> None:
    figures = analysed(camp("left", agree=4, object=1), camp("right", agree=5))

    told = figures_told(figures, CAMPS, CAMPS, (OBJECTION,))

    assert told is not None
    assert (told.reason, told.changes[0]) == ("standing_objection", minutes.Change("objection_withdrawn"))


def test_missing_answers_are_told_for_each_camp() -> None:
    told = figures_told(analysed(camp("left"), camp("right", agree=3)), CAMPS, EVERYBODY, ())

    assert told is not None
    assert told.changes == (
        minutes.Change("answers_needed", "left", 4),
        minutes.Change("answers_needed", "right", 1),
    )


def test_moves_of_people_who_answered_are_told_only_where_nobody_else_is_left() -> None:
    complete = analysed(camp("left", agree=5), camp("right", agree=2, disagree=3))
    incomplete = analysed(camp("left", agree=5), camp("right", members=6, agree=1, disagree=4))

    told_of_all = figures_told(complete, CAMPS, EVERYBODY, ())
    told_of_some = figures_told(incomplete, CAMPS, EVERYBODY, ())

    assert told_of_all is not None
    assert told_of_some is not None
    assert told_of_all.changes == (minutes.Change("agreement_needed", "right", 1),)
    assert told_of_some.changes == ()


def test_moves_that_must_include_who_objects_are_not_told() -> None:
    figures = analysed(camp("left", agree=3, **{"pass": 1, "object": 1}), camp("right", agree=5))

    told = figures_told(figures, CAMPS, EVERYBODY, (OBJECTION,))

    assert convergence.ChangeCode.SWITCHES_NEEDED in {change.code for change in figures.changes}
    assert told is not None
    assert told.changes == (minutes.Change("would_not_survive", "left", 1),)


def test_what_holds_only_together_is_not_told() -> None:
    figures = analysed(camp("left", agree=2, disagree=3), camp("right", agree=2, disagree=3))

    told = figures_told(figures, CAMPS, EVERYBODY, ())

    assert figures.changes
    assert told is not None
    assert told.changes == ()


def test_every_code_of_the_analysis_has_its_word() -> None:
    untold = {convergence.ChangeCode.SURVIVES}
    withheld = {convergence.Reason.WITHHELD, convergence.Reason.TOO_FEW_CAMPS}

    assert set(CHANGES) == set(convergence.ChangeCode) - untold
    assert set(REASONS) == set(convergence.Reason) - withheld
