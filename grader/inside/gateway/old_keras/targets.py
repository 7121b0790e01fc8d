"""Targets of one batch that have one axis where the answers have two: Keras 2 gave them the other.

The installed Keras takes them as they are; but a loop that hands over `np.zeros(n)` and then `np.ones((n, 1))`, as
GANs do, it takes for one that has targets of any number of axes, and finds no length of these. And where the answers
have three, for each of a text's words one, the losses of Keras 2 compared all of them with the one target.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

import numpy as np

from grader.inside.hooks import after_import

_METHODS: Final = ("train_on_batch", "test_on_batch")


def install() -> None:
    """To be called before the probe, which then sees what the code handed over."""
    after_import("keras", _extend)
    after_import("tf_keras.src.engine.compile_utils", _longer)


def _extend(module: ModuleType) -> None:
    model = getattr(module, "Model", None)
    if model is None:
        return
    for name in _METHODS:
        owner = next((base for base in model.__mro__ if name in vars(base)), None)
        if owner is not None:
            setattr(owner, name, _with_columns(getattr(owner, name)))


def _longer(module: Any) -> None:
    """In whatever is compared; the installed Keras gives one axis more to targets of answers with two alone."""
    original = module.match_dtype_and_rank

    @functools.wraps(original)
    def match_dtype_and_rank(y_t: Any, y_p: Any, sw: Any) -> Any:
        if y_t.shape.rank == 1 and (y_p.shape.rank or 0) > 2:
            y_t = y_t[:, None]
        return original(y_t, y_p, sw)

    module.match_dtype_and_rank = match_dtype_and_rank


def _with_columns(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def on_batch(self: Any, x: Any, y: Any = None, *args: Any, **named: Any) -> Any:
        return original(self, x, _columns(self, y), *args, **named)

    return on_batch


def _columns(model: Any, targets: Any) -> Any:
    """`targets` with shape (n, 1) for (n,), where a model has one output of one number."""
    if not isinstance(targets, np.ndarray) or targets.ndim != 1:
        return targets
    outputs = getattr(model, "outputs", None) or ()
    shapes = [tuple(getattr(output, "shape", ())) for output in outputs]
    return targets[:, None] if len(shapes) == 1 and len(shapes[0]) == 2 and shapes[0][1] == 1 else targets
