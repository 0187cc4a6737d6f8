import numpy as np
import pytest

from dialogue.convergence import Conversation, factorise
from tests.convergence.conversations import tiny, two_camps
from tests.convergence.worked_examples import (
    TINY_FACTORS,
    TINY_INTERCEPTS,
    TINY_MODEL_LOSS,
    TINY_MODEL_MEAN,
)


def test_the_tiny_conversation() -> None:
    found = factorise(tiny().matrix)

    assert found is not None
    assert found.loss <= TINY_MODEL_LOSS + 1e-12
    assert found.mean == pytest.approx(TINY_MODEL_MEAN, abs=1e-6)
    assert found.intercepts == pytest.approx(TINY_INTERCEPTS, abs=2e-6)
    assert np.abs(found.factors) == pytest.approx(np.abs(TINY_FACTORS), abs=2e-6)
    assert found.statements[int(np.argmax(found.intercepts))] == 2
    assert not found.is_advised


def test_no_small_step_lowers_the_loss() -> None:
    """The definition of the loss, written out, is at its lowest where the fit ends."""
    matrix = Conversation.from_votes(two_camps(30, 10)[0]).matrix
    found = factorise(matrix)
    assert found is not None
    votes = (matrix.values + 1) / 2

    def loss(mean: float, i_s: np.ndarray, f_s: np.ndarray, i_u: np.ndarray, f_u: np.ndarray) -> float:
        error = votes - mean - i_u[matrix.rows] - i_s[matrix.columns] - f_u[matrix.rows] * f_s[matrix.columns]
        intercepts = (i_u**2).mean() + (i_s**2).mean() + mean**2
        return float((error**2).mean() + 0.15 * intercepts + 0.03 * ((f_u**2).mean() + (f_s**2).mean()))

    at = [
        found.mean,
        found.intercepts,
        found.factors,
        found.participant_intercepts,
        found.participant_factors,
    ]
    assert loss(*at) == pytest.approx(found.loss, abs=1e-14)  # type: ignore[arg-type]
    random = np.random.default_rng(0)
    for _step in range(50):
        moved = [each + 1e-3 * random.normal(size=np.shape(each)) for each in at]
        assert loss(*moved) > found.loss  # type: ignore[arg-type]


def test_what_both_sides_like_is_found_without_camps() -> None:
    found = factorise(Conversation.from_votes(two_camps(150, 24)[0]).matrix)

    assert found is not None
    assert found.is_advised
    assert set(found.bridging) <= {statement for statement in range(24) if statement % 3 == 0}
    order = np.argsort(-found.intercepts)
    assert {found.statements[place] for place in order[:8]} == set(range(0, 24, 3))


def test_the_first_camp_is_on_the_left() -> None:
    rows, camp_of = two_camps()
    matrix = Conversation.from_votes(rows).matrix
    west = np.array([camp_of[person] == "west" for person in matrix.participants])

    found, mirrored = factorise(matrix, west), factorise(matrix, ~west)

    assert found is not None
    assert mirrored is not None
    assert found.participant_factors[west].mean() < 0
    assert np.array_equal(found.factors, -mirrored.factors)


def test_nothing_without_votes() -> None:
    assert factorise(Conversation.from_votes([]).matrix) is None


def test_the_dictionary_tells_nothing_of_participants() -> None:
    found = factorise(tiny().matrix)
    assert found is not None

    data = found.to_dict()

    assert sorted(data) == ["advised", "bridging", "loss", "mean", "statements"]
    assert data["statements"][2] == {
        "statement": 2,
        "intercept": found.intercepts[2],
        "factor": found.factors[2],
    }
