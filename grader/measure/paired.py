"""Two models on the same rows: is one better than the other, or was it luck?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

EXACT_UP_TO: Final = 1000  # rows on which the two differ; beyond, the normal law is as good
DRAWS: Final = 2000
SEED: Final = 20261126


@dataclass(frozen=True, slots=True, kw_only=True)
class McNemar:
    """Rows that only one of the two got right, and how likely so uneven a pair of counts is when both are as good."""

    only_first: int
    only_second: int
    p_value: float  # two-sided
    p_first: float  # one-sided: chance of at least this many wins of the first, were both as good
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A number of the first model less that of the second, with a 95 % interval over drawn rows."""

    value: float
    low: float
    high: float
    not_above: float  # share of the draws on which it is 0 or less


def mcnemar(first: BoolArray, second: BoolArray) -> McNemar:
    """McNemar's test. `first`, `second`: for each row whether that model was right, both of shape (n,).

    Up to EXACT_UP_TO rows on which they differ the binomial law is summed; beyond, the normal one with continuity
    correction.
    Raises: ValueError when the shapes differ.
    Source: Q. McNemar, Psychometrika 12 (1947), pages 153 to 157.
    """
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError(f"{first.shape} and {second.shape} are not the same rows")
    only_first = int(np.count_nonzero(first & ~second))
    only_second = int(np.count_nonzero(second & ~first))
    differ, fewer = only_first + only_second, min(only_first, only_second)
    exact = differ <= EXACT_UP_TO
    if exact:
        tail = sum(math.comb(differ, k) for k in range(fewer + 1))
        p_value = min(1.0, 2 * tail / (1 << differ))
        p_first = sum(math.comb(differ, k) for k in range(only_first, differ + 1)) / (1 << differ)
    else:
        z = max(0.0, abs(only_first - only_second) - 1) / math.sqrt(differ)
        p_value = math.erfc(z / math.sqrt(2))
        p_first = p_value / 2 if only_first > only_second else 1 - p_value / 2
    return McNemar(only_first=only_first, only_second=only_second, p_value=p_value, p_first=p_first, exact=exact)


def paired_bootstrap(
    first: Callable[[IntArray], float], second: Callable[[IntArray], float], rows: int, *, draws: int = DRAWS
) -> Difference:
    """The difference of any two numbers that are computed from rows, with its percentile interval.

    Args: `first` and `second` give the model's number on the rows at the given positions, shape (rows,), which may
        repeat; both see the same draws. A draw on which either is not finite (as an area where one class is missing)
        is left out.
    The draws are the same every time: they come from numpy's legacy generator, whose stream is promised not to change.
    Raises: ValueError when there are no rows, or fewer than half of the draws gave numbers.
    """
    if rows < 1:
        raise ValueError("no rows, no difference")
    whole = np.arange(rows, dtype=np.int64)
    stream = np.random.RandomState(SEED)
    found = []
    for _ in range(draws):
        drawn = stream.randint(0, rows, size=rows, dtype=np.int64)
        difference = first(drawn) - second(drawn)
        if math.isfinite(difference):
            found.append(difference)
    if 2 * len(found) < draws:
        raise ValueError(f"only {len(found)} of {draws} draws gave numbers")
    low, high = np.quantile(found, (0.025, 0.975))
    return Difference(
        value=first(whole) - second(whole),
        low=float(low),
        high=float(high),
        not_above=sum(difference <= 0 for difference in found) / len(found),
    )
