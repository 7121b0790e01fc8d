"""What a Keras model takes and gives, and a plain call of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from grader.inside.probe.arrays import Array, as_array
from grader.inside.probe.forms import Form, Port, Shape

BATCH: Final = 256


def keras_form(model: Any) -> Form | None:
    """From the graph where there is one; a subclassed model is known by what it was built for and asked once."""
    inputs = _ports(_attribute(model, "inputs"))
    if inputs is None:
        inputs = _built_for(model)
    if not inputs:
        return None
    outputs = _attribute(model, "outputs")
    if outputs:
        return Form(inputs, tuple(_shape(tensor) for tensor in outputs))
    if any(size is None for port in inputs for size in port.shape):
        return None
    zeros = [np.zeros((1, *[size or 0 for size in port.shape]), dtype=_type_of(port)) for port in inputs]
    return Form(inputs, tuple(tuple(value.shape[1:]) for value in keras_outputs(model, zeros)))


def keras_outputs(model: Any, arrays: Sequence[Array]) -> list[Array]:
    """All outputs of a model in inference mode, one array each, over the rows in order."""
    blocks: list[list[Array]] = []
    for start in range(0, len(arrays[0]), BATCH):
        part = [array[start : start + BATCH] for array in arrays]
        blocks.append(flat_arrays(called(model, part)))
    return [np.concatenate(column) for column in zip(*blocks, strict=True)]


def flat_arrays(value: Any) -> list[Array]:
    """All arrays of what a model gave, in order, on the host."""
    return [_on_host(item) for item in _flat(value)]


def called(model: Any, arrays: Sequence[Array]) -> Any:
    """What the model gives for one batch, in inference mode."""
    words = {"training": False} if _takes_training(model) else {}
    if len(arrays) == 1:
        return model(arrays[0], **words)
    struct = _attribute(model, "_inputs_struct")
    if isinstance(struct, dict):
        return model(dict(zip(struct, arrays, strict=True)), **words)
    shapes = _attribute(model, "_build_shapes_dict")
    if isinstance(shapes, dict) and len(shapes) == len(arrays):
        return model(*arrays, **words)
    return model(list(arrays), **words)


def _takes_training(model: Any) -> bool:
    for name in ("_call_has_training_arg", "_expects_training_arg"):
        known = _attribute(model, name)
        if known is not None:
            return bool(known)
    return True


def _flat(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [item for part in value.values() for item in _flat(part)]
    if isinstance(value, (list, tuple)):
        return [item for part in value for item in _flat(part)]
    return [value]


def _on_host(value: Any) -> Array:
    array = as_array(value)
    if array is None:
        raise ValueError("a model gave something that is no array")
    return array


def _ports(tensors: Any) -> tuple[Port, ...] | None:
    if not tensors:
        return None
    return tuple(Port(_shape(tensor), "int" in str(getattr(tensor, "dtype", ""))) for tensor in tensors)


def _shape(tensor: Any) -> Shape:
    return tuple(None if size is None else int(size) for size in list(tensor.shape)[1:])


def _built_for(model: Any) -> tuple[Port, ...] | None:
    """Ports of a subclassed model: the shapes it was built with (Keras 3), or its last call's (Keras 2)."""
    shapes = _attribute(model, "_build_shapes_dict")
    if isinstance(shapes, dict) and shapes:
        found = list(shapes.values())
        if len(found) == 1 and isinstance(found[0], (list, tuple)) and found[0] and _is_shape(found[0][0]):
            found = list(found[0])
        return tuple(Port(tuple(shape)[1:], whole=False) for shape in found) if all(map(_is_shape, found)) else None
    spec = _attribute(model, "_saved_model_inputs_spec")
    return _ports(_flat(spec)) if spec is not None else None


def _is_shape(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(size is None or isinstance(size, int) for size in value)


def _type_of(port: Port) -> type[np.generic]:
    return np.int32 if port.whole else np.float32


def _attribute(model: Any, name: str) -> Any:
    try:
        return getattr(model, name, None)
    except Exception:  # noqa: BLE001  # Keras raises on models that are not built
        return None
