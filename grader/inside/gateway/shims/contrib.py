"""`tf.contrib`, which TensorFlow 2 threw away: layers, cells and distributions, by what is left of TensorFlow 1.

Only what was another spelling of something that is still there; the rest of it is missing as ever.
"""

from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, Final

from grader.inside.gateway.shims.library import Library, StandIn
from grader.inside.hooks import after_import

ROOT: Final = "tensorflow.contrib"
_FIRST: Final = "tensorflow.compat.v1"
_SERVED: Final = "the same of tf.compat.v1, as far as it is there"


def install(library: Library) -> None:
    """Answer imports of `tensorflow.contrib…`, and `tf.contrib` as an attribute."""
    parts = {f"{ROOT}.{part}": (_SERVED, functools.partial(_fill, part)) for part in _PARTS}
    library.modules({ROOT: (f"its parts {', '.join(_PARTS)}", _fill_root), **parts})
    contrib = StandIn(ROOT, lambda: _imported(ROOT))
    after_import("tensorflow", lambda tensorflow: library.names(tensorflow, {"contrib": contrib}))


def _imported(name: str) -> ModuleType:
    # By the statement's own function: of importlib's, the notebook would not be seen to ask.
    __import__(name)
    return sys.modules[name]


def _fill(part: str, module: ModuleType) -> None:
    module.__dict__.update(_PARTS[part](importlib.import_module(_FIRST)))


def _fill_root(module: ModuleType) -> None:
    def part(name: str) -> Any:
        if name in _PARTS:
            return _imported(f"{ROOT}.{name}")
        raise AttributeError(f"module {ROOT!r} has no attribute {name!r}")

    module.__getattr__ = part  # type: ignore[method-assign]  # how a module answers names of its own


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
