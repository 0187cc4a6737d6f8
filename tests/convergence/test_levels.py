import pytest

from dialogue.convergence import Level, is_above

PEOPLE_FIND = [Level.SHARED_QUESTION, Level.CLARIFIED_DIVERGENCE, Level.OPEN]
ABOVE = {
    (Level.CONVERGENCE, Level.EMERGING_CONVERGENCE),
    (Level.CONVERGENCE, Level.OPEN),
    (Level.CONVERGENCE, None),
    (Level.EMERGING_CONVERGENCE, Level.OPEN),
    (Level.EMERGING_CONVERGENCE, None),
}


@pytest.mark.parametrize("supported", [Level.CONVERGENCE, Level.EMERGING_CONVERGENCE, Level.OPEN, None])
@pytest.mark.parametrize("level", list(Level))
def test_is_above_for_every_pair(level: Level, supported: Level | None) -> None:
    assert is_above(level, supported) == ((level, supported) in ABOVE)


def test_rank_orders_the_levels_of_the_figures() -> None:
    ordered = sorted(
        [Level.CONVERGENCE, Level.OPEN, Level.EMERGING_CONVERGENCE], key=lambda level: level.rank
    )

    assert ordered == [Level.OPEN, Level.EMERGING_CONVERGENCE, Level.CONVERGENCE]
    assert [level.rank for level in PEOPLE_FIND] == [0, 0, 0]


def test_level_values_are_the_words_that_are_stored() -> None:
    assert [level.value for level in Level] == [
        "convergence",
        "emerging_convergence",
        "shared_question",
        "clarified_divergence",
        "open",
    ]
