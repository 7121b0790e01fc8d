"""Keras layers in neutral words; a Sequential, a functional and a subclassed model come out alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from grader.evidence.wire.records import Layer, Setting
from grader.inside.probe.catalogue import Description
from grader.inside.probe.losses import snake

KINDS: Final = {
    "InputLayer": "input", "Dense": "dense", "EinsumDense": "dense", "Embedding": "embedding",
    "TextVectorization": "text_vectorization",
    "Conv1D": "conv1d", "Conv2D": "conv2d", "Conv3D": "conv3d",
    "Conv1DTranspose": "conv1d_transpose", "Conv2DTranspose": "conv2d_transpose",
    "SeparableConv2D": "separable_conv2d", "DepthwiseConv2D": "depthwise_conv2d",
    "MaxPooling1D": "max_pool1d", "MaxPooling2D": "max_pool2d",
    "AveragePooling1D": "avg_pool1d", "AveragePooling2D": "avg_pool2d",
    "GlobalMaxPooling1D": "global_max_pool", "GlobalMaxPooling2D": "global_max_pool",
    "GlobalAveragePooling1D": "global_avg_pool", "GlobalAveragePooling2D": "global_avg_pool",
    "UpSampling1D": "upsample1d", "UpSampling2D": "upsample2d",
    "ZeroPadding1D": "zero_pad", "ZeroPadding2D": "zero_pad", "Cropping1D": "crop", "Cropping2D": "crop",
    "SimpleRNN": "simple_rnn", "LSTM": "lstm", "CuDNNLSTM": "lstm", "GRU": "gru", "CuDNNGRU": "gru",
    "Bidirectional": "bidirectional", "TimeDistributed": "time_distributed",
    "Attention": "attention", "AdditiveAttention": "attention", "MultiHeadAttention": "attention",
    "GroupedQueryAttention": "attention",
    "BatchNormalization": "batch_norm", "LayerNormalization": "layer_norm",
    "Dropout": "dropout", "SpatialDropout1D": "dropout", "SpatialDropout2D": "dropout", "AlphaDropout": "dropout",
    "GaussianDropout": "dropout", "GaussianNoise": "noise",
    "Activation": "activation", "ReLU": "activation", "LeakyReLU": "activation", "PReLU": "activation",
    "ELU": "activation", "Softmax": "activation", "ThresholdedReLU": "activation",
    "Flatten": "flatten", "Reshape": "reshape", "Permute": "permute", "RepeatVector": "reshape",
    "Concatenate": "concatenate", "Add": "add", "Multiply": "multiply", "Lambda": "lambda",
    "Rescaling": "rescaling", "Normalization": "rescaling",
}  # fmt: skip
CELLS: Final = {"SimpleRNNCell": "simple_rnn", "LSTMCell": "lstm", "GRUCell": "gru"}
SETTINGS: Final = (
    "units", "filters", "kernel_size", "strides", "padding", "pool_size", "rate", "input_dim", "output_dim",
    "return_sequences", "dilation_rate", "num_heads", "key_dim", "mask_zero", "use_bias", "max_tokens", "stddev",
    "dropout", "recurrent_dropout", "negative_slope", "size", "axis",
)  # fmt: skip
# Networks of libraries that are one layer to whoever looks, as their own summaries show them.
_WHOLE: Final = ("grader.inside.standins.tf_transformers.",)
ACTIVATION_LAYERS: Final = {"ReLU": "relu", "LeakyReLU": "leaky_relu", "PReLU": "prelu", "ELU": "elu",
                            "Softmax": "softmax", "ThresholdedReLU": "thresholded_relu"}  # fmt: skip


def is_kerass_own(value: object) -> bool:
    return type(value).__module__.partition(".")[0] in {"keras", "tf_keras"}


def describe_keras(model: Any) -> Description:
    """Layers in Keras's order, nested models laid out in place; a tensor shared by two layers counts once."""
    seen: set[int] = set()
    layers = tuple(_layer(layer, prefix, seen) for layer, prefix in _flat(model, ""))
    weights = {id(weight): weight for weight in _weights(model, "weights")}
    trainable = {id(weight): weight for weight in _weights(model, "trainable_weights")}
    built = bool(getattr(model, "built", False)) and (bool(weights) or all(layer.kind == "input" for layer in layers))
    return Description(
        class_name=type(model).__name__[:100],
        built=built,
        layers=layers,
        parameters=sum(_size(weight) for weight in weights.values()),
        trainable=sum(_size(weight) for weight in trainable.values()),
        input_shape=shape_of(attribute_of(model, "input_shape")),
        output_shape=shape_of(attribute_of(model, "output_shape")) or (layers[-1].output_shape if layers else None),
    )


