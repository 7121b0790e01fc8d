"""Metrics of a classifier from its confusion counts, each with its interval; numpy alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from grader.measure.intervals import f1_interval, wilson
from grader.measure.measurements import Measured, Provenance

IntArray = npt.NDArray[np.int64]


def count_confusion(true: IntArray, called: IntArray, classes: int) -> IntArray:
    """Counts of shape (classes, classes): [true class, called class].

    Args: codes in 0..classes - 1, both of shape (n,).
    Source: scikit-learn `confusion_matrix`.
    """
    return np.bincount(true * classes + called, minlength=classes * classes).reshape(classes, classes)


def metrics_of(confusion: IntArray, positive: int, provenance: Provenance) -> dict[str, Measured]:
    """Accuracy, precision, recall and F1 of the positive class, and what a constant answer would score.

    Values are fractions; where nothing was called or nothing is positive they are 0 with n = 0 and the interval
    (0, 1). `n` is the number of rows the share is of: all rows for accuracy and majority, called positives for
    precision, true positives for recall, rows where the class was called or true for F1.

    Args: `confusion` as `count_confusion` makes it, of at least one row.
    Source: scikit-learn `precision_recall_fscore_support(average="binary", zero_division=0)`.
    """
    hits = int(np.trace(confusion))
    rows = int(confusion.sum())
    both = int(confusion[positive, positive])
    called = int(confusion[:, positive].sum())
    actual = int(confusion[positive, :].sum())
    either = called + actual - both

    def share(name: str, count: int, n: int) -> Measured:
        low, high = wilson(count, n)
        return Measured(name=name, value=count / n if n else 0.0, n=n, low=low, high=high, provenance=provenance)

    low, high = f1_interval(both, either)
    f1 = 2 * both / (called + actual) if either else 0.0
    return {
        "accuracy": share("accuracy", hits, rows),
        "precision": share("precision", both, called),
        "recall": share("recall", both, actual),
        # The bounds come by another formula: rounding must not put them past the value.
        "f1": Measured(name="f1", value=f1, n=either, low=min(low, f1), high=max(high, f1), provenance=provenance),
        "majority": share("majority", int(confusion.sum(axis=1).max()), rows),
    }
