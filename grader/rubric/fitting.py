"""Whether a model is what a role asks for: its layers, what goes in, what comes out, what of it learns."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from grader.checks.fields import squeezed
from grader.checks.neutral import BOOKKEEPING, RECURRENT, Unit, is_linear
from grader.evidence.wire.records import Layer, Model
from grader.rubric.rubric import ModelRole

LEAST_SIDE: Final = 8  # of a picture
LEAST_VECTOR: Final = 3  # values of an output that is a vector: one or two are a binary answer
MOST_CLASSES: Final = 32  # words of an embedding that stands for classes, not for a text's vocabulary

_AFTER_OUTPUT: Final = BOOKKEEPING | {"dropout", "activation"}
_IMAGE_LAYERS: Final = frozenset({"conv2d", "separable_conv2d", "depthwise_conv2d", "max_pool2d", "avg_pool2d"})
_SEQUENCE_LAYERS: Final = RECURRENT | {"conv1d", "attention", "transformer"}
_PASSIVE: Final = BOOKKEEPING | {"dropout", "noise", "activation", "zero_pad", "concatenate", "batch_norm"}


def fits(role: ModelRole, model: Model, units: Sequence[Unit]) -> bool:
    """Whether the model itself answers a role; what it was trained and tried on is looked at elsewhere."""
    kinds = [unit.kind for unit in units]
    return (
        in_order(role.has, kinds)
        and not set(role.lacks) & set(kinds)
        and gives(role.output, model, units)
        and (role.input == "any" or takes(model, units) == role.input)
        and (not role.named or is_named(role.named, model))
        and (role.width is None or role.width.accepts(width(model)))
        and all(learns(kind, model.layers) for kind in role.trains)
        and all(is_frozen(kind, model.layers) for kind in role.freezes)
    )


def in_order(wanted: Iterable[str], kinds: Iterable[str]) -> bool:
    """Whether `wanted` is a subsequence of `kinds`."""
    rest = iter(kinds)
    return all(kind in rest for kind in wanted)


def gives(output: str, model: Model, units: Sequence[Unit]) -> bool:
    """Whether what comes out (first, where several do) is of this form."""
    if output == "any":
        return True
    last = next((unit for unit in reversed(units) if unit.kind not in _AFTER_OUTPUT), None)
    shape = model.output_shape or (units[-1].output_shape if units else None)
    if output == "image":
        return shape is not None and (len(shape) == 3 or _is_square(shape))
    if output == "vector":
        return _is_vector(shape, last)
    if last is None or last.size is None:
        return False
    activation = last.settings.get("activation")
    free = activation is None or is_linear(activation)
    named = squeezed(activation) if isinstance(activation, str) else ""
    if output == "binary" and last.size == 1:
        return free or named in ("sigmoid", "hardsigmoid", "logsigmoid")
    many = last.size == 2 if output == "binary" else last.size >= 2
    return many and (free or named in ("softmax", "logsoftmax", "sigmoid"))


def _is_square(shape: tuple[int | None, ...]) -> bool:
    """A grey picture without an axis of channels; words by their codes are as many as they may be, not as long."""
    return len(shape) == 2 and shape[0] == shape[1] and (shape[0] or 0) >= LEAST_SIDE


def _is_vector(shape: tuple[int | None, ...] | None, last: Unit | None) -> bool:
    size = shape[0] if shape is not None and len(shape) == 1 else None
    if shape is None and last is not None and last.kind == "dense":
        size = last.size
    activation = last.settings.get("activation") if last is not None else None
    softmax = isinstance(activation, str) and squeezed(activation) in ("softmax", "logsoftmax")
    return size is not None and size >= LEAST_VECTOR and not softmax


def takes(model: Model, units: Sequence[Unit]) -> str:
    """What goes in (first, where several do): "image", "tokens", "vector", or "" where it cannot be told.

    Three axes, or two in front of layers for pictures, are an image. Words or characters by number in front of an
    embedding are tokens, and so are one-hot rows in front of a recurrent layer or a 1D convolution; the embedding of
    a class, beside noise or a picture, is not.
    """
    axes = len(model.input_shape) if model.input_shape is not None else None
    first = next((unit for unit in units if unit.kind not in _PASSIVE), None)
    kinds = {unit.kind for unit in units}
    if axes == 3 or (first is not None and first.kind in _IMAGE_LAYERS):
        return "image"
    if first is None:
        return "vector" if axes == 1 else ""
    if first.kind == "text_vectorization" or (first.kind == "embedding" and not _of_classes(first, kinds)):
        return "tokens"
    if first.kind in _SEQUENCE_LAYERS:
        return "tokens"
    if axes == 2:
        return "image"
    return "vector" if axes == 1 or first.kind in ("dense", "embedding") else ""


def _of_classes(embedding: Unit, kinds: set[str]) -> bool:
    words = embedding.settings.get("input_dim")
    return isinstance(words, int) and words <= MOST_CLASSES and not kinds & _SEQUENCE_LAYERS


def width(model: Model) -> int | None:
    """Values per row that go in; None where that is not known."""
    shape = model.input_shape
    if shape is None:
        return None
    sizes = [size for size in shape if size is not None]
    return math.prod(sizes) if len(sizes) == len(shape) else None


def is_named(names: Iterable[str], model: Model) -> bool:
    """Whether the model, or a step of it, is of one of these classes."""
    wanted = {name.casefold() for name in names}
    return any(name.casefold() in wanted for name in (model.class_name, *(layer.class_name for layer in model.layers)))


def learns(kind: str, layers: Iterable[Layer]) -> bool:
    return any(layer.kind == kind and layer.trainable > 0 for layer in layers)


def is_frozen(kind: str, layers: Iterable[Layer]) -> bool:
    """Whether there are weights in layers of this kind, and none of them learns."""
    found = [layer for layer in layers if layer.kind == kind and layer.parameters > 0]
    return bool(found) and not any(layer.trainable for layer in found)
