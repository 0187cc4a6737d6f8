import numpy as np
import pytest

from dialogue.convergence.partitions import find_partitions
from dialogue.convergence.silhouettes import mean_silhouettes


def blobs(sizes: list[int], seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    middles = random.uniform(-6, 6, (len(sizes), 2))
    return np.concatenate(
        [middle + random.normal(0, 1, (size, 2)) for middle, size in zip(middles, sizes, strict=True)]
    )


def test_parts_are_numbered_from_left_to_right() -> None:
    points = np.array([[5.0, 0], [5, 1], [-5, 0], [-5, 1], [0, 9], [0, 8]])

    (found,) = find_partitions(points, [3])

    assert found.labels.tolist() == [2, 2, 0, 0, 1, 1]
    assert found.centres.tolist() == [[-5, 0.5], [0, 8.5], [5, 0.5]]
    assert (found.inertia, found.sizes.tolist()) == (pytest.approx(1.5), [2, 2, 2])


@pytest.mark.parametrize("sizes", [[30, 40], [10, 20, 30], [120, 60, 40, 30]])
@pytest.mark.parametrize("seed", range(2))
def test_inertia_is_near_the_best_of_many_random_starts(sizes: list[int], seed: int) -> None:
    from sklearn.cluster import KMeans

    points = blobs(sizes, seed)

    found = find_partitions(points, [2, 3, 4, 5])

    for number, partition in zip([2, 3, 4, 5], found, strict=True):
        judge = KMeans(number, n_init=10, random_state=0).fit(points)
        assert partition.inertia <= judge.inertia_ * 1.02
        own = ((points - partition.centres[partition.labels]) ** 2).sum()
        assert partition.inertia == pytest.approx(own, rel=1e-3)


def test_identical_points_make_one_part() -> None:
    found = find_partitions(np.ones((20, 2)), [2, 3])

    assert [each.sizes.max() for each in found] == [20, 20]
    assert [each.inertia for each in found] == [pytest.approx(0, abs=1e-12)] * 2


def test_the_order_of_points_changes_no_part() -> None:
    points = blobs([60, 80, 40])
    order = np.random.default_rng(1).permutation(len(points))

    (own,) = find_partitions(points, [3])
    (other,) = find_partitions(points[order], [3])

    assert np.array_equal(other.labels, own.labels[order])


@pytest.mark.parametrize("sizes", [[5, 6], [30, 40, 20], [90, 120, 60]])
def test_silhouettes_are_those_of_scikit_learn(sizes: list[int]) -> None:
    from sklearn.metrics import silhouette_score

    points = blobs(sizes)
    labellings = [each.labels for each in find_partitions(points, [2, 3])]

    found = mean_silhouettes(points, labellings)

    assert found == pytest.approx([silhouette_score(points, labels) for labels in labellings], abs=1e-10)


def test_a_sample_of_many_points_is_near_all_of_them() -> None:
    points = blobs([900, 600])
    labels = np.repeat([0, 1], [900, 600])

    (all_of_them,), (sample,) = (mean_silhouettes(points, [labels], most) for most in (2000, 400))

    assert sample == pytest.approx(all_of_them, abs=0.02)


def test_silhouette_of_what_cannot_be_compared() -> None:
    points = np.array([[0.0, 0], [1, 0], [5, 0]])

    assert mean_silhouettes(points, [np.zeros(3, np.intp), np.array([0, 0, 1])]) == [
        -1.0,
        pytest.approx((4 / 5 + 3 / 4) / 3),
    ]
