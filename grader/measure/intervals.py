"""95 % intervals of measured shares: how far a number may be off for no other reason than which rows were drawn."""

from __future__ import annotations

import math
from typing import Final

Z_TWO_SIDED: Final = 1.959963984540054  # standard normal quantile at 0.975


def wilson(hits: int, n: int, z: float = Z_TWO_SIDED) -> tuple[float, float]:
    """Wilson's score interval of a share of `hits` in `n` independent rows.

    Returns: (low, high) with 0 <= low <= hits/n <= high <= 1; (0, 1), knowing nothing, when n is 0.
    Raises: ValueError unless 0 <= hits <= n.
    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), pages 209 to 212.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} hits of {n}")
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    weight = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / weight
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / weight
    # At 0 and n hits the bound is exactly 0 or 1; elsewhere rounding must not push it past the share itself.
    low = 0.0 if hits == 0 else min(max(0.0, centre - half), share)
    high = 1.0 if hits == n else max(min(1.0, centre + half), share)
    return low, high


def f1_interval(both: int, either: int) -> tuple[float, float]:
    """Interval of F1 from `both` (true positives) and `either` (true positives and both kinds of error).

    An approximation: F1 = 2 J / (1 + J) rises with J = both/either, the share of right answers among the rows
    where the class was called or true. J is a plain share, so Wilson's bounds of J are carried over. The
    number of such rows is taken as given, as it is for the intervals of precision and recall.

    Returns: (low, high) around the F1 itself; (0, 1) when `either` is 0.
    Raises: ValueError unless 0 <= both <= either.
    """
    low, high = wilson(both, either)
    return 2 * low / (1 + low), 2 * high / (1 + high)
