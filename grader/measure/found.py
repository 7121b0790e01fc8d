"""What one family of measures says of an attempt's models, before the families are put together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from grader.measure.intervals import Z_TWO_SIDED
from grader.measure.measurements import EachRow, Measured, Provenance

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
LARGEST: Final = 1e12  # a value beyond it is a model that ran away, and is no number


@dataclass(slots=True)
class Found:
    """Filled by one family; all by model id."""

    values: dict[str, dict[str, Measured]] = field(default_factory=dict)
    baselines: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    reasons: dict[tuple[str, str], str] = field(default_factory=dict)
    each: dict[str, dict[str, EachRow]] = field(default_factory=dict)

    def add(self, models: Iterable[str], measured: Measured, baselines: Mapping[str, float] | None = None) -> None:
        """A number of every model that had a part in it, with what each baseline scores on the same data."""
        for model in models:
            self.values.setdefault(model, {})[measured.name] = measured
            self.reasons.pop((model, measured.name), None)
            for name, value in (baselines or {}).items():
                self.baselines.setdefault(model, {}).setdefault(name, {})[measured.name] = value

    def add_rows(self, models: Iterable[str], metric: str, places: IntArray, values: FloatArray) -> None:
        """What a metric is the mean of; of rows that come twice the first counts."""
        ordered, first = np.unique(places, return_index=True)
        for model in models:
            self.each.setdefault(model, {})[metric] = EachRow(ordered, values[first])

    def refuse(self, models: Iterable[str], metrics: Iterable[str], why: str) -> None:
        """Why there is no number, where none was found on other data."""
        for model in models:
            for metric in metrics:
                if metric not in self.values.get(model, {}):
                    self.reasons[model, metric] = why


def mean_of(name: str, each: FloatArray, provenance: Provenance = Provenance.OBSERVED) -> Measured | None:
    """The mean over rows with its interval from their spread; None where it is no finite number.

    Args: `each` of shape (n,), one value a row.
    """
    if not each.size or not np.all(np.isfinite(each)) or np.abs(each).max() > LARGEST:
        return None
    value = float(each.mean())
    half = Z_TWO_SIDED * float(each.std(ddof=1)) / math.sqrt(each.size) if each.size > 1 else 0.0
    return Measured(
        name=name, value=value, n=int(each.size), low=value - half, high=value + half, provenance=provenance
    )


def exactly(name: str, value: float, n: int) -> Measured:
    """A number that stands as it is: an interval that says nothing of rows."""
    return Measured(name=name, value=value, n=n, low=value, high=value, provenance=Provenance.OBSERVED)
