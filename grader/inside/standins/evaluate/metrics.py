"""The metrics of classification, computed by scikit-learn as the library's own modules do."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import numpy as np

Compute = Callable[..., dict[str, Any]]  # (references, predictions, keywords of the metric) -> its values by name


def _scored(function: str, key: str) -> Compute:
    def compute(references: Any, predictions: Any, **named: Any) -> dict[str, Any]:
        found = getattr(importlib.import_module("sklearn.metrics"), function)(references, predictions, **named)
        return {key: float(found) if np.ndim(found) == 0 else found}

    return compute


METRICS: Final[Mapping[str, Compute]] = {
    "accuracy": _scored("accuracy_score", "accuracy"),
    "confusion_matrix": _scored("confusion_matrix", "confusion_matrix"),
    "f1": _scored("f1_score", "f1"),
    "mae": _scored("mean_absolute_error", "mae"),
    "matthews_correlation": _scored("matthews_corrcoef", "matthews_correlation"),
    "mse": _scored("mean_squared_error", "mse"),
    "precision": _scored("precision_score", "precision"),
    "recall": _scored("recall_score", "recall"),
    "roc_auc": _scored("roc_auc_score", "roc_auc"),
}


class EvaluationModule:
    """One metric, and the answers that were added to it and not yet counted."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._references = list[Any]()
        self._predictions = list[Any]()

    def add(self, *, prediction: Any = None, reference: Any = None, prediction_score: Any = None, **_: Any) -> None:
        self.add_batch(predictions=[prediction if prediction_score is None else prediction_score],
                       references=[reference])  # fmt: skip

    def add_batch(
        self, *, predictions: Any = None, references: Any = None, prediction_scores: Any = None, **_: Any
    ) -> None:
        self._predictions.extend(_listed(predictions if prediction_scores is None else prediction_scores))
        self._references.extend(_listed(references))

    def compute(self, *, predictions: Any = None, references: Any = None, prediction_scores: Any = None, **named: Any
                ) -> dict[str, Any]:  # fmt: skip
        """The metric of all that was added and is given now; it starts anew then."""
        if references is not None:
            self.add_batch(predictions=predictions, references=references, prediction_scores=prediction_scores)
        asked, self._references, given, self._predictions = self._references, [], self._predictions, []
        return METRICS[self.name](asked, given, **named)


class CombinedEvaluations:
    """Several metrics of the same answers."""

    def __init__(self, modules: Iterable[EvaluationModule]) -> None:
        self._modules = list(modules)

    def add(self, **named: Any) -> None:
        for module in self._modules:
            module.add(**named)

    def add_batch(self, **named: Any) -> None:
        for module in self._modules:
            module.add_batch(**named)

    def compute(self, **named: Any) -> dict[str, Any]:
        return {key: value for module in self._modules for key, value in module.compute(**named).items()}


def load(path: str, *_: object, **__: object) -> EvaluationModule:
    """Raises: FileNotFoundError, as the library, for a metric that is none of these."""
    name = path.rpartition("/")[2]
    if name not in METRICS:
        raise FileNotFoundError(
            f"Couldn't find a module script of the metric {path!r}: there is no network while grading, and only "
            f"{', '.join(METRICS)} are here"
        )
    return EvaluationModule(name)


def combine(evaluations: Iterable[str | EvaluationModule], **_: object) -> CombinedEvaluations:
    return CombinedEvaluations(load(each) if isinstance(each, str) else each for each in evaluations)


def list_evaluation_modules(*_: object, **__: object) -> list[str]:
    return list(METRICS)


def _listed(values: Any) -> list[Any]:
    """Of an array, a tensor or a list."""
    return list(np.asarray(values)) if values is not None else []
