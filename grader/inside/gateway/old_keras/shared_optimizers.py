"""One optimiser for two networks, which Keras 2 took: tf-keras ties an optimiser to the variables it met first.

A second set of variables gets an optimiser of its own, made of the first one's settings and with its rate and its count
of steps: what the optimisers of the time did, which kept moments variable by variable.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final
from weakref import WeakKeyDictionary

from grader.inside.context import Context
from grader.inside.hooks import after_import

HOME: Final = "tf_keras.src.optimizers.optimizer"


def install(context: Context) -> None:
    """Wait for the optimisers of tf-keras; Keras 3 never allowed it."""
    after_import(HOME, functools.partial(_let_share, context))


def _let_share(context: Context, module: ModuleType) -> None:
    owner = module.__dict__["Optimizer"]
    original: Callable[..., Any] = owner.apply_gradients
    beside: WeakKeyDictionary[Any, list[Any]] = WeakKeyDictionary()

    @functools.wraps(original)
    def apply_gradients(self: Any, grads_and_vars: Any, *args: Any, **named: Any) -> Any:
        pairs = list(grads_and_vars)
        stepping = _that_knows([self, *beside.get(self, ())], [variable for _, variable in pairs])
        if stepping is None:
            stepping = _another(self)
            beside.setdefault(self, []).append(stepping)
            context.substituted_once(
                asked=f"one {type(self).__name__} object for several networks",
                served="an optimiser of the same settings for each, with one rate and one count of steps",
                how="shim",
                why="tf-keras ties an optimiser to the first variables it is given, which Keras did not until 2022",
            )
        return original(stepping, pairs, *args, **named)

    owner.apply_gradients = apply_gradients


def _that_knows(optimizers: list[Any], variables: list[Any]) -> Any:
    """The first that has stepped none yet or knows all of these; None: a further one is needed."""
    for one in optimizers:
        if not getattr(one, "_built", False):
            return one
        known = one._index_dict
        if all(one._var_key(variable) in known for variable in variables):
            return one
    return None


def _another(optimizer: Any) -> Any:
    """An optimiser of the same settings; made outside any graph that is being built, where variables may be made."""
    import tensorflow as tf

    with tf.init_scope():
        made = type(optimizer).from_config(optimizer.get_config())
    made.iterations = optimizer.iterations
    made._learning_rate = optimizer._learning_rate
    return made
