"""From a share of a criterion to its points: quantised once, downwards, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from grader.checks.base import Awarded, Criterion


def quantise(possible: Fraction, share: Fraction, step: Fraction) -> Fraction:
    """The largest multiple of `step` that is not above `share` of `possible`.

    Args: `share` is clipped to [0, 1]; `step` is above 0.
    Returns: exactly `possible` for a share of 1, and less than `possible` for any share below 1.
    """
    if share >= 1:
        return possible
    if share <= 0:
        return Fraction(0)
    return (possible * share // step) * step


def award(
    criterion: Criterion[Any], share: Fraction | int, because: str, cells: tuple[int, ...] = (), cause: str = ""
) -> Awarded:
    """The outcome for `share` of the criterion's points; cells are sorted, without doubles and without 0."""
    points = quantise(criterion.points, Fraction(share), criterion.step)
    return Awarded(points, because, tuple(sorted({cell for cell in cells if cell > 0})), cause)
