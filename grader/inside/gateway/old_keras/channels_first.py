"""Pictures with their channels first, as Theano had them, on a CPU: TensorFlow trains no convolution over those there.

Layers that were written for a card (`data_format="channels_first"`) turn what they are given, compute with the channels
last, and turn the answer back: the same numbers from the same weights.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

_FIRST, _LAST = "channels_first", "channels_last"
_KERAS_3: Final = "keras.src.layers."
_KERAS_2: Final = "tf_keras.src.layers."
# Module -> the class whose `call` computes.
_LAYERS: Final[Mapping[str, str]] = {
    f"{_KERAS_3}convolutional.base_conv": "BaseConv",
    f"{_KERAS_3}convolutional.base_conv_transpose": "BaseConvTranspose",
    f"{_KERAS_3}convolutional.base_depthwise_conv": "BaseDepthwiseConv",
    f"{_KERAS_3}convolutional.base_separable_conv": "BaseSeparableConv",
    f"{_KERAS_3}pooling.base_pooling": "BasePooling",
    f"{_KERAS_2}convolutional.base_conv": "Conv",
    f"{_KERAS_2}convolutional.conv2d_transpose": "Conv2DTranspose",
    f"{_KERAS_2}convolutional.depthwise_conv2d": "DepthwiseConv2D",
    f"{_KERAS_2}convolutional.separable_conv2d": "SeparableConv2D",
    f"{_KERAS_2}pooling.base_pooling2d": "Pooling2D",
}
# Where a layer keeps the format: as it was given, and as TensorFlow spells it.
_OWN, _SPELT = "data_format", "_tf_data_format"
_SPELLINGS: Final = {3: "NWC", 4: "NHWC", 5: "NDHWC"}


def install(context: Context) -> None:
    """Wait for each layer's module, where the attempt has no card."""
    if context.job.device == "cpu":
        for module, name in _LAYERS.items():
            after_import(module, functools.partial(_turn, context, name))


def _turn(context: Context, name: str, module: Any) -> None:
    kind = getattr(module, name)
    kind.call = _with_channels_last(context, kind.call)


def _with_channels_last(context: Context, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def call(self: Any, inputs: Any) -> Any:  # Keras passes on what a signature has room for
        rank = len(inputs.shape)
        if getattr(self, _OWN, None) != _FIRST or rank not in _SPELLINGS:
            return original(self, inputs)
        import tensorflow as tf

        context.substituted_once(
            asked=f"layers with {_OWN}={_FIRST!r}",
            served="the same, turned to have the channels last while they compute",
            how="device",
            why="without a card TensorFlow trains none with the channels first",
        )
        before = {each: getattr(self, each) for each in (_OWN, _SPELT) if hasattr(self, each)}
        _set(self, {each: _LAST if each == _OWN else _SPELLINGS[rank] for each in before})
        try:
            answer = original(self, tf.transpose(inputs, [0, *range(2, rank), 1]))
        finally:
            _set(self, before)
        return tf.transpose(answer, [0, rank - 1, *range(1, rank - 1)])

    return call


def _set(layer: Any, values: Mapping[str, str]) -> None:
    """Past the layer's own bookkeeping, which would take them for settings."""
    for name, value in values.items():
        object.__setattr__(layer, name, value)
