"""Precision, recall and F1 of every class, and their mean: what a class-wise report holds."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from grader.measure.confusion import metrics_of
from grader.measure.intervals import Z_TWO_SIDED
from grader.measure.measurements import Measured, Provenance

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


def metrics_by_class(
    confusion: IntArray, classes: tuple[str, ...], provenance: Provenance
) -> dict[str, dict[str, Measured]]:
    """For each class, taken as the positive one: precision, recall and F1, as `confusion.metrics_of` has them."""
    found = {}
    for code, name in enumerate(classes):
        values = metrics_of(confusion, code, provenance)
        found[name] = {metric: values[metric] for metric in ("precision", "recall", "f1")}
    return found


def macro_f1(confusion: IntArray, provenance: Provenance) -> Measured:
    """The mean of every class's F1, with an interval by the delta method; a class nobody has or calls counts as 0.

    Args: `confusion` of shape (classes, classes), counts of at least one row.
    Source: scikit-learn `f1_score(average="macro", zero_division=0)` over all classes of the data set; the interval
    as Takahashi et al., Applied Intelligence 52 (2022), pages 4961 to 4972: gradient over the multinomial's cells.
    """
    rows = int(confusion.sum())
    shares: FloatArray = confusion / rows
    both = np.diag(shares)
    either = shares.sum(axis=0) + shares.sum(axis=1)
    known = either > 0
    safe = np.where(known, either, 1.0)
    values = np.where(known, 2 * both / safe, 0.0)
    slope = np.where(known, -2 * both / safe**2, 0.0)
    # Each cell pulls at the class of its row and at that of its column; on the diagonal it is a hit besides.
    gradient = slope[:, None] + slope[None, :] + np.diag(np.where(known, 2 / safe, 0.0))
    gradient /= len(values)
    variance = float((gradient**2 * shares).sum() - ((gradient * shares).sum()) ** 2) / rows
    value = float(values.mean())
    half = Z_TWO_SIDED * math.sqrt(max(variance, 0.0))
    return Measured(
        name="macro_f1", value=value, n=rows, low=max(0.0, value - half), high=min(1.0, value + half),
        provenance=provenance,
    )  # fmt: skip
