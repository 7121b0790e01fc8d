"""Plain numpy arrays out of whatever a notebook hands to a framework; nothing of the notebook's own is called."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

MAX_ELEMENTS = 64_000_000
ROWS_OF_A_RANGE = 2_000
BLOCK = 1_000_000  # values hashed at once
# Only objects of these libraries are asked to convert themselves: a class from the notebook could answer anything.
TRUSTED_ROOTS = frozenset(
    {"numpy", "pandas", "torch", "tensorflow", "scipy", "jaxlib", "jax", "builtins", "keras", "tf_keras"}
)


def library_of(value: object) -> str:
    """Top-level package that defines the type of `value`, as in "torch"; "__main__" for the notebook's own."""
    module = type(value).__module__
    return module.partition(".")[0] if isinstance(module, str) else ""


def as_array(value: object) -> Array | None:
    """The values as an array, first axis the rows; None for what is not an array of known make.

    Takes numpy arrays, lists and tuples of scalars or equal rows, pandas series and frames, torch, TensorFlow
    and JAX tensors, scipy sparse matrices. Tensors on a device are copied to the host.
    """
    library = library_of(value)
    if library not in TRUSTED_ROOTS:
        return None
    if isinstance(value, np.ndarray):
        return value if value.ndim > 0 else None
    if library == "builtins":
        return _of_sequence(value)
    kind = type(value).__name__
    if library == "torch":
        return _of_torch(value)
    if library == "scipy":
        return _of_sparse(value)
    if library == "pandas":
        return np.asarray(value) if kind in {"Series", "DataFrame", "Index"} else None
    if kind in {"EagerTensor", "ArrayImpl", "ResourceVariable", "Variable", "Tensor"} and hasattr(value, "shape"):
        return _of_tensor(value)
    return None


def _of_tensor(value: object) -> Array | None:
    try:
        array = np.asarray(value)
    except NotImplementedError:  # it stands in a graph, and has a value in a session only
        return None
    return array if array.ndim > 0 and array.dtype != object else None


def _of_sequence(value: object) -> Array | None:
    if not isinstance(value, (list, tuple)) or type(value) not in (list, tuple) or not value:
        return None
    first = value[0]
    if isinstance(first, (str, bytes)):
        return np.asarray(value, dtype=object) if all(isinstance(item, (str, bytes)) for item in value) else None
    if library_of(first) not in TRUSTED_ROOTS or len(value) > MAX_ELEMENTS:
        return None
    if library_of(first) == "torch":
        rows = [as_array(item) if getattr(item, "ndim", 0) else np.asarray(_scalar(item)) for item in value]
        found = [row for row in rows if row is not None]
        return np.stack(found) if len({row.shape for row in found}) == 1 else None  # batches of several lengths
    try:
        array = np.asarray(value)
    except ValueError:  # rows of unequal length
        return None
    return array if array.ndim > 0 and array.dtype != object else None


def _of_torch(value: Any) -> Array | None:
    if not hasattr(value, "detach") or value.ndim == 0 or value.numel() > MAX_ELEMENTS:
        return None
    tensor = value.detach()
    if str(tensor.dtype) == "torch.bfloat16":
        tensor = tensor.float()
    return np.asarray(tensor.cpu().numpy())


def _of_sparse(value: Any) -> Array | None:
    if not hasattr(value, "toarray") or int(np.prod(value.shape)) > MAX_ELEMENTS:
        return None
    return np.asarray(value.toarray())


def _scalar(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def as_labels(value: object) -> Array | None:
    """Labels as one value a row, shape (count,): columns of one are flattened, one-hot rows become codes."""
    array = as_array(value)
    if array is None:
        return None
    if array.ndim == 2 and array.shape[1] == 1:
        return array[:, 0]
    if array.ndim == 2 and array.dtype != object and _one_hot(array):
        return np.asarray(array.argmax(axis=1))
    return array if array.ndim == 1 else None


def _one_hot(array: Array) -> bool:
    if array.dtype.kind not in "biuf" or array.shape[1] > 1000:
        return False
    return bool(np.all((array == 0) | (array == 1)) and np.all(array.sum(axis=1) == 1))


def length_of(value: object) -> int | None:
    """Rows of an array of known make, without copying it."""
    library = library_of(value)
    if library == "builtins":  # modules are of this library too, and numpy has a function `shape`
        return len(value) if isinstance(value, (list, tuple)) else None
    if library not in TRUSTED_ROOTS:
        return None
    shape: Any = getattr(value, "shape", None)
    if type(shape).__name__ == "TensorShape":  # which is true whatever its rank, and cannot be iterated without one
        shape = tuple(shape) if shape.rank else ()
    if isinstance(shape, tuple):
        return int(shape[0]) if shape and shape[0] is not None else None
    return None


def digest_of(array: Array) -> str:
    """One name for the same values in the same order, whatever their integer or float width."""
    hasher = hashlib.blake2b(digest_size=16)
    hasher.update(repr(array.shape).encode())
    if array.dtype.kind in "OUS":
        for item in array.ravel().tolist():
            hasher.update(str(item).encode("utf-8", "replace") if isinstance(item, (str, bytes, int, float)) else b"?")
            hasher.update(b"\0")
        return hasher.hexdigest()
    flat = np.ascontiguousarray(array).reshape(-1)
    for start in range(0, flat.size, BLOCK):  # a dense matrix of word weights is as large as all else together
        block = flat[start : start + BLOCK]
        if block.dtype.kind == "f" or block.dtype.itemsize < 8 or block.dtype.kind == "i":
            block = block.astype(np.float64)
        hasher.update(block.tobytes())
    return hasher.hexdigest()


def range_of(features: Any) -> tuple[float, float] | None:
    """Least and largest value of the first rows; None for what has none."""
    if library_of(features) == "scipy":
        return None
    array = as_array(features)
    if array is None or array.dtype.kind not in "biuf" or array.size == 0:
        return None
    head = array[:ROWS_OF_A_RANGE]
    return float(head.min()), float(head.max())
