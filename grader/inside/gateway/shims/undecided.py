"""A metric that learns from its first rows which task it is for, as torchmetrics did before it asked.

Imported when torchmetrics is, since the metric is one of its own.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import torchmetrics
from torchmetrics.wrappers.abstract import WrapperMetric


def undecided(kind: Any) -> Any:
    """The class of such metrics for one of torchmetrics's own that asks for a task, of the same name."""
    name = kind.__name__
    if name not in globals():
        globals()[name] = type(name, (Undecided,), {"kind": kind, "__module__": __name__})
    return globals()[name]


def __getattr__(name: str) -> Any:
    """Metrics that were stored look for their class by its name. Raises: AttributeError when there is none."""
    kind = None if name.startswith("_") else getattr(torchmetrics, name, None)
    if kind is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return undecided(kind)


class Undecided(WrapperMetric):  # type: ignore[misc]  # torchmetrics has no types here
    """Hands on to the metric of a task; before its first rows it is of none."""

    kind: Any

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__()
        self._settings = dict(settings)
        self.decided: Any = None

    def _of(self, preds: Any, target: Any) -> Any:
        if self.decided is None:
            self.decided = self.kind(**task_of(preds, target, self._settings, self.kind.__new__)).to(preds.device)
        return self.decided

    def update(self, preds: Any, target: Any) -> None:
        """As the metric's own."""
        preds, target = alike(preds, target)
        self._of(preds, target).update(preds, target)
        self._update_count = self.decided._update_count

    def forward(self, preds: Any, target: Any) -> Any:
        """As the metric's own: the value of these rows, which count for the whole as well."""
        preds, target = alike(preds, target)
        self._forward_cache = self._of(preds, target)(preds, target)
        self._update_count = self.decided._update_count
        return self._forward_cache

    def compute(self) -> Any:
        """As the metric's own. Raises: RuntimeError before any rows."""
        if self.decided is None:
            raise RuntimeError("no rows were given to this metric, so that its task is not known")
        return self.decided.compute()

    def reset(self) -> None:
        """As the metric's own; the task stays."""
        super().reset()
        if self.decided is not None:
            self.decided.reset()


def alike(preds: Any, target: Any) -> tuple[Any, Any]:
    """Without axes of length one behind the first, which older versions did not count."""
    return tuple(each.reshape(each.shape[:1] + tuple(n for n in each.shape[1:] if n > 1)) for each in (preds, target))


def task_of(preds: Any, target: Any, settings: Mapping[str, Any], function: Any) -> dict[str, Any]:
    """The settings with the task that rows of these shapes and types are of, and the number of its classes."""
    known = inspect.signature(function).parameters
    asked = {name: each for name, each in settings.items() if name != "num_classes"}
    if preds.is_floating_point() and preds.ndim == target.ndim:
        if preds.ndim == 1:
            return {**asked, "task": "binary"}
        return {**asked, "task": "multilabel", "num_labels": int(preds.shape[1])}
    count = settings.get("num_classes")
    if count is None or count < 2:
        seen = [int(each.max()) + 1 for each in (preds, target) if not each.is_floating_point() and each.numel()]
        count = int(preds.shape[1]) if preds.ndim > target.ndim else max([2, *seen])
        if "validate_args" in known and asked.get("average", "micro") == "micro":
            asked.setdefault("validate_args", False)  # later rows may be of classes that the first were not of
    return {**asked, "task": "multiclass", "num_classes": count}
