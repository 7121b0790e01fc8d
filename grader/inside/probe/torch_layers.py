"""PyTorch modules in neutral words, with Keras's spelling of their settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from grader.evidence.wire.records import Layer, Setting
from grader.inside.probe.catalogue import Description
from grader.inside.probe.losses import snake

KINDS: Final = {
    "Linear": "dense", "LazyLinear": "dense", "Embedding": "embedding", "EmbeddingBag": "embedding",
    "Conv1d": "conv1d", "Conv2d": "conv2d", "Conv3d": "conv3d",
    "LazyConv1d": "conv1d", "LazyConv2d": "conv2d",
    "ConvTranspose1d": "conv1d_transpose", "ConvTranspose2d": "conv2d_transpose",
    "MaxPool1d": "max_pool1d", "MaxPool2d": "max_pool2d", "AvgPool1d": "avg_pool1d", "AvgPool2d": "avg_pool2d",
    "AdaptiveMaxPool1d": "global_max_pool", "AdaptiveMaxPool2d": "global_max_pool",
    "AdaptiveAvgPool1d": "global_avg_pool", "AdaptiveAvgPool2d": "global_avg_pool",
    "Upsample": "upsample2d", "UpsamplingNearest2d": "upsample2d", "UpsamplingBilinear2d": "upsample2d",
    "ZeroPad2d": "zero_pad", "RNN": "simple_rnn", "LSTM": "lstm", "GRU": "gru",
    "RNNCell": "simple_rnn", "LSTMCell": "lstm", "GRUCell": "gru",
    "MultiheadAttention": "attention", "Transformer": "transformer", "TransformerEncoder": "transformer",
    "TransformerEncoderLayer": "transformer", "TransformerDecoder": "transformer",
    "TransformerDecoderLayer": "transformer",
    "BatchNorm1d": "batch_norm", "BatchNorm2d": "batch_norm", "BatchNorm3d": "batch_norm",
    "LazyBatchNorm1d": "batch_norm", "LazyBatchNorm2d": "batch_norm", "LayerNorm": "layer_norm",
    "Dropout": "dropout", "Dropout1d": "dropout", "Dropout2d": "dropout", "Dropout3d": "dropout",
    "AlphaDropout": "dropout", "Flatten": "flatten", "Unflatten": "reshape",
}  # fmt: skip
RECURRENT: Final = frozenset({"simple_rnn", "lstm", "gru"})
WORDS: Final = {
    "out_features": "units", "hidden_size": "units", "num_embeddings": "input_dim", "embedding_dim": "output_dim",
    "out_channels": "filters", "stride": "strides", "padding": "padding", "p": "rate", "num_heads": "num_heads",
    "embed_dim": "key_dim", "negative_slope": "negative_slope", "dropout": "dropout",
}  # fmt: skip
# Functions a forward may call in place of a layer, with the kind of the layer they stand for.
FUNCTIONS: Final = {
    "relu": "activation", "relu_": "activation", "sigmoid": "activation", "tanh": "activation",
    "softmax": "activation", "log_softmax": "activation", "leaky_relu": "activation", "elu": "activation",
    "gelu": "activation", "silu": "activation", "logsigmoid": "activation", "selu": "activation",
    "dropout": "dropout", "max_pool1d": "max_pool1d", "max_pool2d": "max_pool2d", "avg_pool1d": "avg_pool1d",
    "avg_pool2d": "avg_pool2d", "adaptive_avg_pool1d": "global_avg_pool", "adaptive_avg_pool2d": "global_avg_pool",
    "adaptive_max_pool1d": "global_max_pool", "interpolate": "upsample2d", "flatten": "flatten",
}  # fmt: skip


@dataclass(slots=True)
class Trace:
    """What the first forward pass of a model showed: its leaves in order of use, shapes, functions called."""

    leaves: list[int] = field(default_factory=list)
    shapes: dict[int, tuple[int | None, ...] | None] = field(default_factory=dict)
    activations: dict[int, str] = field(default_factory=dict)
    functions: list[tuple[int, Layer]] = field(default_factory=list)  # (leaves used before it, the layer it stands for)
    input_shape: tuple[int | None, ...] | None = None
    output_shape: tuple[int | None, ...] | None = None


def is_leaf(module: Any) -> bool:
    """A module that is one layer: torch's own with a kind, or one that holds no other."""
    return kind_of(module) not in {"other", "model"} or not module._modules