def _flat(model: Any, prefix: str) -> Iterator[tuple[Any, str]]:
    """Layers one by one; what only holds other layers (a nested model, a layer class of the notebook) is opened."""
    for layer in list(getattr(model, "layers", None) or _sublayers(model)):
        inner = _sublayers(layer) if _opens(layer) else []
        if inner:
            yield from _flat(layer, f"{prefix}{layer.name}/")
        else:
            yield layer, prefix
    if not _is_model(model) and prefix and _own_weights(model):
        yield model, prefix[: -len(model.name) - 1]


def _opens(layer: Any) -> bool:
    """Whether a layer is shown by the layers that it holds."""
    if type(layer).__module__.startswith(_WHOLE):
        return False
    return _is_model(layer) or not is_kerass_own(layer)


def _is_model(layer: Any) -> bool:
    return hasattr(type(layer), "train_step") and hasattr(type(layer), "compile")


def _sublayers(layer: Any) -> list[Any]:
    # Keras's own bookkeeping of attributes that are layers; metrics and seed generators are not among them.
    found = layer.__dict__.get("_layers") or layer.__dict__.get("_self_tracked_trackables") or []
    return [item for item in list(found) if hasattr(item, "count_params") and hasattr(item, "name")]


def _own_weights(layer: Any) -> list[Any]:
    inner = {id(weight) for sub in _sublayers(layer) for weight in sub.weights}
    return [weight for weight in layer.weights if id(weight) not in inner and _is_parameter(weight)]


def _layer(layer: Any, prefix: str, seen: set[int]) -> Layer:
    composite = not is_kerass_own(layer) and _opens(layer) and bool(_sublayers(layer))
    weights = _own_weights(layer) if composite else _weights(layer, "weights")
    trainable_ids = {id(weight) for weight in _weights(layer, "trainable_weights")}
    fresh = [weight for weight in weights if id(weight) not in seen]
    seen.update(id(weight) for weight in fresh)
    kind, settings = _kind_and_settings(layer)
    return Layer(
        kind=kind,
        class_name=type(layer).__name__[:100],
        name=(prefix + str(layer.name))[:200],
        output_shape=_output_shape(layer),
        parameters=sum(_size(weight) for weight in fresh),
        trainable=sum(_size(weight) for weight in fresh if id(weight) in trainable_ids),
        settings=settings,
    )


def _kind_and_settings(layer: Any) -> tuple[str, dict[str, Setting]]:
    name = next((base.__name__ for base in type(layer).__mro__ if base.__name__ in KINDS and _of_keras(base)), "")
    kind = KINDS.get(name, "other")
    if name == "Bidirectional":
        kind, settings = _kind_and_settings(layer.forward_layer)
        return kind, {**settings, "bidirectional": True, "merge": str(getattr(layer, "merge_mode", None))}
    if name == "TimeDistributed":
        inner, settings = _kind_and_settings(layer.layer)
        return kind, {**settings, "layer": inner}
    if kind == "other" and hasattr(layer, "cell"):
        return _of_cells(layer)
    settings = _settings(layer)
    if name in ACTIVATION_LAYERS:
        settings["activation"] = ACTIVATION_LAYERS[name]
    if kind in {"simple_rnn", "lstm", "gru"}:
        settings["biases"] = _biases(layer, kind)
    if kind in {"simple_rnn", "lstm", "gru"} and "recurrent_activation" not in settings:
        recurrent = _activation(getattr(layer, "recurrent_activation", None))
        if recurrent:
            settings["recurrent_activation"] = recurrent
    return kind, settings


def _of_keras(base: type) -> bool:
    return base.__module__.partition(".")[0] in {"keras", "tf_keras"}


