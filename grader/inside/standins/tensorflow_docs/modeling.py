"""Dots for epochs."""

from __future__ import annotations

from collections.abc import Mapping

from tensorflow import keras

__all__ = ["EpochDots"]


class EpochDots(keras.callbacks.Callback):  # type: ignore[misc]
    """A dot for every `dot_every` epochs; before every `report_every` of them, what the epoch came to."""

    def __init__(self, report_every: int = 100, dot_every: int = 1) -> None:
        super().__init__()
        self.report_every = report_every
        self.dot_every = dot_every

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        """Print."""
        if epoch % self.report_every == 0:
            told = "".join(f"{name}:{value:0.4f},  " for name, value in sorted((logs or {}).items()))
            print(f"\nEpoch: {epoch:d}, {told}")
        if epoch % self.dot_every == 0:
            print(".", end="", flush=True)
