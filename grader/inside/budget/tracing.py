"""Keras models whose first `fit` is traced once and not twice, where nobody can tell the difference but by the clock.

On TensorFlow, Keras finds out within the first traced step which variables optimiser and metrics need. A traced step
that made variables is traced again, which for a small model is a fifth of the whole `fit`. Keras can make them before,
as it does on its other backends; the step traced then is the one that would have been traced second, so every number
is the same. Code of the notebook's own would see that it is called once less: such models are left alone.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from types import FunctionType, MethodType
from typing import Any, Final

TRAINER: Final = "keras.src.backend.tensorflow.trainer"
_LIBRARIES: Final = frozenset(
    {"builtins", "collections", "inspect", "keras", "ml_dtypes", "numpy", "tensorflow", "threading"}
)
_NESTED: Final = (list, tuple, set)


def trace_once(module: Any) -> None:
    """Wrap the place where `fit` builds what is not built yet, which Keras does for distributed training alone."""
    kind = module.TensorFlowTrainer
    original = kind._maybe_symbolic_build

    @functools.wraps(original)
    def _maybe_symbolic_build(self: Any, iterator: Any = None, data_batch: Any = None) -> None:
        original(self, iterator=iterator, data_batch=data_batch)
        if iterator is not None and sys._getframe(1).f_code.co_name == "fit":
            # What cannot be built for this data is about to be said by Keras itself, in the first step.
            with suppress(Exception):
                _build(self, iterator)

    kind._maybe_symbolic_build = _maybe_symbolic_build


def _build(model: Any, iterator: Any) -> None:
    if model.run_eagerly or not model.built or not is_of_libraries(model):
        return
    batch = iterator._distributed_dataset.element_spec
    specs = sys.modules["tensorflow"].nest.flatten(batch)
    if all(type(spec).__name__ == "TensorSpec" and spec.shape.rank for spec in specs):
        model._symbolic_build(data_batch=batch)


def is_of_libraries(model: Any) -> bool:
    """Whether a step of this model runs no code but that of libraries."""
    if type(model).__module__ not in {"keras.src.models.sequential", "keras.src.models.functional"}:
        return False
    metrics = model._compile_metrics
    asked = () if metrics is None else (metrics._user_metrics, metrics._user_weighted_metrics)
    parts = [model.optimizer, model.loss, *asked]
    return all(map(_known, _flat(parts))) and all(
        _known(layer) and all(map(_known, _flat(vars(layer).values()))) for layer in model._flatten_layers()
    )


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, dict):
            yield from _flat(value.values())
        elif isinstance(value, _NESTED):
            yield from _flat(value)
        else:
            yield value


def _known(value: Any) -> bool:
    """A function or an object of a class that some library defines."""
    owner = value if isinstance(value, (FunctionType, MethodType, type)) else type(value)
    return str(owner.__module__).partition(".")[0] in _LIBRARIES
