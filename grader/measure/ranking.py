"""How well scores rank the rows of one class above the rest: the ROC curve and the area under it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from grader.measure.intervals import Z_TWO_SIDED

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_ONE_TAIL: Final = 0.025


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Roc:
    """Corners of the curve from (0, 0) to (1, 1), each of shape (corners,); both rates rise or stay."""

    false_positive_rate: FloatArray
    true_positive_rate: FloatArray
    thresholds: FloatArray  # rows that score this or more are called; the first is infinite: none is


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """The area under the curve: the chance that a row of the class outranks one of the rest, ties counting half."""

    value: float  # in [0, 1]; 0.5 is chance
    standard_error: float
    low: float  # 95 % interval
    high: float
    positives: int
    negatives: int


def roc(scores: FloatArray, positive: BoolArray) -> Roc:
    """The curve of scores, shape (n,), for rows that are (True) or are not of the class. Rows of equal score turn
    together, so their order does not matter.

    Raises: ValueError unless the scores are finite and both kinds of rows are there.
    """
    _require_both(scores, positive)
    order = np.argsort(-scores, kind="stable")
    falling, hits = scores[order], positive[order]
    last_of_equals = np.append(np.flatnonzero(np.diff(falling)), scores.size - 1)
    true = np.cumsum(hits)[last_of_equals]
    false = 1 + last_of_equals - true
    return Roc(
        false_positive_rate=np.concatenate([[0.0], false / false[-1]]),
        true_positive_rate=np.concatenate([[0.0], true / true[-1]]),
        thresholds=np.concatenate([[math.inf], falling[last_of_equals]]),
    )


def area(scores: FloatArray, positive: BoolArray) -> Area:
    """The area under the curve with DeLong's standard error, and its interval on the logit scale.

    An area of exactly 0 or 1 has no such error. There the bound is the one that a share of as many rows as the
    smaller kind has would get, (0.025)^(1/rows) away from the far end.
    Raises: ValueError unless the scores are finite and both kinds of rows are there.
    Source: DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988), pages 837 to 845; computed by mid-ranks as in
        Sun and Xu, IEEE Signal Processing Letters 21 (2014), pages 1389 to 1393.
    """
    _require_both(scores, positive)
    of_class, rest = scores[positive], scores[~positive]
    m, n = of_class.size, rest.size
    ranks = _midranks(np.concatenate([of_class, rest]))
    above = (ranks[:m] - _midranks(of_class)) / n  # of each row of the class: share of the rest that it outranks
    below = 1 - (ranks[m:] - _midranks(rest)) / m  # of each other row: share of the class that outranks it
    value = float(above.mean())
    error = math.sqrt(_variance(above) / m + _variance(below) / n)
    low, high = _interval(value, error, min(m, n))
    return Area(value=value, standard_error=error, low=low, high=high, positives=m, negatives=n)


def _require_both(scores: FloatArray, positive: BoolArray) -> None:
    if scores.ndim != 1 or scores.shape != positive.shape:
        raise ValueError(f"{scores.shape} scores for {positive.shape} rows")
    if not np.isfinite(scores).all():
        raise ValueError("some scores are not numbers")
    if positive.all() or not positive.any():
        raise ValueError("all rows are of one kind, so nothing can be ranked")


def _midranks(values: FloatArray) -> FloatArray:
    """Ranks from 1, rising with the value; equals share the mean of their ranks. Shape as given."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: FloatArray = (ends - (counts - 1) / 2)[inverse]
    return ranks


def _variance(values: FloatArray) -> float:
    """Of a sample; that of a single value is not known and counts as the largest that one between 0 and 1 can have."""
    return float(values.var(ddof=1)) if values.size > 1 else 0.25


def _interval(value: float, error: float, smaller: int) -> tuple[float, float]:
    edge = _ONE_TAIL ** (1 / smaller)
    if value >= 1:
        return edge, 1.0
    if value <= 0:
        return 0.0, 1 - edge
    centre = math.log(value / (1 - value))
    half = Z_TWO_SIDED * error / (value * (1 - value))
    low, high = (1 / (1 + math.exp(-max(-700.0, min(700.0, at)))) for at in (centre - half, centre + half))
    return min(low, value), max(high, value)
