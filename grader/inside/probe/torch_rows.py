"""Features and labels out of PyTorch datasets, in the datasets' own order."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from grader.inside.probe.arrays import as_array
from grader.inside.probe.session import Session
from grader.inside.probe.torch_rng import random_state_kept

MAX_ITEMS: Final = 30_000


def rows_of_dataset(session: Session, dataset: Any) -> tuple[Any, Any]:
    """(features, labels) of a dataset, read once; (None, None) for what cannot be read."""
    read: dict[int, tuple[Any, Any, Any]] = session.shared.setdefault("torch datasets", {})
    held = read.get(id(dataset))
    if held is None or held[0] is not dataset:
        found: tuple[Any, Any] = (None, None)
        with session.watch.quietly("dataset"), session.watch.probing():
            found = dataset_arrays(dataset)
        held = read[id(dataset)] = (dataset, *found)
    return held[1], held[2]


def rows_of_loader(session: Session, loader: Any) -> tuple[Any, Any]:
    """The rows a loader draws from: its dataset's, or those its SubsetRandomSampler names."""
    features, labels = rows_of_dataset(session, loader.dataset)
    sampler: Any = getattr(loader, "sampler", None)
    if type(sampler).__name__ != "SubsetRandomSampler":
        return features, labels
    indices = np.asarray(list(sampler.indices), dtype=np.int64)
    return _taken(features, indices), _taken(labels, indices)


def dataset_arrays(dataset: Any) -> tuple[Any, Any]:
    """(features, labels) of all items; None for what cannot be had.

    A TensorDataset gives its tensors; any other map-style dataset is asked for its items one by one, with all
    random states put back afterwards.
    """
    names = [base.__name__ for base in type(dataset).__mro__]
    if names[0] == "TensorDataset":
        tensors = dataset.tensors
        return as_array(tensors[0]), as_array(tensors[-1]) if len(tensors) > 1 else None
    if names[0] == "Subset":
        features, labels = dataset_arrays(dataset.dataset)
        indices = np.asarray(list(dataset.indices), dtype=np.int64)
        return _taken(features, indices), _taken(labels, indices)
    if "IterableDataset" in names:
        return None, None
    count = len(dataset)
    if not 0 < count <= MAX_ITEMS:
        # torchvision's own sets hold all labels in one place, in the order of the items.
        labels = as_array(getattr(dataset, "targets", None))
        return None, labels if labels is not None and len(labels) == count else None
    with random_state_kept():
        items = [dataset[index] for index in range(count)]
    return _from_items(items)


def _taken(values: Any, indices: Any) -> Any:
    if values is None:
        return None
    return [values[index] for index in indices] if isinstance(values, list) else values[indices]


def _from_items(items: list[Any]) -> tuple[Any, Any]:
    """Items are (features, label), (label, features) or a dict with a label among its keys."""
    first = items[0]
    if isinstance(first, dict):
        label = next((key for key in first if str(key).lower() in {"label", "labels", "target", "targets", "y"}), None)
        other = next((key for key in first if key != label), None)
        return (
            _stacked([item[other] for item in items]) if other is not None else None,
            _stacked([item[label] for item in items]) if label is not None else None,
        )
    if not isinstance(first, (list, tuple)) or len(first) < 2:
        return _stacked(items), None
    label_at, features_at = -1, 0
    if not _is_label(first[-1]) and _is_label(first[0]):
        label_at, features_at = 0, 1
    return _stacked([item[features_at] for item in items]), _stacked([item[label_at] for item in items])


def _is_label(value: Any) -> bool:
    if isinstance(value, (bool, int, float, np.number)):
        return True
    if isinstance(value, str):
        return len(value) <= 20
    return getattr(value, "ndim", None) == 0 or tuple(getattr(value, "shape", (0, 0))) == (1,)


def _stacked(values: list[Any]) -> Any:
    if all(isinstance(value, str) for value in values):
        return list(values)
    rows = [np.asarray(value) if isinstance(value, (int, float, bool, np.number)) else _row(value) for value in values]
    if any(row is None for row in rows) or len({row.shape for row in rows if row is not None}) != 1:
        return None
    return np.stack([row for row in rows if row is not None])


def _row(value: Any) -> Any:
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):
        return np.asarray(value.item())
    return as_array(value)
