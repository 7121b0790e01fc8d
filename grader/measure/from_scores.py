"""How well a model's scores put the positive rows above the others: the area under its ROC curve."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from grader.evidence.evidence import Array
from grader.evidence.wire.records import Prediction
from grader.measure.answers import UnreadableAnswersError, class_order
from grader.measure.measurements import Measured, Provenance
from grader.measure.ranking import area

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

    Args: both of shape (n,).
    """
    if positive.all() or not positive.any():
        return None
    seen = area(scores, positive)
    return Measured(
        name="roc_auc", value=seen.value, n=len(positive), low=seen.low, high=seen.high, provenance=provenance
    )
