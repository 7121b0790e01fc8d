"""Whether one model is better than another, told by the rows that both answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from grader.measure.measurements import EachRow
from grader.measure.paired import mcnemar, paired_bootstrap

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
    Other values are compared by their means over rows drawn anew, the same for both (paired bootstrap).
    Source: Q. McNemar, Psychometrika 12 (1947), pages 153 to 157; T. Dietterich, Neural Computation 10 (1998).
    """
    _, ours, theirs = np.intersect1d(first.places, second.places, assume_unique=True, return_indices=True)
    n = len(ours)
    if n < 2 or n < LEAST_SHARE * min(len(first.places), len(second.places)):
        return None
    one, two = first.values[ours], second.values[theirs]
    gain = one - two
    ahead = -gain if lower_is_better else gain
    wins, losses = int((ahead > 0).sum()), int((ahead < 0).sum())
    if set(np.unique(first.values)) | set(np.unique(second.values)) <= {0.0, 1.0}:
        p = mcnemar(ahead > 0, ahead < 0).p_first
    else:
        sign = -1.0 if lower_is_better else 1.0
        drawn = paired_bootstrap(
            lambda rows: sign * float(one[rows].mean()), lambda rows: sign * float(two[rows].mean()), n
        )
        p = drawn.not_above
    return Compared(difference=float(gain.mean()), n=n, p=p, wins=wins, losses=losses)
