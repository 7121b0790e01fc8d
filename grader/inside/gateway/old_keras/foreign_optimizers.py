"""`compile(optimizer=tf.train.AdamOptimizer(0.01))`: an optimiser of TensorFlow 1's, for which Keras has its own kind.

Keras 2 would wrap it, and then neither knows its rate nor store it; Keras 3 refuses it. Keras's own is made of the same
numbers, where each has a name in both; one that is made otherwise is left to what Keras says of it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

_HOME: Final = "tensorflow.python.training."
# Class in TensorFlow -> (class in Keras, attribute of the one -> argument of the other).
KINDS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "AdamOptimizer": (
        "Adam", {"_lr": "learning_rate", "_beta1": "beta_1", "_beta2": "beta_2", "_epsilon": "epsilon"},
    ),
    "GradientDescentOptimizer": ("SGD", {"_learning_rate": "learning_rate"}),
    "MomentumOptimizer": (
        "SGD", {"_learning_rate": "learning_rate", "_momentum": "momentum", "_use_nesterov": "nesterov"},
    ),
    "RMSPropOptimizer": (
        "RMSprop", {"_learning_rate": "learning_rate", "_decay": "rho", "_momentum": "momentum",
                    "_epsilon": "epsilon", "_centered": "centered"},
    ),
    "AdagradOptimizer": (
        "Adagrad", {"_learning_rate": "learning_rate", "_initial_accumulator_value": "initial_accumulator_value"},
    ),
    "AdadeltaOptimizer": ("Adadelta", {"_lr": "learning_rate", "_rho": "rho", "_epsilon": "epsilon"}),
}  # fmt: skip
_BUT: Final = {"RMSPropOptimizer": "; its mean of squares begins at 0, where TensorFlow's began at 1"}


def install(context: Context) -> None:
    """Wait for either Keras; to be called after the probe, which then sees Keras's own."""
    for package in ("keras", "tf_keras"):
        after_import(package, functools.partial(_let_in, context))
        # Models of a graph have a `compile` of their own, and look an optimiser up there.
        after_import(f"{package}.src.optimizers", functools.partial(_let_be_found, context))


def _let_in(context: Context, keras: ModuleType) -> None:
    owner = next(base for base in keras.__dict__["Model"].__mro__ if "compile" in vars(base))
    original: Callable[..., Any] = owner.compile

    @functools.wraps(original)
    def compiling(self: Any, optimizer: Any = "rmsprop", *args: Any, **named: Any) -> Any:
        return original(self, _own(context, keras.__dict__["optimizers"], optimizer), *args, **named)

    owner.compile = compiling


def _let_be_found(context: Context, optimizers: ModuleType) -> None:
    original: Callable[..., Any] = optimizers.__dict__["get"]

    @functools.wraps(original)
    def get(identifier: Any, *args: Any, **named: Any) -> Any:
        return original(_own(context, optimizers, identifier), *args, **named)

    optimizers.__dict__["get"] = get


def _own(context: Context, optimizers: Any, found: Any) -> Any:
    """Keras's optimiser in the place of TensorFlow's, which is said; anything else as it is."""
    own = own_kind(optimizers, found)
    if own is None:
        return found
    name = type(found).__name__
    context.substituted_once(
        asked=f"compile(optimizer=tf.train.{name})",
        served=f"keras.optimizers.{type(own).__name__} with the same numbers{_BUT.get(name, '')}",
        how="shim",
        why="an optimiser of TensorFlow 1's cannot be stored with a model, and Keras no longer takes it",
    )
    return own


def own_kind(optimizers: Any, found: Any) -> Any:
    """Keras's optimiser with the numbers of TensorFlow's `found`; None for anything else, and numbers in a graph."""
    kind = type(found)
    if not kind.__module__.startswith(_HOME) or kind.__name__ not in KINDS:
        return None
    name, arguments = KINDS[kind.__name__]
    numbers = {argument: getattr(found, attribute) for attribute, argument in arguments.items()}
    if not all(isinstance(number, int | float) for number in numbers.values()):
        return None
    return getattr(optimizers, name)(**numbers)
