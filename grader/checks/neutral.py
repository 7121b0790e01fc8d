"""A model's layers made comparable across styles and frameworks.

- An `Activation` layer is the activation of the layer with weights before it.
- PyTorch's `num_layers=3` is three recurrent layers; a model inside a model is its layers.
- Parameter counts leave out every bias vector of a recurrent layer but one (`comparable_parameters`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from grader.checks.fields import squeezed
from grader.checks.words import number
from grader.evidence.wire.records import Layer, Model, Setting

MAX_LAYERS: Final = 2_000  # of one model; comparing more says nothing new and takes long

# Layers that move or rename values and learn nothing: no style of writing a model owes them.
BOOKKEEPING: Final = frozenset(
    {"input", "flatten", "reshape", "permute", "lambda", "model", "rescaling", "time_distributed", "bidirectional"}
)
RECURRENT: Final = frozenset({"simple_rnn", "lstm", "gru"})
_TRANSPARENT: Final = BOOKKEEPING | {"batch_norm", "layer_norm", "dropout", "noise"}
_TAKES_ACTIVATION: Final = RECURRENT | {
    "dense", "conv1d", "conv2d", "conv3d", "conv1d_transpose", "conv2d_transpose", "separable_conv2d",
    "depthwise_conv2d", "other",
}  # fmt: skip
_GATES: Final = {"simple_rnn": 1, "lstm": 4, "gru": 3}
_NO_ACTIVATION: Final = frozenset({"", "linear", "identity", "none"})

_WORDS: Final = {
    "simple_rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU", "batch_norm": "BatchNormalization",
    "layer_norm": "LayerNormalization", "max_pool1d": "MaxPooling1D", "max_pool2d": "MaxPooling2D",
    "avg_pool1d": "AveragePooling1D", "avg_pool2d": "AveragePooling2D", "conv1d": "Conv1D", "conv2d": "Conv2D",
    "conv3d": "Conv3D", "conv1d_transpose": "Conv1DTranspose", "conv2d_transpose": "Conv2DTranspose",
    "upsample1d": "UpSampling1D", "upsample2d": "UpSampling2D", "separable_conv2d": "SeparableConv2D",
    "depthwise_conv2d": "DepthwiseConv2D",
}  # fmt: skip


def kind_words(kind: str) -> str:
    """ "simple_rnn" -> "SimpleRNN", "dense" -> "Dense", "text_vectorization" -> "TextVectorization"."""
    return _WORDS.get(kind) or "".join(part.capitalize() for part in kind.split("_"))


@dataclass(frozen=True, slots=True)
class Unit:
    """One layer after normalisation."""

    kind: str
    class_name: str
    settings: Mapping[str, Setting]
    output_shape: tuple[int | None, ...] | None = None

    def words(self) -> str:
        """ "Dense 256", "Embedding 50", "Dropout 0.25", or the framework's class name for `other`."""
        name = self.class_name if self.kind == "other" else kind_words(self.kind)
        size = next(
            (self.settings[key] for key in ("units", "filters", "output_dim", "rate") if key in self.settings), None
        )
        return f"{name} {number(size)}" if isinstance(size, int | float) and not isinstance(size, bool) else name

    @property
    def size(self) -> int | None:
        """Values it gives out per row: its units, else the last axis of its output."""
        units = self.settings.get("units")
        if isinstance(units, int) and not isinstance(units, bool):
            return units
        return self.output_shape[-1] if self.output_shape else None


def is_linear(activation: object) -> bool:
    """Whether an activation, as recorded, leaves values as they are; None is "not recorded" and not linear."""
    return isinstance(activation, str) and squeezed(activation) in _NO_ACTIVATION


def normalise(model: Model) -> tuple[Unit, ...]:
    """The layers of a model in order, activations folded in; the first `MAX_LAYERS` of a longer model."""
    units: list[Unit] = []
    for unit in _unrolled(model.layers[:MAX_LAYERS]):
        if unit.kind == "activation" and _fold(unit, units):
            continue
        units.append(unit)
    return tuple(units[:MAX_LAYERS])


def countable(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Without the bookkeeping layers."""
    return tuple(unit for unit in units if unit.kind not in BOOKKEEPING)


def comparable_parameters(model: Model) -> int:
    """Parameters as if every recurrent layer had one bias vector per gate, which is what Keras's RNN and LSTM have.

    PyTorch's recurrent layers carry two, which are only ever added together: units more for an RNN, 4 × units for an
    LSTM, 3 × units for a GRU, per layer and direction. Keras's GRU carries two as well unless `reset_after` is off.
    A layer says how many it has in `settings["biases"]`; where it does not, its framework's default stands.
    """
    return model.parameters - sum(_spare_biases(layer, model.framework) for layer in model.layers)


def _unrolled(layers: Iterable[Layer]) -> Iterator[Unit]:
    for layer in layers:
        settings = dict(layer.settings)
        times = settings.pop("layers", 1) if layer.kind in RECURRENT else 1
        if layer.kind in RECURRENT:
            settings.setdefault("activation", "tanh")
        unit = Unit(layer.kind, layer.class_name, settings, layer.output_shape)
        for _ in range(min(max(times, 1), MAX_LAYERS) if isinstance(times, int) else 1):
            yield unit


def _fold(activation: Unit, units: list[Unit]) -> bool:
    """Give an Activation layer to the layer with weights before it; False when that one has an activation already."""
    for index in range(len(units) - 1, -1, -1):
        unit = units[index]
        if unit.kind in _TRANSPARENT:
            continue
        seen = unit.settings.get("activation")
        if unit.kind not in _TAKES_ACTIVATION or not (seen is None or is_linear(seen)):
            return False
        name = activation.settings.get("activation") or activation.class_name
        units[index] = replace(unit, settings={**unit.settings, "activation": name})
        return True
    return False


def _spare_biases(layer: Layer, framework: str) -> int:
    gates = _GATES.get(layer.kind)
    units = layer.settings.get("units")
    if gates is None or not isinstance(units, int):
        return 0
    two = framework == "torch" or (layer.kind == "gru" and layer.settings.get("reset_after", True) is not False)
    biases = layer.settings.get("biases", 2 if two else 1)
    depth = layer.settings.get("layers", 1)
    if not isinstance(biases, int) or not isinstance(depth, int):
        return 0
    directions = 2 if layer.settings.get("bidirectional") is True else 1
    # A layer cannot have more to spare than it has: hostile settings must not turn a count negative.
    return min(max(biases - 1, 0) * gates * units * depth * directions, max(layer.parameters, 0))
