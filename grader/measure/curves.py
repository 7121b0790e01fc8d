"""Training curves: the few numbers by which two of them are compared. NaN and infinity never win."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MIN_WINDOW: Final = 2  # epochs on each side when asking whether a curve still falls
STILL: Final = 0.02  # a fall of less than 2 % of the whole fall so far counts as level


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One series of a history, an epoch a value. `best` and `best_epoch` are None when no value is finite."""

    epochs: int
    first: float
    last: float
    best: float | None
    best_epoch: int | None  # from 1; the earliest of equals
    still_improving: bool
    finite: bool  # False: training diverged at some point


def summarise(values: Sequence[float], *, lower_is_better: bool = True) -> Curve:
    """The curve in a few numbers.

    Args: one value per epoch, at least one; `lower_is_better` for losses, not for accuracies.
    Raises: ValueError when there are no values: a curve without epochs has no last value, and it is not 0.
    """
    if not values:
        raise ValueError("a curve needs at least one epoch")
    sign = 1.0 if lower_is_better else -1.0
    usable = [(sign * value, epoch) for epoch, value in enumerate(values, start=1) if math.isfinite(value)]
    best, best_epoch = min(usable) if usable else (None, None)
    return Curve(
        epochs=len(values),
        first=values[0],
        last=values[-1],
        best=None if best is None else sign * best,
        best_epoch=best_epoch,
        still_improving=still_falling([sign * value for value in values]),
        finite=len(usable) == len(values),
    )


def still_falling(values: Sequence[float]) -> bool:
    """Whether the end of the curve is below the part before it by more than a sliver of the whole fall.

    Medians of the last quarter of the epochs and of the quarter before it are compared, so that over twelve
    epochs or more one lucky epoch decides nothing. False for fewer than four epochs, and where any value that
    is compared is not finite.
    """
    window = max(MIN_WINDOW, len(values) // 4)
    if len(values) < 2 * window:
        return False
    before, end = values[-2 * window : -window], values[-window:]
    if not all(math.isfinite(value) for value in (*before, *end)):
        return False
    reach = max((value for value in values if math.isfinite(value)), default=0.0) - min(end)
    return statistics.median(before) - statistics.median(end) > STILL * reach
