"""The noise rule: how far below the reference a model may measure before it counts as worse.

Two things move a measured share without the model being better or worse: the seed it was trained with and
the test rows that happened to be drawn.
"""

from __future__ import annotations

import math
from typing import Final

Z_ONE_SIDED: Final = 1.6448536269514722  # standard normal quantile at 0.95


def binomial_sd(share: float, n: int) -> float:
    """Standard deviation of a share measured on `n` rows when the true share is `share`, in [0, 1].

    Raises: ValueError when there are no rows, or the share is none.
    """
    if n < 1:
        raise ValueError("no rows, no measurement")
    if not 0 <= share <= 1:
        raise ValueError(f"{share} is not a share")
    return math.sqrt(share * (1 - share) / n)


def total_sd(mean: float, sd: float, seeds: int, n: int) -> float:
    """Standard deviation of one more run as good as the reference around the reference's mean.

    The spread of one run over seeds, the uncertainty of a mean over few seeds, and the noise of `n` test rows
    are independent to a good approximation, so their variances add: sd² (1 + 1/seeds) + mean (1 - mean) / n.

    Args: `sd` is the sample standard deviation over seeds; 0 when there was one run and the spread is unknown.
    Raises: ValueError on a negative sd, no seeds, no rows or a mean outside [0, 1].
    """
    if sd < 0 or seeds < 1:
        raise ValueError(f"standard deviation {sd} over {seeds} seeds")
    return math.sqrt(sd * sd * (1 + 1 / seeds) + binomial_sd(mean, n) ** 2)


def lower_limit(mean: float, sd: float, seeds: int, n: int) -> float:
    """One-sided 95 % lower limit: a model as good as the reference measures below it once in twenty times.

    The normal approximation; with the hundreds of rows of a test split it is good to a tenth of a point unless
    the mean is within a few rows of 1, where it errs towards a higher limit by less than one row.

    Args: as `total_sd`, all shares as fractions.
    Returns: a fraction, at most `mean`, not below 0.
    Raises: ValueError as `total_sd`.
    """
    return max(0.0, mean - Z_ONE_SIDED * total_sd(mean, sd, seeds, n))


def is_worse(value: float, mean: float, sd: float, seeds: int, n: int) -> bool:
    """True when `value` lies below the reference by more than noise explains."""
    return value < lower_limit(mean, sd, seeds, n)
