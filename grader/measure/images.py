"""How near reconstructed pictures are to the true ones: mean squared error, PSNR and SSIM.

One number for each picture; what is made of them is the caller's.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

WINDOW: Final = 7  # pixels a side of SSIM's uniform window
BATCH: Final = 500  # pictures compared at a time: bounds the memory
HIGHEST_PSNR: Final = 100.0  # dB, given to a picture that came back unchanged, whose PSNR has no bound

_K1, _K2 = 0.01, 0.03


def mse_of(made: FloatArray, true: FloatArray) -> FloatArray:
    """Mean squared error of each pair, shape (n,); both (n, height, width, channels), white is 1."""
    return np.asarray(((made - true) ** 2).mean(axis=(1, 2, 3)), dtype=np.float64)


def psnr_of(mse: FloatArray) -> FloatArray:
    """Peak signal-to-noise ratio in dB of mean squared errors on a scale where white is 1; at most HIGHEST_PSNR."""
    floor = 10 ** (-HIGHEST_PSNR / 10)
    return np.asarray(-10 * np.log10(np.maximum(mse, floor)), dtype=np.float64)


def ssim_of(made: FloatArray, true: FloatArray) -> FloatArray:
    """Mean structural similarity of each pair of pictures, shape (n,); both (n, height, width, channels), white is 1.

    A uniform window of 7 x 7, K1 = 0.01, K2 = 0.03, unbiased variances, the mean over whole windows and channels.
    Raises: ValueError for pictures smaller than the window.
    Source: Wang, Bovik, Sheikh, Simoncelli, IEEE Transactions on Image Processing 13 (2004), pages 600 to 612, in
        the form of scikit-image `structural_similarity(channel_axis=-1, data_range=1)`.
    """
    if min(made.shape[1:3]) < WINDOW:
        raise ValueError(f"{made.shape[1]} x {made.shape[2]} pixels are fewer than SSIM's window of {WINDOW} a side")
    parts = [_similarity(made[at : at + BATCH], true[at : at + BATCH]) for at in range(0, len(made), BATCH)]
    return np.concatenate([np.zeros(0), *parts])


def _similarity(made: FloatArray, true: FloatArray) -> FloatArray:
    pixels = WINDOW * WINDOW
    unbiased = pixels / (pixels - 1)
    mean_made, mean_true = _window_mean(made), _window_mean(true)
    var_made = unbiased * (_window_mean(made * made) - mean_made * mean_made)
    var_true = unbiased * (_window_mean(true * true) - mean_true * mean_true)
    covariance = unbiased * (_window_mean(made * true) - mean_made * mean_true)
    c1, c2 = _K1 * _K1, _K2 * _K2
    above = (2 * mean_made * mean_true + c1) * (2 * covariance + c2)
    below = (mean_made * mean_made + mean_true * mean_true + c1) * (var_made + var_true + c2)
    return np.asarray((above / below).mean(axis=(1, 2, 3)), dtype=np.float64)


def _window_mean(images: FloatArray) -> FloatArray:
    """Means over all whole windows: along one axis, then along the other."""
    for axis in (1, 2):
        total = np.cumsum(images, axis=axis)
        total = np.insert(total, 0, 0.0, axis=axis)
        ends = np.arange(WINDOW, total.shape[axis])
        images = (np.take(total, ends, axis=axis) - np.take(total, ends - WINDOW, axis=axis)) / WINDOW
    return images
