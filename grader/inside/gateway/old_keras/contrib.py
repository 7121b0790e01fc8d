"""`tf.contrib`, which TensorFlow 2 threw away: layers, cells and distributions, by what is left of TensorFlow 1.


Only what was another spelling of something that is still there; the rest of it is missing as ever.
"""

from __future__ import annotations

import functools
import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

ROOT: Final = "tensorflow.contrib"
_FIRST: Final = "tensorflow.compat.v1"


def install(context: Context) -> None:
    """Answer imports of `tensorflow.contrib…`, and `tf.contrib` as an attribute."""
    sys.meta_path.append(_Finder(context))
    after_import("tensorflow", _as_attribute)


def _as_attribute(tensorflow: ModuleType) -> None:
    before: Callable[[str], Any] | None = vars(tensorflow).get("__getattr__")

    def missing(name: str) -> Any:
        if name == "contrib":
            return importlib.import_module(ROOT)
        if before is not None:
            return before(name)
        raise AttributeError(f"module 'tensorflow' has no attribute {name!r}")

    tensorflow.__dict__["__getattr__"] = missing


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Last on `sys.meta_path`: asked only for what nobody else has found."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:  # fmt: skip
        if fullname != ROOT and fullname.removeprefix(f"{ROOT}.") not in _PARTS:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def exec_module(self, module: ModuleType) -> None:
        part = module.__name__.removeprefix(ROOT).removeprefix(".")
        if not part:
            module.__dict__["__getattr__"] = functools.partial(_part_of, module)
            return
        first = importlib.import_module(_FIRST)
        module.__dict__.update(_PARTS[part](first))
        self._context.substituted_once(
            asked=f"tf.contrib.{part}",
            served=f"the same of {_FIRST.replace('tensorflow', 'tf')}, as far as it is there",
            how="shim",
            why="TensorFlow 2 has no contrib any more",
        )


def _part_of(module: ModuleType, name: str) -> Any:
    if name in _PARTS:
        return importlib.import_module(f"{ROOT}.{name}")
    raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")


def _layers(first: Any) -> Mapping[str, Any]:
    layers, relu = first.layers, first.nn.relu

    def fully_connected(
        inputs: Any, num_outputs: int, activation_fn: Any = relu, weights_initializer: Any = None, **named: Any
    ) -> Any:
        return layers.dense(inputs, num_outputs, activation_fn, **_kernel(weights_initializer, named))

    def conv2d(
        inputs: Any, num_outputs: int, kernel_size: Any, stride: Any = 1, padding: str = "SAME", *,
        activation_fn: Any = relu, weights_initializer: Any = None, **named: Any,
    ) -> Any:  # fmt: skip
        given = _kernel(weights_initializer, named)
        return layers.conv2d(inputs, num_outputs, kernel_size, stride, padding, activation=activation_fn, **given)

    def conv2d_transpose(
        inputs: Any, num_outputs: int, kernel_size: Any, stride: Any = 1, padding: str = "SAME", *,
        activation_fn: Any = relu, weights_initializer: Any = None, **named: Any,
    ) -> Any:  # fmt: skip
        given = _kernel(weights_initializer, named)
        return layers.conv2d_transpose(
            inputs, num_outputs, kernel_size, stride, padding, activation=activation_fn, **given
        )

    def pooled(pool: Callable[..., Any], inputs: Any, kernel_size: Any, stride: Any = 2, padding: str = "VALID") -> Any:
        return pool(inputs, kernel_size, stride, padding)

    def batch_norm(inputs: Any, decay: float = 0.999, is_training: Any = True, **named: Any) -> Any:
        return layers.batch_normalization(inputs, momentum=decay, training=is_training, **_named(named))

    def dropout(inputs: Any, keep_prob: float = 0.5, is_training: Any = True, **_: Any) -> Any:
        return layers.dropout(inputs, 1 - keep_prob, training=is_training)

    def xavier_initializer(uniform: bool = True, seed: Any = None, **_: Any) -> Any:
        made = first.glorot_uniform_initializer if uniform else first.glorot_normal_initializer
        return made(seed=seed)

    return {
        "avg_pool2d": functools.partial(pooled, layers.average_pooling2d), "batch_norm": batch_norm, "conv2d": conv2d,
        "conv2d_transpose": conv2d_transpose, "convolution2d": conv2d, "dropout": dropout,
        "flatten": lambda inputs, **_: layers.flatten(inputs), "fully_connected": fully_connected,
        "l1_regularizer": lambda scale, **_: first.keras.regularizers.l1(scale),
        # Half the sum of squares there, the whole sum here.
        "l2_regularizer": lambda scale, **_: first.keras.regularizers.l2(scale / 2),
        "linear": functools.partial(fully_connected, activation_fn=None),
        "max_pool2d": functools.partial(pooled, layers.max_pooling2d), "relu": fully_connected,
        "variance_scaling_initializer": lambda factor=2.0, mode="FAN_IN", uniform=False, **_:
            first.variance_scaling_initializer(factor, mode.lower(), "uniform" if uniform else "truncated_normal"),
        "xavier_initializer": xavier_initializer, "xavier_initializer_conv2d": xavier_initializer,
    }  # fmt: skip


def _kernel(initializer: Any, named: Mapping[str, Any]) -> dict[str, Any]:
    """Keywords of `tf.contrib.layers` under the names that `tf.layers` has for them."""
    given = _named(named)
    if initializer is not None:
        given["kernel_initializer"] = initializer
    return given


def _named(named: Mapping[str, Any]) -> dict[str, Any]:
    names = {
        "weights_regularizer": "kernel_regularizer", "biases_initializer": "bias_initializer", "scope": "name",
        "reuse": "reuse", "trainable": "trainable", "epsilon": "epsilon",
    }  # fmt: skip
    return {names[name]: value for name, value in named.items() if name in names and value is not None}


def _rnn(first: Any) -> Mapping[str, Any]:
    cells = first.nn.rnn_cell
    return {
        **{name: getattr(cells, name) for name in dir(cells) if name[0].isupper()},
        "static_rnn": first.nn.static_rnn,
    }


def _distributions(first: Any) -> Mapping[str, Any]:
    given = first.distributions
    return {
        **{name: getattr(given, name) for name in dir(given) if name[0].isupper()},
        "kl": given.kl_divergence,
        "kl_divergence": given.kl_divergence,
    }


_PARTS: Final[Mapping[str, Callable[[Any], Mapping[str, Any]]]] = {
    "layers": _layers,
    "rnn": _rnn,
    "distributions": _distributions,
}
