"""Arrays, frames, tensors and lists of any library, reduced to what rows can be recognised by.

Nothing is imported here but numpy: what a value is, it says itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
Values = npt.NDArray[Any]

MAX_BYTES = 400 * 1024 * 1024  # above this an array is not looked into
MAX_LABEL_VALUES = 32
MAX_LABEL_LENGTH = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabelVector:
    """Labels as codes by order of first appearance; `values[code]` is what the notebook wrote for it."""

    codes: IntArray
    values: tuple[object, ...]

    @property
    def key(self) -> bytes:
        return hashlib.blake2b(self.codes.astype(np.uint8).tobytes(), digest_size=16).digest()


def as_array(value: object) -> Values | None:
    """numpy's view of an array, Series, frame, tensor or list; None when it is none or too large to look into."""
    try:
        found = _as_array(value)
    except Exception:  # noqa: BLE001  objects of student code and of any library: whatever they raise, it is no array
        return None
    return None if found is None or found.nbytes > MAX_BYTES else found


def _as_array(value: Any) -> Values | None:
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, str | bytes | dict) or value is None:
        return None
    if hasattr(value, "tocsr"):
        return None  # sparse: see row_keys
    if hasattr(value, "detach") and hasattr(value, "cpu"):
        return np.asarray(value.detach().cpu().numpy())
    for method in ("to_numpy", "numpy"):
        if callable(getattr(value, method, None)):
            return np.asarray(getattr(value, method)())
    if isinstance(value, range):
        return np.asarray(value)
    if isinstance(value, list | tuple):
        return _of_list(value)
    if hasattr(value, "__array__"):
        return np.asarray(value)
    return None


def _of_list(items: Sequence[Any]) -> Values | None:
    if not items:
        return None
    if isinstance(items[0], str | bytes):
        texts = np.empty(len(items), dtype=object)
        texts[:] = items
        return texts
    if isinstance(items[0], list | tuple) and len({len(item) for item in items}) > 1:
        ragged = np.empty(len(items), dtype=object)
        ragged[:] = [tuple(item) for item in items]
        return ragged
    return np.asarray(items)


def row_count(value: object) -> int | None:
    """Length of the first axis, where there is one."""
    shape = getattr(value, "shape", None)
    try:
        if shape is not None:
            return int(shape[0]) if len(shape) else None
        return len(value) if isinstance(value, list | tuple | range) else None
    except (TypeError, ValueError, IndexError):
        return None


def first_of_several(value: object) -> object:
    """The first array of a model with several inputs; anything else as it is."""
    if isinstance(value, dict) and value:
        return next(iter(value.values()))
    if isinstance(value, list | tuple) and 0 < len(value) <= 8 and all(hasattr(item, "shape") for item in value):
        counts = {row_count(item) for item in value}
        if len(counts) == 1 and None not in counts:
            return value[0]
    return value


def as_labels(value: object) -> LabelVector | None:
    """Labels of any encoding (words, numbers, one-hot columns, one column of a frame), or None."""
    found = as_array(value)
    if found is None or found.ndim not in (1, 2) or found.shape[0] == 0:
        return None
    if found.ndim == 2 and found.shape[1] != 1:
        return _of_one_hot(found)
    flat = found.reshape(-1)
    if flat.dtype == object:
        if not _few_short(flat):
            return None
        try:
            flat = flat.astype(str)
        except (TypeError, ValueError):
            return None
    if flat.dtype.kind not in "biufUS" or (flat.dtype.kind == "f" and not np.isfinite(flat).all()):
        return None
    head = flat[:2000]
    if np.unique(head).size > MAX_LABEL_VALUES:
        return None
    values, first, inverse = np.unique(flat, return_index=True, return_inverse=True)
    if values.size > MAX_LABEL_VALUES:
        return None
    return _by_appearance(inverse.reshape(-1), first, tuple(item.item() for item in values))


def _few_short(items: Values) -> bool:
    """Whether objects may be labels. As an array of strings 50,000 long reviews would take gigabytes."""
    try:
        if len(set(items[:2000])) > MAX_LABEL_VALUES:
            return False
        return all(not isinstance(item, str) or len(item) <= MAX_LABEL_LENGTH for item in items)
    except TypeError:  # not hashable
        return False


