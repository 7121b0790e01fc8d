"""Asking a PyTorch model, and knowing what its numbers mean."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from typing import Any, Final, Literal

import numpy as np

from grader.inside.probe.arrays import Array, as_array
from grader.inside.probe.catalogue import Answer, Description, Known, OutputKind
from grader.inside.probe.forms import Form
from grader.inside.probe.losses import OUTPUT_OF_LOSS
from grader.inside.probe.session import current
from grader.inside.probe.torch_forms import evaluating, torch_form, torch_outputs
from grader.inside.probe.torch_layers import describe_torch

BATCH: Final = 256


class TorchAdapter:
    """How a module is described and asked. What a call of it takes was seen when the notebook called it."""

    framework: Literal["torch"] = "torch"

    def describe(self, model: Any) -> Description:
        session = current()
        known = session.catalogue.find(model) if session is not None else None
        return describe_torch(model, known.memory.get("trace") if known is not None else None)

    def fingerprint(self, model: Any) -> str:
        hasher = hashlib.blake2b(digest_size=12)
        for tensor in [*model.parameters(), *model.buffers()]:
            values = tensor.detach().flatten()
            values = values[:: max(1, values.numel() // 4096)].float().cpu().numpy()
            hasher.update(np.ascontiguousarray(values).tobytes())
        return hasher.hexdigest()

    def weights(self, model: Any) -> list[Any]:
        return list(model.parameters())

    def trainable(self, model: Any) -> list[Any]:
        return [parameter for parameter in model.parameters() if parameter.requires_grad]

    def form(self, known: Known, model: Any) -> Form | None:
        del model
        return torch_form(known)

    def outputs(self, known: Known, model: Any, inputs: Sequence[Array]) -> list[Array]:
        return torch_outputs(known, model, inputs)

    def at_once(self, known: Known, model: Any, inputs: Sequence[Array]) -> list[Array]:
        return torch_outputs(known, model, inputs)

    def answer(self, known: Known, model: Any, features: Any) -> Answer | None:
        """In evaluation mode, without gradients, over the rows in order; modes and random states are put back."""
        torch = sys.modules["torch"]
        call = known.memory.get("call")
        array = as_array(features)
        if call is None or array is None or array.dtype.kind not in "biuf":
            return None
        if call["arguments"] != 1:
            raise ValueError("its forward takes more than one argument, so the probe cannot call it by itself")
        blocks: list[Array] = []
        with evaluating(model):
            for start in range(0, len(array), BATCH):
                rows = torch.as_tensor(np.ascontiguousarray(array[start : start + BATCH]))
                rows = rows.to(dtype=call["dtype"], device=call["device"]).reshape(-1, *call["shape"])
                if call["time_first"]:
                    rows = rows.transpose(0, 1)
                block = output_array(model(rows))
                if block is None:
                    return None
                blocks.append(block)
        return torch_answer(known, np.concatenate(blocks)) if blocks else None


def output_array(output: Any) -> Array | None:
    """The first tensor of what a forward returned, on the host."""
    while isinstance(output, (list, tuple)) and output:
        output = output[0]
    if isinstance(output, dict):
        output = output.get("logits", next(iter(output.values()), None))
    elif hasattr(output, "logits") and type(output).__module__.partition(".")[0] == "transformers":
        output = output.logits
    if getattr(output, "ndim", None) == 0 and hasattr(output, "reshape"):
        output = output.reshape(1)  # `squeeze()` on a last batch of one row
    return as_array(output) if output is not None else None


def torch_answer(known: Known, values: Array) -> Answer | None:
    """What the values mean: judged by the loss the model was trained with, else by the values."""
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim not in (1, 2) or values.size == 0:
        return None
    kind: OutputKind
    if values.dtype.kind in "biu":
        kind = "class"
    elif known.memory.get("loss") in OUTPUT_OF_LOSS:
        kind = OUTPUT_OF_LOSS[known.memory["loss"]]
    else:
        kind = "probability" if values.min() >= 0.0 and values.max() <= 1.0 else "logit"
    return Answer(values, kind)
