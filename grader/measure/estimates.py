"""Means and shares of n things, each with its 95 % interval."""

from __future__ import annotations

from dataclasses import dataclass

from grader.measure.intervals import wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean, or a share in [0, 1], of `n` things."""

    value: float
    low: float
    high: float
    n: int


def share_of(hits: int, n: int) -> Estimate:
    """A share of n independent things, with Wilson's interval.

    Raises: ValueError when there is nothing to have a share of, or there are more hits than that.
    """
    if n < 1:
        raise ValueError("a share needs things to be a share of")
    low, high = wilson(hits, n)
    return Estimate(value=hits / n, low=low, high=high, n=n)
