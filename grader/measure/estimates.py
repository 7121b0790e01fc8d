"""Means and shares of n things, each with its 95 % interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from grader.measure.intervals import Z_TWO_SIDED, wilson

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean, or a share in [0, 1], of `n` things."""

    value: float
    low: float
    high: float
    n: int


def mean_of(values: FloatArray) -> Estimate:
    """The mean of values of shape (n,), with the normal interval of its standard error.

    With a single value nothing is known of the spread, and the interval is without bounds.
    Raises: ValueError when there is no value, or one that is not finite.
    """
    if not values.size or not np.isfinite(values).all():
        raise ValueError("a mean needs values, all finite")
    value = float(values.mean())
    if values.size == 1:
        return Estimate(value=value, low=-math.inf, high=math.inf, n=1)
    half = Z_TWO_SIDED * float(values.std(ddof=1)) / math.sqrt(values.size)
    return Estimate(value=value, low=value - half, high=value + half, n=int(values.size))


def share_of(hits: int, n: int) -> Estimate:
    """A share of n independent things, with Wilson's interval.

    Raises: ValueError when there is nothing to have a share of, or there are more hits than that.
    """
    if n < 1:
        raise ValueError("a share needs things to be a share of")
    low, high = wilson(hits, n)
    return Estimate(value=hits / n, low=low, high=high, n=n)