def _of_cells(layer: Any) -> tuple[str, dict[str, Setting]]:
    """RNN(cell) and RNN([cell, cell]) are the layers of those cells."""
    cells = list(getattr(layer.cell, "cells", None) or [layer.cell])
    kind = CELLS.get(type(cells[0]).__name__, "other")
    settings = _settings(cells[0])
    settings["return_sequences"] = bool(getattr(layer, "return_sequences", False))
    if kind != "other":
        settings["biases"] = _biases(cells[0], kind)
    if len(cells) > 1:
        settings["layers"] = len(cells)
    return kind, settings


def _biases(layer: Any, kind: str) -> int:
    if not getattr(layer, "use_bias", True):
        return 0
    if kind == "lstm":
        return 2 if any(base.__name__ == "CuDNNLSTM" for base in type(layer).__mro__) else 1
    return 2 if kind == "gru" and getattr(layer, "reset_after", True) else 1


def _settings(layer: Any) -> dict[str, Setting]:
    found: dict[str, Setting] = {}
    for word in SETTINGS:
        value = _setting(attribute_of(layer, word))
        if value is not None:
            found[word] = value
    activation = _activation(attribute_of(layer, "activation"))
    if activation:
        found["activation"] = activation
    return found


def _setting(value: Any) -> Setting:
    """Scalars as they are, lists of numbers as tuples; anything else is no setting a rubric asks for."""
    if isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)) and 0 < len(value) <= 8:
        flat = [item for item in value if isinstance(item, (int, float, str)) and not isinstance(item, bool)]
        return tuple(flat) if len(flat) == len(value) else None
    return None


def _activation(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    name = getattr(value, "__name__", None)
    if isinstance(name, str):
        return snake(name)
    own = type(value).__name__
    return ACTIVATION_LAYERS.get(own, snake(own))


def _output_shape(layer: Any) -> tuple[int | None, ...] | None:
    """From the graph where there is one, else worked out from the shape the layer was built for."""
    nodes = attribute_of(layer, "_inbound_nodes")
    if nodes:
        outputs = getattr(nodes[-1], "output_tensors", None)
        outputs = getattr(nodes[-1], "outputs", None) if outputs is None else outputs
        first = outputs[0] if isinstance(outputs, (list, tuple)) and outputs else outputs
        shape = shape_of(getattr(first, "shape", None))
        if shape is not None:
            return shape
    shape = shape_of(attribute_of(layer, "output_shape"))
    if shape is not None or not getattr(layer, "built", False):
        return shape
    config = attribute_of(layer, "get_build_config")
    try:
        inputs = (config() or {}).get("input_shape") if callable(config) else None
        return shape_of(layer.compute_output_shape(inputs)) if inputs is not None else None
    except Exception:  # noqa: BLE001  # a layer of the notebook's own need not know its shapes
        return None


def shape_of(shape: Any) -> tuple[int | None, ...] | None:
    """A shape without its batch axis; the first one where a model has several."""
    if shape is None:
        return None
    if isinstance(shape, dict):
        shape = next(iter(shape.values()), None)
    if isinstance(shape, list) and shape and isinstance(shape[0], (list, tuple)):
        shape = shape[0]
    if isinstance(shape, tuple) and shape and isinstance(shape[0], tuple):
        shape = shape[0]
    try:
        sizes = list(shape)
    except (TypeError, ValueError):
        return None
    if not sizes or not all(size is None or isinstance(size, int) for size in sizes):
        return None
    return tuple(sizes[1:])


def attribute_of(layer: Any, name: str) -> Any:
    """An attribute, or None where it is absent or cannot be had yet (Keras raises on unbuilt layers)."""
    try:
        return getattr(layer, name, None)
    except Exception:  # noqa: BLE001  # properties of unbuilt or notebook-made layers raise what they like
        return None


def _weights(layer: Any, name: str) -> list[Any]:
    found = attribute_of(layer, name)
    return [weight for weight in found or [] if _is_parameter(weight)]


def _is_parameter(weight: Any) -> bool:
    """Seed states of random layers and the tables of words of Keras 2 are none; Keras does not count them either."""
    return hasattr(weight, "shape") and "seed_generator" not in str(getattr(weight, "path", ""))


def _size(weight: Any) -> int:
    size = 1
    for length in weight.shape:
        size *= int(length or 0)
    return size
