"""How well a model's scores put the positive rows above the others: the area under its ROC curve."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from grader.evidence.evidence import Array
from grader.evidence.wire.records import Prediction
from grader.measure.answers import UnreadableAnswersError, class_order
from grader.measure.intervals import Z_TWO_SIDED
from grader.measure.measurements import Measured, Provenance

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]


def positive_scores(
    prediction: Prediction, values: Array, classes: tuple[str, ...], positive: str
) -> FloatArray | None:
    """A number per row, the higher the surer of the positive class; None where the answers are bare classes.

    Args: `values` of shape (count,), (count, 1) or (count, 2), as `answers.called_classes` takes them; two classes.
    """
    if len(classes) != 2 or prediction.output == "class":
        return None
    try:
        order = class_order(prediction.classes, classes)
    except UnreadableAnswersError:
        return None
    plain = np.asarray(values, dtype=np.float64)
    column = int(np.flatnonzero(order == classes.index(positive))[0])
    if plain.ndim == 2 and plain.shape[1] == 2:
        scores = plain[:, column] - plain[:, 1 - column]  # for logits only the difference means anything
    else:
        flat = plain.reshape(len(plain))
        scores = flat if column == 1 else -flat
    return scores if np.all(np.isfinite(scores)) else None


def roc_auc(scores: FloatArray, positive: BoolArray, provenance: Provenance) -> Measured | None:
    """Area under the ROC curve with its 95 % interval; None where one of the two classes has no row.

    Args: both of shape (n,). Ties count half.
    Source: scikit-learn `roc_auc_score`; interval by Hanley and McNeil, Radiology 143 (1982), pages 29 to 36.
    """
    hits, others = int(positive.sum()), int((~positive).sum())
    if not hits or not others:
        return None
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = (ends - (counts - 1) / 2)[places]  # the mean rank of equals, from 1
    area = float((ranks[positive].sum() - hits * (hits + 1) / 2) / (hits * others))
    one, two = area / (2 - area), 2 * area**2 / (1 + area)
    square = area**2
    variance = (area - square + (hits - 1) * (one - square) + (others - 1) * (two - square)) / (hits * others)
    half = Z_TWO_SIDED * math.sqrt(max(variance, 0.0))
    return Measured(
        name="roc_auc", value=area, n=hits + others, low=max(0.0, area - half), high=min(1.0, area + half),
        provenance=provenance,
    )  # fmt: skip
