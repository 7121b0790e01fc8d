"""What a PyTorch module takes and gives, as its calls showed, and a plain call of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import numpy as np

from grader.inside.probe.arrays import Array, as_array
from grader.inside.probe.catalogue import Known
from grader.inside.probe.forms import Form, Port
from grader.inside.probe.torch_rng import random_state_kept

BATCH: Final = 256


def call_of(arguments: Any, output: Any) -> dict[str, Any]:
    """Ports and outputs of one call of a module; nothing where an argument is no tensor with a batch axis."""
    tensors = [value for value in arguments if getattr(value, "ndim", 0) > 0 and hasattr(value, "device")]
    outputs = [value for value in _flat(output) if getattr(value, "ndim", 0) > 0]
    if len(tensors) != len(arguments) or not outputs:
        return {}
    return {
        "ports": tuple((tuple(int(size) for size in value.shape[1:]), value.dtype) for value in tensors),
        "outputs": tuple(tuple(int(size) for size in value.shape[1:]) for value in outputs),
    }


def torch_form(known: Known) -> Form | None:
    call = known.memory.get("call") or {}
    if call.get("time_first") or "ports" not in call:
        return None
    ports = tuple(Port(shape, not dtype.is_floating_point) for shape, dtype in call["ports"])
    return Form(ports, call["outputs"])


def torch_outputs(
    known: Known, model: Any, arrays: Sequence[Array], call: Callable[..., Any] | None = None
) -> list[Array]:
    """All outputs of a module, or of its method `call`, in evaluation mode; modes and random states are put back."""
    torch = sys.modules["torch"]
    device = next((weight.device for weight in model.parameters()), known.memory["call"]["device"])
    types = [dtype for _, dtype in known.memory["call"]["ports"]]
    blocks: list[list[Array]] = []
    with evaluating(model):
        for start in range(0, len(arrays[0]), BATCH):
            part = [
                torch.as_tensor(np.ascontiguousarray(array[start : start + BATCH])).to(dtype=dtype, device=device)
                for array, dtype in zip(arrays, types, strict=False)
            ]
            values = [as_array(value) for value in _flat((call or model)(*part)) if getattr(value, "ndim", 0) > 0]
            blocks.append([value for value in values if value is not None])
    return [np.concatenate(column) for column in zip(*blocks, strict=True)]


@contextmanager
def evaluating(model: Any) -> Iterator[None]:
    """Evaluation mode without gradients; every module's mode and all random states are put back on leaving."""
    modes = [(module, module.training) for module in model.modules()]
    with random_state_kept(), sys.modules["torch"].no_grad():
        try:
            for module, _ in modes:
                module.training = False
            yield
        finally:
            for module, mode in modes:
                module.training = mode


def _flat(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [item for part in value.values() for item in _flat(part)]
    if isinstance(value, (list, tuple)):
        return [item for part in value for item in _flat(part)]
    return [value]
