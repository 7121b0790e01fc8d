"""Statistics of a class for the overview: quartiles, spread, correlation, outliers; standard library alone."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """(lower quartile, median, upper quartile) by linear interpolation between ordered values; at least one value."""
    ordered = sorted(values)
    return _at(ordered, 0.25), _at(ordered, 0.5), _at(ordered, 0.75)


def _at(ordered: Sequence[float], part: float) -> float:
    place = part * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def deviation(values: Sequence[float]) -> float | None:
    """Sample standard deviation; None below two values."""
    return statistics.stdev(values) if len(values) > 1 else None


def correlation(first: Sequence[float], second: Sequence[float], fewest: int = 8) -> float | None:
    """Pearson's r; None with fewer than `fewest` pairs or when one side does not vary."""
    if len(first) < fewest or len(set(first)) < 2 or len(set(second)) < 2:
        return None
    return statistics.correlation(first, second)


def usual_range(seconds: Sequence[float], reach: float = 3.0) -> tuple[float, float]:
    """Run times that are no outliers: within `reach` interquartile ranges of the quartiles, in the logarithm.

    A class whose middle half ran in one and the same time still leaves a tenth on either side.
    """
    low, _, high = quartiles([math.log(value) for value in seconds])
    room = reach * max(high - low, math.log(1.1) / reach)
    return math.exp(low - room), math.exp(high + room)
