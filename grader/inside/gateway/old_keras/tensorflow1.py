"""`tf.Session`, `tf.log`, `tf.placeholder`: names of TensorFlow 1, which TensorFlow 2 keeps in `tf.compat.v1`."""

from __future__ import annotations

import functools
from types import ModuleType
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

_GRAPH: Final = "placeholder"  # only code that builds graphs of its own has any


def install(context: Context) -> None:
    """Wait for TensorFlow."""
    after_import("tensorflow", functools.partial(_extend, context))


def _extend(context: Context, tensorflow: ModuleType) -> None:
    before = vars(tensorflow).get("__getattr__")

    def missing(name: str) -> Any:
        if before is not None:
            try:
                return before(name)
            except AttributeError:
                pass
        first: Any = None if name.startswith("_") else tensorflow.__dict__["compat"].v1
        if first is None or name not in vars(first):
            raise AttributeError(f"module 'tensorflow' has no attribute {name!r}")
        if name == _GRAPH:
            first.disable_eager_execution()
        context.substituted_once(
            asked=f"tf.{name}",
            served=f"tf.compat.v1.{name}",
            how="shim",
            why="TensorFlow 2 keeps this name of TensorFlow 1 there",
        )
        return vars(first)[name]

    tensorflow.__dict__["__getattr__"] = missing
