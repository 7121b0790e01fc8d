"""`Adam(lr=..., decay=...)`: tf-keras would pass over `lr` and train with its own rate, Keras 3 would raise."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

_FILES: Final = {"Adadelta": "adadelta", "Adagrad": "adagrad", "Adam": "adam", "Adamax": "adamax", "Ftrl": "ftrl",
                 "Nadam": "nadam", "RMSprop": "rmsprop", "SGD": "gradient_descent"}  # fmt: skip
_EXAMPLE: Final = "keras.optimizers.{}({}=)"


def install(context: Context) -> None:
    """Wait for the optimisers of the Keras that runs."""
    after_import("keras.src.optimizers", functools.partial(_wrap_all, context, "keras.src.optimizers"))
    after_import("tf_keras.src.optimizers", functools.partial(_wrap_all, context, "tf_keras.src.optimizers"))


def _wrap_all(context: Context, package: str, module: ModuleType) -> None:
    found: dict[int, Any] = {}
    for holder in list(vars(module).values()):
        for one in [holder, *(vars(holder).values() if isinstance(holder, ModuleType) else ())]:
            if isinstance(one, type) and one.__module__.startswith(f"{package}.") and _steps(one):
                found[id(one)] = one
    for one in found.values():
        _wrap(context, one)
        if package.startswith("tf_keras"):
            _let_old(context, one)


def _steps(cls: type) -> bool:
    return hasattr(cls, "apply_gradients") and ".legacy" not in cls.__module__ and "__init__" in vars(cls)


def _wrap(context: Context, cls: Any) -> None:
    original: Callable[..., None] = cls.__init__

    @functools.wraps(original)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807  the class's own name for it
        _translate(context, cls, args, named)
        if "decay" in named and not named["decay"]:
            del named["decay"]
        original(self, *args, **named)

    cls.__init__ = __init__


def _translate(context: Context, cls: type, args: tuple[Any, ...], named: dict[str, Any]) -> None:
    if named.get("lr") is not None and "learning_rate" not in named and not args:
        named["learning_rate"] = named.pop("lr")
        _say(context, cls, "lr", "the same rate as learning_rate")
    if "epsilon" in named and named["epsilon"] is None:
        del named["epsilon"]  # Keras 2's word for the usual one


def _let_old(context: Context, cls: Any) -> None:
    """tf-keras keeps the optimisers that know `decay`, and those that models of a graph train with, in a package."""
    legacy = _legacy(cls.__name__)
    if legacy is None:
        return
    original = cls.__new__

    def new(kind: Any, *args: Any, **named: Any) -> Any:
        if kind is cls and named.get("decay"):
            _say(context, cls, "decay", f"keras.optimizers.legacy.{cls.__name__}, which has it")
            _translate(context, cls, args, named)
            return legacy(*args, **named)
        if kind is cls and not _eager():
            context.substituted_once(
                asked=f"keras.optimizers.{cls.__name__} in a graph",
                served=f"keras.optimizers.legacy.{cls.__name__}, with the same settings",
                how="shim",
                why="the installed Keras trains models of a graph with its old optimisers alone",
            )
            _translate(context, cls, args, named)
            return legacy(*args, **named)
        return original(kind) if original is object.__new__ else original(kind, *args, **named)

    cls.__new__ = staticmethod(new)


def _eager() -> bool:
    """Whether TensorFlow runs operations on the spot, outside the functions that it traces."""
    import tensorflow as tf

    return bool(tf.compat.v1.executing_eagerly_outside_functions())


def _legacy(name: str) -> Any:
    """The optimiser of that name from tf-keras's own package of old ones; None for those that came later."""
    file = _FILES.get(name)
    return getattr(importlib.import_module(f"tf_keras.src.optimizers.legacy.{file}"), name) if file else None


def _say(context: Context, cls: type, argument: str, served: str) -> None:
    context.substituted_once(
        asked=_EXAMPLE.format(cls.__name__, argument),
        served=served,
        how="shim",
        why="the installed Keras no longer knows this argument",
    )
