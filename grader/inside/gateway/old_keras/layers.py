"""Keyword arguments of layers as Keras 1 called them, which Keras 2 took as well until tf-keras."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

_KERNEL: Final = {
    "W_regularizer": "kernel_regularizer", "b_regularizer": "bias_regularizer", "W_constraint": "kernel_constraint",
    "b_constraint": "bias_constraint", "init": "kernel_initializer", "bias": "use_bias",
}  # fmt: skip
_CONVOLUTION: Final = {**_KERNEL, "nb_filter": "filters", "filter_length": "kernel_size", "border_mode": "padding",
                       "subsample": "strides", "subsample_length": "strides"}  # fmt: skip
_RECURRENT: Final = {
    **_KERNEL, "output_dim": "units", "inner_init": "recurrent_initializer", "inner_activation": "recurrent_activation",
    "U_regularizer": "recurrent_regularizer", "dropout_W": "dropout", "dropout_U": "recurrent_dropout",
}  # fmt: skip
_POOLING: Final = {"border_mode": "padding", "pool_length": "pool_size", "stride": "strides"}
RENAMED: Final[Mapping[str, Mapping[str, str]]] = {
    "Dense": {**_KERNEL, "output_dim": "units"},
    "Embedding": {"W_regularizer": "embeddings_regularizer", "W_constraint": "embeddings_constraint",
                  "init": "embeddings_initializer"},
    "Conv1D": _CONVOLUTION, "Conv2D": _CONVOLUTION,
    "SimpleRNN": _RECURRENT, "LSTM": _RECURRENT, "GRU": _RECURRENT,
    "MaxPooling1D": _POOLING, "MaxPooling2D": _POOLING, "AveragePooling2D": _POOLING,
    "Dropout": {"p": "rate"},
}  # fmt: skip
_GONE: Final[Mapping[str, str]] = {"Embedding": "dropout"}  # which Keras 2 took, said so, and passed over


def install(context: Context) -> None:
    """Wait for the layers of tf-keras; Keras 3 is left alone, since no code that needs it has such arguments."""
    after_import("tf_keras.layers", functools.partial(_wrap_all, context))


def _wrap_all(context: Context, layers: ModuleType) -> None:
    for name, renamed in RENAMED.items():
        kind = vars(layers).get(name)
        if isinstance(kind, type) and "__init__" in vars(kind):
            _wrap(context, kind, renamed)


def _wrap(context: Context, kind: Any, renamed: Mapping[str, str]) -> None:
    original: Callable[..., None] = kind.__init__

    @functools.wraps(original)
    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807  the class's own name for it
        for old in renamed.keys() & named.keys():
            new = renamed[old]
            if new not in named:
                named[new] = named.pop(old)
                context.substituted_once(
                    asked=f"{kind.__name__}({old}=)",
                    served=f"{kind.__name__}({new}=)",
                    how="shim",
                    why="the installed Keras no longer knows this argument",
                )
        gone = _GONE.get(kind.__name__)
        if gone in named:
            del named[gone]
            context.substituted_once(
                asked=f"{kind.__name__}({gone}=)",
                served="nothing in its place",
                how="shim",
                why="Keras 2 passed over it, and the installed one no longer knows it",
            )
        original(self, *args, **named)

    kind.__init__ = __init__
