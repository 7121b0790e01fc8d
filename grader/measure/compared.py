"""Whether one model is better than another, told by the rows that both answered."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from grader.measure.measurements import EachRow

LEVEL: Final = 0.05  # one-sided: a difference this large comes by chance once in twenty times
LEAST_SHARE: Final = 0.5  # of the smaller set of rows: with fewer in common nothing is compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """`difference` is the first model's mean less the second's, over `n` common rows."""

    difference: float
    n: int
    p: float  # chance of a difference this large for the better, were the two models equally good
    wins: int  # rows on which the first one is better
    losses: int

    @property
    def better(self) -> bool:
        return self.p < LEVEL


def compare_rows(first: EachRow, second: EachRow, *, lower_is_better: bool = False) -> Compared | None:
    """The paired comparison of two models; None where too few rows are common to both.

    Right and wrong answers are compared by McNemar's exact test, which looks only at rows where the two differ.
    Other values are compared by the mean of their differences (paired, normal approximation).
    Source: Q. McNemar, Psychometrika 12 (1947), pages 153 to 157; T. Dietterich, Neural Computation 10 (1998).
    """
    _, ours, theirs = np.intersect1d(first.places, second.places, assume_unique=True, return_indices=True)
    n = len(ours)
    if n < 2 or n < LEAST_SHARE * min(len(first.places), len(second.places)):
        return None
    gain = first.values[ours] - second.values[theirs]
    difference = float(gain.mean())
    ahead = -gain if lower_is_better else gain
    wins, losses = int((ahead > 0).sum()), int((ahead < 0).sum())
    hits = set(np.unique(first.values)) | set(np.unique(second.values)) <= {0.0, 1.0}
    p = _sign_test(wins, losses) if hits else _mean_test(float(ahead.mean()), float(ahead.std(ddof=1)), n)
    return Compared(difference=difference, n=n, p=p, wins=wins, losses=losses)


def _sign_test(wins: int, losses: int) -> float:
    """Chance of at least `wins` of `wins + losses` fair coins; 1 where nothing differs."""
    n = wins + losses
    if not n:
        return 1.0
    logs = [math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) for k in range(wins, n + 1)]
    return min(1.0, math.fsum(math.exp(each - n * math.log(2)) for each in logs))


def _mean_test(mean: float, sd: float, n: int) -> float:
    if sd == 0:
        return 0.0 if mean > 0 else 1.0
    return NormalDist().cdf(-mean / (sd / math.sqrt(n)))
