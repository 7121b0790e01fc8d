"""Says of each TensorFlow class of transformers that its network starts untrained; nothing published fits it here."""

from __future__ import annotations

from typing import Any, Final

from grader.inside.gateway.weights import NOT_THERE, Weights
from grader.inside.hooks import after_import

_OTHERS_FILES: Final = "its published files fit the PyTorch class, and this one reads its own alone"


def install(weights: Weights) -> None:
    """Wait for the stand-in's first model."""
    after_import("grader.inside.standins.tf_transformers.loading", lambda module: _listen(weights, module))


def _listen(weights: Weights, module: Any) -> None:
    def tell(name: str, kind: str) -> None:
        there = weights.hub_folder(name) is not None
        weights.say_fresh(f"{name} ({kind}) with its pretrained weights", _OTHERS_FILES if there else NOT_THERE)

    module.Loading.tell = staticmethod(tell)
