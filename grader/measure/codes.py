"""What a latent space holds: divergence from the prior, and how many of its dimensions are in use."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

ACTIVE_VARIANCE: Final = 0.01


def nats_of(mean: npt.NDArray[np.floating], log_variance: npt.NDArray[np.floating]) -> FloatArray:
    """KL(N(mean, variance) || N(0, 1)) of each row and dimension; all of shape (rows, dimensions).

    Infinite where a variance leaves what numbers can hold.
    Raises: ValueError when the shapes differ.
    """
    m, v = np.asarray(mean, dtype=np.float64), np.asarray(log_variance, dtype=np.float64)
    if m.ndim != 2 or m.shape != v.shape:
        raise ValueError(f"means of shape {m.shape} do not go with log variances of shape {v.shape}")
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(0.5 * (np.exp(v) + m * m - 1 - v), dtype=np.float64)


def active_units(mean: npt.NDArray[np.floating]) -> int:
    """Dimensions whose mean varies over rows by more than 0.01 (variance); `mean` of shape (rows, dimensions).

    Raises: ValueError unless there are two rows or more.
    Source: Burda, Grosse, Salakhutdinov, Importance Weighted Autoencoders, ICLR 2016, section 5.2.
    """
    if mean.ndim != 2 or mean.shape[0] < 2:
        raise ValueError("whether a dimension varies is seen over two rows or more")
    return int(np.count_nonzero(np.asarray(mean, dtype=np.float64).var(axis=0, ddof=1) > ACTIVE_VARIANCE))
