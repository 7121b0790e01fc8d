"""A model's answers turned into classes of the data set, whatever form and encoding they came in."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from grader.evidence.evidence import Array
from grader.evidence.wire.records import Prediction

IntArray = npt.NDArray[np.int64]

# One column of a two-class model: above this it is the class with code 1.
THRESHOLDS: Final = {"probability": 0.5, "logit": 0.0, "score": 0.5}


class UnreadableAnswersError(ValueError):
    """The answers cannot be read as classes; `str()` says why in words, for the report."""


def called_classes(prediction: Prediction, values: Array, classes: tuple[str, ...]) -> IntArray:
    """The class called for each row, as codes of the data set's own order.

    Args: `values` of shape (count,), (count, 1) or (count, k); `classes` in the data set's order. Columns and
        codes of the answers are in the notebook's order, `prediction.classes`, or the data set's where not known.
    Returns: codes of shape (count,). One column means the class with code 1 from 0.5 (probability, score) or
        0 (logit) up, the bound itself excluded, as Keras's binary accuracy has it; of several columns the
        largest decides.
    Raises: UnreadableAnswersError for values that are no numbers, a width that does not fit, unknown classes.
    """
    order = class_order(prediction.classes, classes)
    plain = np.asarray(values, dtype=np.float64)
    if plain.ndim == 2 and plain.shape[1] == 1:
        plain = plain[:, 0]
    bad = int(np.count_nonzero(~np.isfinite(plain)))
    if bad:
        raise UnreadableAnswersError(f"{bad:,} of its {plain.size:,} answers are not numbers (NaN or infinite)")
    if plain.ndim == 2:
        if plain.shape[1] != len(order):
            raise UnreadableAnswersError(f"it answers with {plain.shape[1]:,} columns for {len(order)} classes")
        largest: IntArray = np.argmax(plain, axis=1)
        return order[largest]
    if prediction.output == "class":
        return order[_codes(plain, len(order))]
    if len(order) != 2:
        raise UnreadableAnswersError(f"it answers with one number for {len(order)} classes")
    return order[(plain > THRESHOLDS[prediction.output]).astype(np.int64)]


def _codes(values: npt.NDArray[np.float64], count: int) -> IntArray:
    if count == 2 and values.size and set(np.unique(values)) <= {-1.0, 1.0}:
        return (values > 0).astype(np.int64)  # the other common way to write two classes
    codes = np.rint(values).astype(np.int64)
    if values.size and (np.any(codes != values) or codes.min() < 0 or codes.max() >= count):
        raise UnreadableAnswersError(f"its answers are not class numbers from 0 to {count - 1}")
    return codes


def class_order(notebook: tuple[str, ...] | None, classes: tuple[str, ...]) -> IntArray:
    """For each code of the notebook the code of the data set."""
    if notebook is None:
        return np.arange(len(classes))
    known = {name.strip().casefold(): code for code, name in enumerate(classes)}
    names = [name.strip().casefold() for name in notebook]
    if names == [str(code) for code in range(len(classes))]:
        return np.arange(len(classes))
    if sorted(names) != sorted(known):
        raise UnreadableAnswersError(f"it answers with the classes {', '.join(notebook)}, not {', '.join(classes)}")
    return np.array([known[name] for name in names], dtype=np.int64)
