"""Likeness of pictures: closed forms, bounds, and what must come out nearer."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.measure.estimates import share_of
from grader.measure.images import (
    BATCH,
    HIGHEST_PSNR,
    mse_of,
    psnr_of,
    ssim_of,
)


def pictures(n: int, side: int = 12, channels: int = 3, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (n, side, side, channels)).astype(np.uint8)


def likeness(made: np.ndarray, true: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Squared error, decibels and similarity of each pair."""
    mse = mse_of(made / 255.0, true / 255.0)
    return mse, psnr_of(mse), ssim_of(made / 255.0, true / 255.0)


def test_a_picture_that_came_back_unchanged() -> None:
    mse, psnr, ssim = likeness(pictures(5), pictures(5))
    assert mse.tolist() == [0.0] * 5
    assert psnr.tolist() == [HIGHEST_PSNR] * 5
    assert ssim.tolist() == pytest.approx([1.0] * 5)


def test_flat_pictures_have_closed_forms() -> None:
    """Without structure SSIM is its first factor, (2ab + c1) / (a² + b² + c1)."""
    dark, light = (np.full((3, 9, 9, 1), value, dtype=np.uint8) for value in (51, 153))
    mse, psnr, ssim = likeness(dark, light)
    assert mse.tolist() == pytest.approx([0.4**2] * 3)
    assert psnr.tolist() == pytest.approx([-10 * math.log10(0.16)] * 3)
    assert ssim.tolist() == pytest.approx([(2 * 0.2 * 0.6 + 1e-4) / (0.04 + 0.36 + 1e-4)] * 3)


def test_ssim_is_what_its_definition_says_of_one_window() -> None:
    a, b = (pictures(1, side=7, channels=1, seed=seed)[0] / 255.0 for seed in (1, 2))
    c1, c2 = 1e-4, 9e-4
    covariance = float(np.cov(a.ravel(), b.ravel())[0, 1])
    expected = (2 * a.mean() * b.mean() + c1) * (2 * covariance + c2)
    expected /= (a.mean() ** 2 + b.mean() ** 2 + c1) * (a.var(ddof=1) + b.var(ddof=1) + c2)
    assert ssim_of(a[None], b[None])[0] == pytest.approx(expected)


def test_many_pictures_are_compared_in_batches_to_the_same_numbers() -> None:
    made, true = (pictures(BATCH + 7, side=8, seed=seed) / 255.0 for seed in (1, 2))
    at_once = ssim_of(made, true)
    assert at_once.tolist() == [ssim_of(made[i : i + 1], true[i : i + 1])[0] for i in range(BATCH + 7)]


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
    (less, _, nearer), (more, _, farther) = likeness(little, true), likeness(much, true)
    assert less.max() < more.min()
    assert nearer.min() > farther.max()


def test_pictures_smaller_than_the_window_are_refused() -> None:
    small = pictures(2, 6) / 255.0
    with pytest.raises(ValueError, match="fewer"):
        ssim_of(small, small)


def test_decibels() -> None:
    assert psnr_of(np.array([1.0, 0.1, 0.001, 0.0])).tolist() == pytest.approx([0, 10, 30, HIGHEST_PSNR])


def test_a_share_of_nothing_is_refused() -> None:
    assert share_of(3, 3).high == 1.0
    with pytest.raises(ValueError, match="share"):
        share_of(0, 0)
