"""A layer as one line of text: its name, the settings that matter, its output and its parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.evidence.wire.records import Layer, Setting
from grader.report.numbers import setting, whole
from grader.report.text import clean

_CLASS_LIMIT = 40
_ALIASES = {"relu": "relu", "linear": "", "identity": "", "none": ""}
# What each kind says of itself beside its name: (setting, word before it, word after it).
_SAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "dense": (("units", ""),),
    "simple_rnn": (("units", ""),),
    "lstm": (("units", ""),),
    "gru": (("units", ""),),
    "conv1d": (("filters", ""), ("kernel_size", "")),
    "conv2d": (("filters", ""), ("kernel_size", "")),
    "conv3d": (("filters", ""), ("kernel_size", "")),
    "conv1d_transpose": (("filters", ""), ("kernel_size", "")),
    "conv2d_transpose": (("filters", ""), ("kernel_size", "")),
    "separable_conv2d": (("filters", ""), ("kernel_size", "")),
    "depthwise_conv2d": (("kernel_size", ""),),
    "max_pool1d": (("pool_size", ""),),
    "max_pool2d": (("pool_size", ""),),
    "avg_pool1d": (("pool_size", ""),),
    "avg_pool2d": (("pool_size", ""),),
    "dropout": (("rate", ""),),
    "embedding": (("input_dim", ""), ("output_dim", "× ")),
}
_ADDS: tuple[tuple[str, str], ...] = (("strides", "stride "), ("padding", ""))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a layer's line; `key` tells which parts of two layers correspond."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerLine:
    """One layer ready to be aligned: what it is (`kind`), what it says (`pieces`), what it puts out and holds."""

    kind: str
    pieces: tuple[Piece, ...]
    output: str
    parameters: int
    trainable: int

    @property
    def text(self) -> str:
        return join(self.pieces)

    def signature(self) -> tuple[object, ...]:
        """Equal for layers that do the same: the class name may differ between frameworks."""
        return (self.kind, tuple((p.key, p.text) for p in self.pieces if p.key != "name"))


def join(pieces: Sequence[Piece]) -> str:
    """'Conv2D 32, 3×3, relu': the first setting follows the name, commas part the rest."""
    if len(pieces) < 2:
        return "".join(p.text for p in pieces)
    return "".join(lead(i, piece) + piece.text for i, piece in enumerate(pieces))


def lead(index: int, piece: Piece) -> str:
    """What stands before a piece: nothing, a space or a comma."""
    if index == 0:
        return ""
    return " " if index == 1 or piece.text.startswith("×") else ", "


def lines(layers: Sequence[Layer], *, mixed: bool) -> tuple[LayerLine, ...]:
    """Lines for a model's layers. `mixed`: some layers are frozen, so each one with parameters says which it is."""
    return tuple(_line(layer, mixed) for layer in merged(layers))


def merged(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """An activation layer counts as the activation of the layer before it, as one argument would."""
    kept: list[Layer] = []
    for layer in layers:
        before = kept[-1] if kept else None
        name = _activation(layer.settings)
        if layer.kind == "activation" and before is not None and name and _takes_activation(before):
            kept[-1] = replace(before, settings={**before.settings, "activation": name})
        else:
            kept.append(layer)
    return tuple(kept)


def _takes_activation(layer: Layer) -> bool:
    weighted = layer.kind == "dense" or layer.kind.startswith(("conv", "separable_conv", "depthwise_conv"))
    return weighted and not _activation(layer.settings)


def _activation(settings: dict[str, Setting]) -> str:
    value = settings.get("activation")
    text = clean(str(value), 24).lower() if value is not None else ""
    return _ALIASES.get(text, text)


def _line(layer: Layer, mixed: bool) -> LayerLine:
    pieces = [Piece("name", _class_name(layer))]
    for key, before in _SAYS.get(layer.kind, ()):
        if layer.settings.get(key) is not None:
            pieces.append(Piece(key, before + _value(layer.settings[key])))
    if layer.kind.startswith(("conv", "separable_conv", "depthwise_conv")):
        for key, before in _ADDS:
            value = layer.settings.get(key)
            if value is not None and _value(value) not in ("1", "1×1", "same"):
                pieces.append(Piece(key, before + _value(value)))
    if layer.settings.get("bidirectional") is True:
        pieces.append(Piece("bidirectional", "both ways"))
    if layer.settings.get("biases") == 2:
        # PyTorch's recurrent layers carry two bias vectors per gate; said aloud, as it explains the count.
        pieces.append(Piece("biases", "2 bias vectors"))
    stacked = layer.settings.get("layers")
    if isinstance(stacked, int) and not isinstance(stacked, bool) and stacked > 1:
        pieces.append(Piece("layers", f"{stacked} stacked"))
    activation = _activation(layer.settings)
    # A recurrent layer's tanh is its nature and nobody writes it.
    if activation and not (layer.kind in ("simple_rnn", "lstm", "gru") and activation == "tanh"):
        pieces.append(Piece("activation", activation))
    if mixed and layer.parameters:
        pieces.append(Piece("trainable", "trainable" if layer.trainable else "frozen"))
    return LayerLine(
        kind=layer.kind if layer.kind != "other" else f"other:{_class_name(layer)}",
        pieces=tuple(pieces),
        output=shape(layer.output_shape),
        parameters=layer.parameters,
        trainable=layer.trainable,
    )


def _class_name(layer: Layer) -> str:
    name = "Input" if layer.kind == "input" else clean(layer.class_name, _CLASS_LIMIT)
    return name or layer.kind


def _value(value: Setting) -> str:
    if isinstance(value, tuple):
        return clean("×".join(_value(v) for v in value), 24)
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, (int, float)):
        return setting(value)
    return clean(value, 24)


def shape(output: tuple[int | None, ...] | None) -> str:
    """'150 × 50', '8,192', 'any × 50'; '' where it is not known."""
    if output is None:
        return ""
    if len(output) == 1 and output[0] is not None:
        return whole(output[0])
    return " × ".join("any" if size is None else str(size) for size in output) or "1"
