"""Callbacks for Keras that log nothing; the one that stores models stores them, in files, as Keras's own does."""

from __future__ import annotations

from typing import Any

from tensorflow import keras


class _Callback(keras.callbacks.Callback):  # type: ignore[misc]  # Keras has no types here
    """Takes any settings and does nothing."""

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__()


class WandbCallback(_Callback):
    """The one for everything."""


class WandbMetricsLogger(_Callback):
    """The one for metrics."""


class WandbEvalCallback(_Callback):
    """The one for predictions, to be completed by whoever uses it."""

    def init_data_table(self, column_names: list[str]) -> None:
        """A table that is not kept."""

    def init_pred_table(self, column_names: list[str]) -> None:
        """A table that is not kept."""


class WandbModelCheckpoint(keras.callbacks.ModelCheckpoint):  # type: ignore[misc]
    """Keras's own."""
