"""What a call of a Keras model was given: features, labels, the rows of a stream, the size of its batches."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from grader.inside.probe.arrays import as_array, length_of, library_of
from grader.inside.probe.blocks import block_of, joined
from grader.inside.probe.session import Session
from grader.inside.rows import Identified

Arguments = tuple[tuple[Any, ...], dict[str, Any]]  # of a call: positional, by name

MAX_ROWS_OF_A_STREAM: Final = 100_000  # rows taken from a dataset object to see which they are


def features_and_labels(x: Any, y: Any) -> tuple[Any, Any]:
    """Of several inputs, the first stands for the rows."""
    if isinstance(x, dict):
        x = next(iter(x.values()), None)
    elif isinstance(x, (list, tuple)) and x and (length_of(x[0]) or 0) > 1 and library_of(x[0]) != "builtins":
        x = x[0]
    if isinstance(y, (list, tuple)) and y and library_of(y[0]) in {"numpy", "pandas", "tensorflow"} and length_of(y[0]):
        y = y[0]
    return x, y


def pair(data: Any) -> tuple[Any, Any]:
    if isinstance(data, (list, tuple)) and len(data) >= 2:
        return features_and_labels(data[0], data[1])
    return data, None


def is_array(value: Any) -> bool:
    return value is not None and as_array(value) is not None


def part_of(session: Session, whole: Identified, features: Any, labels: Any, part: slice) -> Identified:
    """Rows of a slice of identified rows; counts are asked of the tracker, which knows where the test rows begin."""
    x, y = as_array(features), as_array(labels)
    found = session.answers.identify(x[part] if x is not None else None, y[part] if y is not None else None)
    if whole.indices is None or found.indices is not None:
        return found
    indices = np.asarray(whole.indices)[part]
    if whole.from_test == 0 or whole.from_train == 0:
        return Identified(
            split=whole.split if whole.split in {"train", "test"} else "own",
            count=len(indices),
            from_train=len(indices) if whole.from_test == 0 else 0,
            from_test=len(indices) if whole.from_train == 0 else 0,
            how=whole.how,
            indices=indices,
            dataset=whole.dataset,
        )
    return found


def read_stream(session: Session, stream: Any, steps: Any) -> tuple[Any, Any]:
    """All features and labels of a tf.data.Dataset or PyDataset; (None, None) for what can be read only once."""
    batches = _batches(stream, steps)
    features, labels, rows = [], [], 0
    with session.watch.probing():
        for batch in batches or ():
            x, y = pair(batch)
            x = block_of(x)
            if x is None:
                return None, None
            features.append(x)
            labels.append(as_array(y))
            rows += len(x)
            if rows > MAX_ROWS_OF_A_STREAM:
                return None, None
    if not features:
        return None, None
    known = [label for label in labels if label is not None]
    return joined(features), np.concatenate(known) if len(known) == len(features) else None


def _batches(stream: Any, steps: Any) -> Any:
    names = {base.__name__ for base in type(stream).__mro__}
    if "DatasetV2" in names:
        finite = int(stream.cardinality()) != -1
        return stream.take(int(steps)) if steps else (stream if finite else None)
    if names & {"PyDataset", "Sequence"} and hasattr(stream, "__getitem__"):
        return (stream[index] for index in range(int(steps or len(stream))))
    return None


def batch_size_of(asked: Any, x: Any) -> int | None:
    if isinstance(asked, (int, np.integer)):
        return int(asked)
    if is_array(x):
        return 32  # Keras's default for arrays
    for name in ("_batch_size", "batch_size"):
        size = getattr(x, name, None)
        if size is not None and str(size).isdigit():
            return int(size)
    try:
        return int(size.numpy()) if (size := getattr(x, "_batch_size", None)) is not None else None
    except (AttributeError, TypeError, ValueError):
        return None


def with_callback(callbacks: Any, ours: Any) -> Any:
    if callbacks is None:
        return [ours]
    if isinstance(callbacks, (list, tuple)):
        return [*callbacks, ours]
    if hasattr(callbacks, "append") and hasattr(callbacks, "on_epoch_end") and hasattr(callbacks, "callbacks"):
        callbacks.append(ours)  # a CallbackList
        return callbacks
    return [callbacks, ours]
