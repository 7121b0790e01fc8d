"""How a Keras model was trained, in words and numbers: its optimizer, loss, callbacks and the metrics it returns."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.inside.probe.keras_values import value_of
from grader.inside.probe.losses import neutral_loss, neutral_metric


def optimizer_name(optimizer: Any) -> str | None:
    if optimizer is None:
        return None
    inner = getattr(optimizer, "inner_optimizer", None)  # mixed precision wraps the optimiser in another
    return type(inner or optimizer).__name__.lower()[:60]


def learning_rate(optimizer: Any) -> float | None:
    rate = getattr(optimizer, "learning_rate", None)
    if rate is None or (hasattr(rate, "get_config") and not hasattr(rate, "numpy")):
        rate = getattr(rate, "initial_learning_rate", None)
    number = number_of(value_of(rate)) if rate is not None else None
    # Kept as float32: 0.001 comes back as 0.0010000000474974513, which nobody wrote.
    return float(str(np.float32(number))) if number is not None else None


def loss_name(loss: Any) -> str | None:
    if loss is None:
        return None
    if isinstance(loss, str):
        return neutral_loss(loss)
    if isinstance(loss, dict):
        loss = list(loss.values())
    if isinstance(loss, (list, tuple)):
        return "+".join(loss_name(item) or "none" for item in loss)[:200] or None
    own = getattr(loss, "__name__", None)
    return neutral_loss(own if isinstance(own, str) else type(loss).__name__)


def callback_names(callbacks: Any) -> tuple[str, ...]:
    inner = getattr(callbacks, "callbacks", callbacks)
    found = inner if isinstance(inner, (list, tuple)) else [inner] if inner is not None else []
    return tuple(type(callback).__name__[:100] for callback in found)


def numbers_returned(model: Any, result: Any) -> list[tuple[str, float]]:
    """The numbers `evaluate` returned, each with its neutral name."""
    if isinstance(result, dict):
        pairs = [(str(key), number_of(value)) for key, value in result.items()]
    else:
        values = [number_of(value) for value in (result if isinstance(result, (list, tuple)) else [result])]
        names = _metric_names(model)
        if len(names) < len(values):
            names = ["loss"] + ["metric"] * (len(values) - 1)
        pairs = list(zip(names, values, strict=False))
    return [(neutral_metric(name), value) for name, value in pairs if value is not None]


def _metric_names(model: Any) -> list[str]:
    """In the order in which Keras returns them; Keras 3 hides its compiled metrics behind one."""
    names: list[str] = []
    for metric in getattr(model, "metrics", []):
        inner = getattr(metric, "metrics", None) if type(metric).__name__ == "CompileMetrics" else None
        names += [str(sub.name) for sub in inner] if inner is not None else [str(metric.name)]
    return names


def number_of(value: Any) -> float | None:
    if isinstance(value, (int, float, np.number)):
        return float(value)
    try:
        return float(np.asarray(value)) if np.asarray(value).ndim == 0 else None
    except (TypeError, ValueError):
        return None
