import numpy as np
import pytest

from dialogue.convergence import Conversation, decomposition, residuals
from dialogue.convergence.decomposition import Axes, find_axes
from dialogue.convergence.residuals import Residuals
from tests.convergence.conversations import tiny, two_camps
from tests.convergence.worked_examples import TINY_FIRST, TINY_MEANS, TINY_SECOND, TINY_SINGULAR_VALUES


def written_out(conversation: Conversation) -> np.ndarray:
    matrix = conversation.matrix
    votes = np.full(matrix.shape, np.nan)
    votes[matrix.rows, matrix.columns] = matrix.values
    return np.where(np.isnan(votes), 0.0, votes - np.nanmean(votes, axis=0))


@pytest.fixture(params=["at once", "dense", "arrays", "library"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param != "at once":
        monkeypatch.setattr(decomposition, "SMALL_SIDE", 0)
    if request.param not in ("at once", "dense"):
        monkeypatch.setattr(residuals, "LARGEST_DENSE", 0)
    if request.param == "library":
        monkeypatch.setattr(residuals, "SPARSE_LIBRARY_FROM", 0)


def cosines(axes: Axes, expected: np.ndarray) -> list[float]:
    return [abs(float(own @ other)) for own, other in zip(axes.components, expected, strict=True)]


@pytest.mark.usefixtures("_way")
def test_axes_of_the_tiny_conversation() -> None:
    found = Residuals.of(tiny().matrix)

    axes = find_axes(found)

    assert found.means == pytest.approx(TINY_MEANS, abs=1e-15)
    assert axes.singular_values == pytest.approx(TINY_SINGULAR_VALUES, abs=1e-12)
    assert cosines(axes, np.array([TINY_FIRST, TINY_SECOND])) == pytest.approx([1, 1], abs=1e-13)


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("people", [5, 40, 300])
def test_axes_are_singular_vectors(people: int) -> None:
    conversation = Conversation.from_votes(two_camps(people, 30, seen=0.5)[0])

    axes = find_axes(Residuals.of(conversation.matrix))

    matrix = written_out(conversation)
    _left, values, right = np.linalg.svd(matrix)
    assert axes.singular_values == pytest.approx(values[:2], abs=1e-9)
    assert cosines(axes, right[:2]) == pytest.approx([1, 1], abs=1e-9)
    assert axes.shares == pytest.approx(values[:2] ** 2 / (matrix**2).sum(), abs=1e-12)


def test_axes_agree_with_scikit_learn() -> None:
    from sklearn.decomposition import PCA

    conversation = Conversation.from_votes(two_camps(120, 25)[0])

    axes = find_axes(Residuals.of(conversation.matrix))

    judge = PCA(2, svd_solver="full").fit(written_out(conversation))
    assert cosines(axes, judge.components_) == pytest.approx([1, 1], abs=1e-12)
    assert axes.singular_values == pytest.approx(judge.singular_values_, abs=1e-9)
    assert axes.shares == pytest.approx(judge.explained_variance_ratio_, abs=1e-12)


def test_without_differences_there_are_no_axes() -> None:
    found = Residuals.of(Conversation.from_votes([(p, s, 1) for p in range(5) for s in range(4)]).matrix)

    axes = find_axes(found)

    assert not axes.components.any()
    assert not axes.singular_values.any()


def test_along_one_line_there_is_no_second_axis() -> None:
    rows = [(p, s, 1 if (p % 2) == (s % 2) else -1) for p in range(6) for s in range(4)]

    axes = find_axes(Residuals.of(Conversation.from_votes(rows).matrix))

    assert np.abs(axes.components[0]) == pytest.approx([0.5] * 4)
    assert not axes.components[1].any()
    assert axes.shares == pytest.approx([1, 0])
