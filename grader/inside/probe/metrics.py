"""Watches scikit-learn's metric functions: each number is a claim, tied to the model whose answers it judges."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from grader.evidence.wire.records import MetricCall
from grader.inside.probe.catalogue import Known
from grader.inside.probe.session import Session, current
from grader.inside.rows import Identified

# Function -> the metric's neutral name, and the keyword of its second argument.
FUNCTIONS: Final = {
    "accuracy_score": ("accuracy", "y_pred"),
    "balanced_accuracy_score": ("balanced_accuracy", "y_pred"),
    "precision_score": ("precision", "y_pred"),
    "recall_score": ("recall", "y_pred"),
    "f1_score": ("f1", "y_pred"),
    "confusion_matrix": ("confusion_matrix", "y_pred"),
    "classification_report": ("classification_report", "y_pred"),
    "roc_auc_score": ("roc_auc", "y_score"),
    "roc_curve": ("roc_curve", "y_score"),
}
MAX_CLAIMS: Final = 2_000
_PATCHED: set[int] = set()


def watch_metrics(metrics: Any) -> None:
    """Wrap the functions that students call; their own module keeps the originals for its inner calls."""
    if id(metrics) in _PATCHED:
        return
    _PATCHED.add(id(metrics))
    for name, (metric, second) in FUNCTIONS.items():
        original = getattr(metrics, name, None)
        if original is not None:
            setattr(metrics, name, _observed(original, name, metric, second))


def _observed(original: Callable[..., Any], name: str, metric: str, second: str) -> Callable[..., Any]:
    @functools.wraps(original)
    def function(*args: Any, **kwargs: Any) -> Any:
        session = current()
        if session is None:
            return original(*args, **kwargs)
        with session.watch.call("sklearn") as outermost:
            result = original(*args, **kwargs)
            if outermost:
                with session.watch.quietly(name):
                    truth = args[0] if args else kwargs.get("y_true")
                    called = args[1] if len(args) > 1 else kwargs.get(second)
                    _record(session, name, metric, truth, called, result)
        return result

    return function


def _record(session: Session, function: str, metric: str, truth: Any, called: Any, result: Any) -> None:
    known, identified = session.answers.tie(truth, called)
    source = f"sklearn.{function}"
    if metric == "confusion_matrix":
        value = tuple(float(item) for item in np.asarray(result).ravel()[:10_000])
        _write(session, metric, value, source, known, identified)
    elif metric == "classification_report":
        for name, number in _report_numbers(session, truth, called):
            record_claim(session, name, number, source, known, identified)
    elif metric == "roc_curve":
        with session.watch.probing():
            area = sys.modules["sklearn.metrics"].auc(result[0], result[1])
        record_claim(session, "roc_auc", float(area), source, known, identified)
    elif np.ndim(result) == 0:
        record_claim(session, metric, float(result), source, known, identified)


def _report_numbers(session: Session, truth: Any, called: Any) -> list[tuple[str, float]]:
    """Accuracy, and precision, recall and F1 of the last class, as the report prints them."""
    report = sys.modules["sklearn.metrics"].classification_report
    with session.watch.probing():
        table = report(truth, called, output_dict=True, zero_division=0)
    numbers = [("accuracy", float(table["accuracy"]))] if "accuracy" in table else []
    classes = [key for key in table if key not in {"accuracy", "macro avg", "weighted avg", "micro avg", "samples avg"}]
    if classes:
        last = table[classes[-1]]
        numbers += [
            (name, float(last[key]))
            for name, key in (("precision", "precision"), ("recall", "recall"), ("f1", "f1-score"))
        ]
    return numbers


def record_claim(
    session: Session, name: str, value: float, source: str, known: Known | None, identified: Identified
) -> None:
    """One number that the notebook's own code computed."""
    _write(session, name, value, source, known, identified)


def _write(session: Session, name: str, value: Any, source: str, known: Known | None, identified: Identified) -> None:
    count = session.shared["claims"] = session.shared.get("claims", 0) + 1
    if count > MAX_CLAIMS:
        session.watch.note("metrics", f"more than {MAX_CLAIMS} metric calls; the later ones are not kept")
        return
    session.context.emit.record(
        MetricCall(
            cell=session.context.cell,
            name=name,
            value=value,
            source=source,
            model=known.id if known is not None else None,
            rows=session.answers.rows(identified),
        )
    )