def describe_torch(model: Any, trace: Trace | None) -> Description:
    """Leaf modules in order of their first use, those never used after them in order of registration."""
    found = list(_leaves(model, ""))
    if trace is not None:
        place = {identity: position for position, identity in enumerate(trace.leaves)}
        found.sort(key=lambda pair: place.get(id(pair[1]), len(place)))
    seen: set[int] = set()
    layers: list[Layer] = []
    functions = list(trace.functions) if trace is not None else []
    for position, (name, module, own_only) in enumerate(found):
        while functions and functions[0][0] <= position:
            layers.append(functions.pop(0)[1])
        layers.append(_layer(name, module, own_only, seen, trace))
    layers += [layer for _, layer in functions]
    parameters = list(model.parameters())
    return Description(
        class_name=type(model).__name__[:100],
        built=not any(_is_lazy(parameter) for parameter in parameters),
        layers=tuple(layers),
        parameters=sum(_size(parameter) for parameter in parameters),
        trainable=sum(_size(parameter) for parameter in parameters if parameter.requires_grad),
        input_shape=trace.input_shape if trace is not None else None,
        output_shape=trace.output_shape if trace is not None else None,
    )


def _leaves(module: Any, prefix: str) -> Iterator[tuple[str, Any, bool]]:
    """(name, module, True when only the module's own tensors count) for each layer, each module once."""
    seen: set[int] = set()
    stack = [(prefix, module)]
    while stack:
        name, item = stack.pop()
        if item is None or id(item) in seen:
            continue
        seen.add(id(item))
        if is_leaf(item):
            yield name or type(item).__name__.lower(), item, False
            continue
        if any(parameter is not None for parameter in item._parameters.values()):
            yield name or type(item).__name__.lower(), item, True
        children = [(f"{name}.{key}" if name else key, child) for key, child in item._modules.items()]
        stack.extend(reversed(children))


def kind_of(module: Any) -> str:
    for base in type(module).__mro__:
        if not base.__module__.startswith("torch."):
            continue
        kind = KINDS.get(base.__name__)
        if kind is not None:
            return kind
        if base.__module__ == "torch.nn.modules.activation":
            return "activation"
    return "other"


def _layer(name: str, module: Any, own_only: bool, seen: set[int], trace: Trace | None) -> Layer:
    parameters = [p for p in (module._parameters.values() if own_only else module.parameters()) if p is not None]
    fresh = [parameter for parameter in parameters if id(parameter) not in seen]
    seen.update(id(parameter) for parameter in fresh)
    kind, settings = ("other", {}) if own_only else (kind_of(module), _settings(module))
    if trace is not None and id(module) in trace.activations:
        settings["activation"] = trace.activations[id(module)]
    return Layer(
        kind=kind,
        class_name=type(module).__name__[:100],
        name=name[:200],
        output_shape=trace.shapes.get(id(module)) if trace is not None else None,
        parameters=sum(_size(parameter) for parameter in fresh),
        trainable=sum(_size(parameter) for parameter in fresh if parameter.requires_grad),
        settings=settings,
    )


def _settings(module: Any) -> dict[str, Setting]:
    kind, found = kind_of(module), dict[str, Setting]()
    if kind == "other":
        return found
    for own, word in WORDS.items():
        value = setting(getattr(module, own, None))
        if value is not None:
            found[word] = value
    size = setting(getattr(module, "kernel_size", None))
    if size is not None:
        found["pool_size" if "pool" in kind else "kernel_size"] = size
    if kind in RECURRENT:
        found["biases"] = 2 if getattr(module, "bias", True) else 0
        if getattr(module, "bidirectional", False):
            found["bidirectional"] = True
        if getattr(module, "num_layers", 1) != 1:
            found["layers"] = int(module.num_layers)
        found["activation"] = str(getattr(module, "nonlinearity", "tanh"))
    elif kind == "activation":
        found["activation"] = snake(type(module).__name__)
        found["activation"] = {"re_lu": "relu", "leaky_re_lu": "leaky_relu", "p_re_lu": "prelu"}.get(
            str(found["activation"]), found["activation"]
        )
    elif kind == "dense":
        found["use_bias"] = getattr(module, "bias", None) is not None
    return found


def setting(value: Any) -> Setting:
    """Scalars as they are, tuples of numbers as tuples; anything else is no setting a rubric asks for."""
    if isinstance(value, (bool, int, float, str)):
        return value
    if (
        isinstance(value, (list, tuple))
        and 0 < len(value) <= 8
        and all(isinstance(item, (int, float)) for item in value)
    ):
        return tuple(value)
    return None


def _size(parameter: Any) -> int:
    return 0 if _is_lazy(parameter) else int(parameter.numel())


def _is_lazy(parameter: Any) -> bool:
    return type(parameter).__name__ == "UninitializedParameter"


def row_shape(value: Any, *, time_first: bool = False) -> tuple[int | None, ...] | None:
    """Shape of a module's output without its batch axis; of several outputs the first."""
    while isinstance(value, (list, tuple)) and value:
        value = value[0]
    if isinstance(value, dict) and value:
        value = next(iter(value.values()))
    if type(value).__module__.partition(".")[0] != "torch" or not hasattr(value, "shape"):
        return None
    sizes = [int(size) for size in value.shape]
    if time_first and len(sizes) == 3:
        return (sizes[0], sizes[2])
    return tuple(sizes[1:])