def _of_one_hot(found: Values) -> LabelVector | None:
    if found.shape[1] > MAX_LABEL_VALUES or found.dtype.kind not in "biuf":
        return None
    if not np.isin(found, (0, 1)).all() or not (found.sum(axis=1) == 1).all():
        return None
    columns = found.argmax(axis=1)
    values, first, inverse = np.unique(columns, return_index=True, return_inverse=True)
    return _by_appearance(inverse.reshape(-1), first, tuple(int(item) for item in values))


def _by_appearance(inverse: Values, first: Values, values: tuple[object, ...]) -> LabelVector:
    order = np.argsort(first)
    rank = np.empty(len(values), dtype=np.int64)
    rank[order] = np.arange(len(values))
    return LabelVector(codes=rank[inverse], values=tuple(values[int(place)] for place in order))


def as_texts(value: object) -> list[str] | None:
    """The strings of a one-dimensional array, Series or list of strings, or None when it holds anything else."""
    found = as_array(value)
    if found is None or found.dtype.kind not in "OUS" or found.size != found.shape[0] or found.size == 0:
        return None
    texts: list[str] = []
    for item in found.reshape(-1):
        if isinstance(item, bytes):
            texts.append(item.decode("utf-8", "replace"))
        elif isinstance(item, str):
            texts.append(str(item))
        else:
            return None
    return texts


def fold(text: str) -> str:
    """Case and white space folded, as the splits count two messages as the same."""
    return " ".join(text.split()).casefold()


def row_keys(value: object) -> list[int] | None:
    """One hash per row of a feature matrix, the same for numpy, pandas, torch and TensorFlow, any number type.

    None for what has no rows of more than one value.
    """
    try:
        if hasattr(value, "tocsr"):
            return _sparse_keys(value)
        found = as_array(value)
        if found is None or found.ndim == 0:
            return None
        if found.dtype == object:
            return _tuple_keys(found)
        if found.dtype.kind not in "biuf" or found.ndim < 2 or found[0].size < 2:
            return None
        # float32 keeps token numbers exactly and is what tensors are made of; adding 0 makes -0 and 0 the same.
        rows = np.ascontiguousarray(found.reshape(found.shape[0], -1), dtype=np.float32) + np.float32(0)
        return [hash(row.tobytes()) for row in rows]
    except Exception:  # noqa: BLE001  as in as_array
        return None


def _sparse_keys(value: Any) -> list[int] | None:
    matrix = value.tocsr()
    if matrix.data.nbytes > MAX_BYTES or matrix.shape[1] < 2:
        return None
    ends, columns, data = matrix.indptr, matrix.indices, matrix.data.astype(np.float32)
    keys = []
    for start, end in pairwise(ends):
        order = np.argsort(columns[start:end])
        keys.append(hash((columns[start:end][order].astype(np.int64).tobytes(), data[start:end][order].tobytes())))
    return keys


def _tuple_keys(found: Values) -> list[int] | None:
    if found.ndim != 1 or not all(isinstance(item, tuple | list | np.ndarray) for item in found):
        return None
    return [hash(tuple(float(number) for number in item)) for item in found]


def matrix_key(keys: Sequence[int]) -> bytes:
    """One digest for a whole matrix from the hashes of its rows."""
    return hashlib.blake2b(np.asarray(keys, dtype=np.int64).tobytes(), digest_size=16).digest()


def index_of(value: Any) -> IntArray | None:
    """Row labels of a pandas object when they are whole numbers, as read_csv makes them."""
    index = getattr(value, "index", None)
    if index is None or callable(index) or not hasattr(value, "iloc"):
        return None
    try:
        numbers = np.asarray(index)
    except Exception:  # noqa: BLE001  as in as_array
        return None
    return numbers.astype(np.int64) if numbers.ndim == 1 and numbers.dtype.kind in "iu" else None


def columns_of(value: Any) -> list[Any]:
    """The columns of a frame; a Series is its own only column."""
    try:
        if getattr(value, "ndim", 0) == 1:
            return [value]
        return [value.iloc[:, place] for place in range(min(int(value.shape[1]), 64))]
    except Exception:  # noqa: BLE001  as in as_array
        return []
