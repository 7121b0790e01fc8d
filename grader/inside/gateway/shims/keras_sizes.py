"""Sizes of layers that are no plain `int`: `Dense(np.prod(shape))`, `Dense(tf.reduce_prod(shape))`, `InputLayer(32)`.

Keras 2 made whole numbers of whatever it was given, NumPy's and TensorFlow's among them. Keras 3 asks the sizes of many
layers whether they are an `int`, and refuses others. `InputLayer(32)` stood for `InputLayer((32,))`.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from numbers import Integral
from typing import Any, Final

from grader.inside.gateway.shims.library import Library
from grader.inside.hooks import after_import

_STRICT: Final = "the installed Keras takes no other form"
_LAYERS: Final = "keras.src.layers."
# Where the sizes are looked at: in most layers' own class, in others' base or, of recurrent ones, in their cell.
_SIZED: Final[Mapping[str, str]] = {
    "attention.multi_head_attention": "MultiHeadAttention",
    "convolutional.base_conv": "BaseConv",
    "convolutional.base_conv_transpose": "BaseConvTranspose",
    "convolutional.base_separable_conv": "BaseSeparableConv",
    "core.dense": "Dense",
    "core.embedding": "Embedding",
    "pooling.base_pooling": "BasePooling",
    "preprocessing.text_vectorization": "TextVectorization",
    "reshaping.repeat_vector": "RepeatVector",
    "rnn.gru": "GRUCell",
    "rnn.lstm": "LSTMCell",
    "rnn.simple_rnn": "SimpleRNNCell",
}
_INPUT: Final = "core.input_layer"


def install(library: Library) -> None:
    """Wait for each layer's module."""
    for module, name in _SIZED.items():
        after_import(_LAYERS + module, functools.partial(_patch, library, name))
    after_import(_LAYERS + _INPUT, lambda module: _with(library, module.InputLayer, "a shape", _shape))


def _patch(library: Library, name: str, module: Any) -> None:
    _with(library, getattr(module, name), "whole numbers", _plain)


def _with(library: Library, layer: Any, served: str, as_asked: Callable[[str, Any], Any]) -> None:
    """Let arguments of `layer` be what it does not take; `as_asked(name, given)` is what stands for one."""
    original = layer.__init__
    signature = inspect.signature(original)
    order = list(signature.parameters)[1:]  # behind `self`

    @functools.wraps(original)
    def init(self: Any, *args: Any, **named: Any) -> None:
        given = {**dict(zip(order, args, strict=False)), **named}
        instead = {name: as_asked(name, each) for name, each in given.items()}
        strange = [name for name, each in given.items() if instead[name] is not each]
        if len(args) > len(order) or not strange:
            original(self, *args, **named)
            return
        for name in strange:
            kind = type(given[name]).__name__
            library.say(f"{type(self).__name__}({name}: {kind})", f"{served}: {name}={instead[name]}", _STRICT)
        original(self, **instead)

    init.__signature__ = signature  # type: ignore[attr-defined]  # Keras reads the names of arguments off it
    layer.__init__ = init


def _plain(name: str, given: Any) -> Any:
    """The same object where nothing has to be changed."""
    del name
    if isinstance(given, tuple | list) and any(_is_strange(each) for each in given):
        return tuple(int(each) if _is_strange(each) else each for each in given)
    return int(given) if _is_strange(given) else given


def _shape(name: str, given: Any) -> Any:
    whole = isinstance(given, Integral) and not isinstance(given, bool)
    return (int(given),) if name in ("shape", "input_shape") and whole else given


def _is_strange(given: Any) -> bool:
    if isinstance(given, Integral):
        return not isinstance(given, int)
    tensor = type(given).__name__ == "EagerTensor" and given.shape.rank == 0
    return bool(tensor and given.dtype.is_integer)
