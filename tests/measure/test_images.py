"""Likeness of pictures: closed forms, bounds, and what must come out nearer."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.measure.estimates import mean_of, share_of
from grader.measure.images import (
    BATCH,
    HIGHEST_PSNR,
    likeness,
    mean_image,
    mean_image_likeness,
    psnr_of,
    ssim_of,
)


def pictures(n: int, side: int = 12, channels: int = 3, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (n, side, side, channels)).astype(np.uint8)


def test_a_picture_that_came_back_unchanged() -> None:
    seen = likeness(pictures(5), pictures(5))
    assert (seen.mse.value, seen.psnr.value) == (0.0, HIGHEST_PSNR)
    assert seen.ssim.value == pytest.approx(1.0)
    assert seen.mse.n == 5


def test_flat_pictures_have_closed_forms() -> None:
    """Without structure SSIM is its first factor, (2ab + c1) / (a² + b² + c1)."""
    dark, light = (np.full((3, 9, 9, 1), value, dtype=np.uint8) for value in (51, 153))
    seen = likeness(dark, light)
    assert seen.mse.value == pytest.approx(0.4**2)
    assert seen.psnr.value == pytest.approx(-10 * math.log10(0.16))
    assert seen.ssim.value == pytest.approx((2 * 0.2 * 0.6 + 1e-4) / (0.04 + 0.36 + 1e-4))


def test_ssim_is_what_its_definition_says_of_one_window() -> None:
    a, b = (pictures(1, side=7, channels=1, seed=seed)[0] / 255.0 for seed in (1, 2))
    c1, c2 = 1e-4, 9e-4
    covariance = float(np.cov(a.ravel(), b.ravel())[0, 1])
    expected = (2 * a.mean() * b.mean() + c1) * (2 * covariance + c2)
    expected /= (a.mean() ** 2 + b.mean() ** 2 + c1) * (a.var(ddof=1) + b.var(ddof=1) + c2)
    assert ssim_of(a[None], b[None])[0] == pytest.approx(expected)


def test_many_pictures_are_compared_in_batches_to_the_same_numbers() -> None:
    made, true = pictures(BATCH + 7, side=8, seed=1), pictures(BATCH + 7, side=8, seed=2)
    seen = likeness(made, true)
    assert seen.mse.value == pytest.approx(float(((made / 255.0 - true / 255.0) ** 2).mean()))
    assert seen.ssim.value == pytest.approx(float(ssim_of(made / 255.0, true / 255.0).mean()))
    assert seen.mse.low < seen.mse.value < seen.mse.high


@given(st.integers(0, 2**32 - 1), st.integers(7, 12), st.sampled_from([1, 3]))
def test_ssim_is_symmetric_and_at_most_one(seed: int, side: int, channels: int) -> None:
    a, b = pictures(2, side, channels, seed) / 255.0
    there, back = ssim_of(a[None], b[None]), ssim_of(b[None], a[None])
    assert there[0] == pytest.approx(back[0])
    assert -1 - 1e-9 <= there[0] <= 1 + 1e-9


def test_noise_makes_a_picture_less_like_itself() -> None:
    true = pictures(10, side=16)
    noise = np.random.default_rng(3).integers(-40, 41, true.shape)
    little, much = (np.clip(true + noise * share // 4, 0, 255).astype(np.uint8) for share in (1, 4))
    better, worse = likeness(little, true), likeness(much, true)
    assert better.mse.high < worse.mse.low
    assert better.ssim.low > worse.ssim.high


def test_the_mean_picture_is_rounded_and_the_best_constant_answer() -> None:
    train = pictures(50)
    assert mean_image(train).tolist() == np.floor(train.mean(axis=0) + 0.5).astype(int).tolist()
    mean, grey = mean_image_likeness(train, train), np.full_like(train, 90)
    assert mean.mse.value < likeness(grey, train).mse.value


@pytest.mark.parametrize(
    ("made", "true"),
    [
        pytest.param(pictures(2), pictures(3), id="counts"),
        pytest.param(pictures(2, 8), pictures(2, 9), id="sizes"),
        pytest.param(pictures(0), pictures(0), id="none"),
        pytest.param(pictures(2, 6), pictures(2, 6), id="smaller than the window"),
    ],
)
def test_pictures_that_do_not_go_together_are_refused(made: np.ndarray, true: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"picture|fewer"):
        likeness(made, true)


def test_decibels() -> None:
    assert psnr_of(np.array([1.0, 0.1, 0.001, 0.0])).tolist() == pytest.approx([0, 10, 30, HIGHEST_PSNR])


def test_a_mean_has_the_interval_of_its_standard_error() -> None:
    seen = mean_of(np.array([1.0, 2.0, 3.0, 4.0]))
    half = 1.959963984540054 * math.sqrt(5 / 3) / 2
    assert (seen.value, seen.n) == (2.5, 4)
    assert (seen.low, seen.high) == (pytest.approx(2.5 - half), pytest.approx(2.5 + half))
    assert mean_of(np.array([7.0])).high == math.inf
    for values in ([], [1.0, math.nan]):
        with pytest.raises(ValueError, match="finite"):
            mean_of(np.array(values))


def test_a_share_of_nothing_is_refused() -> None:
    assert share_of(3, 3).high == 1.0
    with pytest.raises(ValueError, match="share"):
        share_of(0, 0)
