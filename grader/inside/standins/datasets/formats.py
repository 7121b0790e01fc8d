"""What rows and columns are given as: plain Python, or arrays and tensors of a library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

NAMES = {"np": "numpy", "pt": "torch", "tf": "tensorflow", "pd": "pandas", "jax": "numpy"}


def name_of(kind: str | None) -> str | None:
    """The full name of a format. Raises: ValueError for one that is not known here."""
    found = NAMES.get(kind or "", kind)
    if found not in {None, "python", "numpy", "torch", "tensorflow", "pandas"}:
        raise ValueError(f"Return type should be None or a known format, but got {kind!r}")
    return None if found == "python" else found


def in_format(value: Any, kind: str | None) -> Any:
    """A value, a column or a list of lists in that format; texts stay as they are."""
    if kind is None or kind == "pandas" or isinstance(value, str | bytes) or value is None:
        return value
    if isinstance(value, Mapping):
        return {name: in_format(part, kind) for name, part in value.items()}
    if hasattr(value, "convert") and hasattr(value, "getbands"):  # a picture of PIL's
        value = np.asarray(value)
    array = value if isinstance(value, np.ndarray) else _stacked(value)
    if array is None:
        return [in_format(part, kind) for part in value]
    return _as_tensor(array, kind)


def _stacked(value: Any) -> Any:
    if isinstance(value, Sequence):
        if any(isinstance(part, str | bytes) or part is None for part in value):
            return None
        value = [np.asarray(part) if hasattr(part, "getbands") else part for part in value]
    try:
        array = np.asarray(value)
    except ValueError:  # lists of several lengths
        return None
    return None if array.dtype == object or array.dtype.kind in "US" else array


def _as_tensor(array: Any, kind: str) -> Any:
    if array.dtype == np.float64:
        array = array.astype(np.float32)  # as there: float64 in Python is float32 in a tensor
    if kind == "torch":
        import torch

        return torch.tensor(array)
    if kind == "tensorflow":
        import tensorflow as tf

        return tf.constant(array)
    return array if array.ndim else array[()]
