"""Generated pictures: copies, sameness and the distance of Gaussians, where the answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from grader.measure.generated import diversity, frechet, nearness, recognised


def pictures(n: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (n, 8, 8, 1)).astype(np.uint8)


def test_pictures_drawn_like_the_real_ones_are_as_diverse() -> None:
    seen = diversity(pictures(200, 1), pictures(300, 2))
    assert seen.low < 1.0 < seen.high
    assert seen.n == 200


def test_pictures_all_alike_have_no_diversity_at_all() -> None:
    seen = diversity(np.repeat(pictures(1), 20, axis=0), pictures(50, 2))
    assert (seen.value, seen.low, seen.high) == (0.0, 0.0, 0.0)


def test_two_modes_lie_in_between() -> None:
    two = np.repeat(pictures(2), 25, axis=0)
    assert 0.3 < diversity(two, pictures(50, 2)).value < 0.7


@pytest.mark.parametrize(("made", "real"), [(1, 5), (5, 1)])
def test_diversity_needs_two_of_each(made: int, real: int) -> None:
    with pytest.raises(ValueError, match="two pictures"):
        diversity(pictures(made), pictures(real))
    with pytest.raises(ValueError, match="all the same"):
        diversity(pictures(3), np.zeros((3, 8, 8, 1), dtype=np.uint8))


def test_copies_are_counted_with_and_without_a_little_noise() -> None:
    train, fresh = pictures(100, 1), pictures(30, 2)
    noise = np.random.default_rng(3).integers(-6, 7, (20, 8, 8, 1))
    nearly = np.clip(train[10:30].astype(int) + noise, 0, 255).astype(np.uint8)
    seen = nearness(np.concatenate([train[:10], nearly, fresh]), train)
    assert (seen.value, seen.n) == (0.5, 60)
    assert seen.low < 0.5 < seen.high


def test_a_copy_of_a_picture_that_stands_twice_is_still_a_copy() -> None:
    train = np.repeat(pictures(20), 2, axis=0)
    assert nearness(train[:5], train).value == 1.0


def test_the_mean_of_two_training_pictures_is_no_copy() -> None:
    train = pictures(40)
    between = ((train[:20].astype(int) + train[20:]) // 2).astype(np.uint8)
    assert nearness(between, train).value == 0.0
    with pytest.raises(ValueError, match="copies"):
        nearness(between, train[:1])


def test_recognised_is_a_share() -> None:
    seen = recognised(np.array([0, 1, 2, 3]), np.array([0, 1, 2, 9]))
    assert (seen.value, seen.n) == (0.75, 4)
    with pytest.raises(ValueError, match="verdicts"):
        recognised(np.array([0]), np.array([0, 1]))


def test_two_classes_hit_by_luck_are_no_proof() -> None:
    """A generator that was never trained makes one picture a class: each stands for all of its class."""
    asked = np.repeat(np.arange(10), 100)
    lucky = recognised(np.repeat([0, 1, 5, 5, 5, 7, 7, 9, 9, 0], 100), asked)
    assert lucky.value == 0.2
    assert lucky.low < 0.1 < lucky.high


def test_right_in_every_class_is_as_sure_as_so_many_pictures_are() -> None:
    asked = np.repeat(np.arange(10), 100)
    sure = recognised(asked, asked)
    assert (sure.value, sure.high) == (1.0, 1.0)
    assert sure.low > 0.99


def test_gaussians_that_are_moved_and_stretched_along_the_axes() -> None:
    """Of commuting covariances the distance is |m1 - m2|² + Σ (σ1 - σ2)²."""
    rng = np.random.default_rng(1)
    base = rng.normal(size=(500, 4))
    base -= base.mean(axis=0)
    base = base @ np.linalg.inv(np.linalg.cholesky(np.cov(base, rowvar=False))).T  # covariance 1 exactly
    first, second = np.array([1.0, 2.0, 3.0, 0.5]), np.array([1.0, 1.0, 5.0, 0.0])
    shift = np.array([0.0, 3.0, 0.0, -1.0])
    expected = float((shift**2).sum() + ((first - second) ** 2).sum())
    assert frechet(base * first, base * second + shift) == pytest.approx(expected)


def test_the_distance_is_none_to_itself_the_same_both_ways_and_free_of_rotation() -> None:
    rng = np.random.default_rng(2)
    a, b = rng.normal(size=(80, 6)), rng.normal(size=(90, 6)) * 2 + 1
    turn = np.linalg.qr(rng.normal(size=(6, 6)))[0]
    assert frechet(a, a) == pytest.approx(0, abs=1e-8)
    assert frechet(a, b) == pytest.approx(frechet(b, a))
    assert frechet(a @ turn, b @ turn) == pytest.approx(frechet(a, b))


def test_fewer_rows_than_features_and_a_single_feature_are_measured_too() -> None:
    rng = np.random.default_rng(3)
    assert frechet(rng.normal(size=(5, 20)), rng.normal(size=(400, 20))) > 0
    assert frechet(np.array([[0.0], [2.0]]), np.array([[1.0], [3.0]])) == pytest.approx(1.0)
    with pytest.raises(ValueError, match="do not go with"):
        frechet(np.zeros((3, 2)), np.zeros((3, 4)))
