"""Numbers computed outside the sandbox from what came out of it; the second source that scoring believes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt


class Provenance(StrEnum):
    """Where a number comes from; points come from sealed, else observed, never from claimed."""

    CLAIMED = "claimed"
    OBSERVED = "observed"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One number with its n. `low`, `high`: 95 % interval from the test set's own noise (Wilson for shares)."""

    name: str  # a metric of grader/measure/metric_table.py
    value: float  # in the metric's unit; a share is a fraction in [0, 1], never a percentage
    n: int
    low: float
    high: float
    provenance: Provenance


@dataclass(frozen=True, slots=True, eq=False)
class EachRow:
    """One metric row by row, so that two models can be compared on the same rows."""

    places: npt.NDArray[np.int64]  # (n,), ascending: positions in the served order, or in the held-out text
    values: npt.NDArray[np.float64]  # (n,): 1 for a right answer and 0 for a wrong one; an image's error; bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """A model's answers on the test rows, against the labels the parent holds."""

    model: str  # id
    prediction: str  # id of the prediction used
    classes: tuple[str, ...]  # the data set's order: ("ham", "spam")
    positive: str
    confusion: tuple[tuple[int, ...], ...]  # [true class][called class], counts
    n: int
    metrics: Mapping[
        str, Measured
    ]  # accuracy, macro_f1; of two classes precision, recall, f1 of the positive one, and roc_auc of graded answers;
    # and majority (a constant answer's accuracy)
    trained_on_test: int = 0  # test rows that a fit of this model saw; above 0 its metrics are void
    note: str = ""  # what must be said beside the numbers, as that not all test rows were answered
    # Under sealed labels the same answers against the decoys, which is what the notebook itself can have computed.
    on_decoys: Classification | None = None
    by_class: Mapping[str, Mapping[str, Measured]] = field(default_factory=dict)  # class -> precision, recall, f1
    right: EachRow | None = field(default=None, compare=False)  # of each row, whether the answer was right


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurements:
    """All numbers of an attempt. `values` holds every metric of every model, those of `by_model` among them."""

    by_model: Mapping[str, Classification] = field(default_factory=dict)
    unmeasured: Mapping[str, str] = field(default_factory=dict)  # model id -> why its answers gave no number, in words
    values: Mapping[str, Mapping[str, Measured]] = field(default_factory=dict)  # model id -> metric -> number
    # model id -> baseline -> metric -> what the baseline scores on the same data
    baselines: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)
    # model id -> metric -> row by row; of the metrics that are means over rows
    each: Mapping[str, Mapping[str, EachRow]] = field(default_factory=dict, compare=False)
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (model id, metric) -> why there is no number

    def __post_init__(self) -> None:
        mirrored = {model: seen.metrics for model, seen in self.by_model.items()}
        both = {
            model: {**mirrored.get(model, {}), **self.values.get(model, {})} for model in {**mirrored, **self.values}
        }
        object.__setattr__(self, "values", both)
        right = {model: {"accuracy": seen.right} for model, seen in self.by_model.items() if seen.right is not None}
        rows = {model: {**right.get(model, {}), **self.each.get(model, {})} for model in {**right, **self.each}}
        object.__setattr__(self, "each", rows)

    def of(self, model: str, metric: str) -> Measured | None:
        return self.values.get(model, {}).get(metric)

    def baseline(self, model: str, name: str, metric: str) -> float | None:
        return self.baselines.get(model, {}).get(name, {}).get(metric)
