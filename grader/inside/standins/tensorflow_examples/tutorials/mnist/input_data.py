"""`read_data_sets`: the course's digits, or its clothes, in parts that give one batch after the other."""

from __future__ import annotations

from typing import Any, Final, NamedTuple
from urllib.error import URLError

import numpy as np

from grader.inside.content import IntArray
from grader.inside.gateway.mnist_names import likelier, spoken_of
from grader.inside.rows import RowTracker
from grader.inside.standins.desk import desk, served_of, side

PUBLISHED: Final = 60_000  # training rows of either set, of which `validation_size` speaks
_SETS: Final = ("mnist", "fashion-mnist")


class DataSet:
    """Some rows of one side, in served order; batches come in another order in each epoch."""

    def __init__(self, images: Any, labels: Any) -> None:
        """Args: pictures (n, 784) or (n, 28, 28, 1), and labels (n,) or (n, 10)."""
        self.images, self.labels = images, labels
        self.num_examples = len(images)
        self.epochs_completed = 0
        self._order = np.arange(self.num_examples)
        self._at = 0

    def next_batch(self, batch_size: int, fake_data: bool = False, shuffle: bool = True) -> tuple[Any, Any]:  # noqa: ARG002
        """The next (images, labels); what an epoch's end leaves over stands before the first rows of the next."""
        if shuffle and self._at == 0 and self.epochs_completed == 0:
            self._order = np.random.permutation(self.num_examples)
        chosen = self._order[self._at : self._at + batch_size]
        self._at += batch_size
        if self._at > self.num_examples:
            self.epochs_completed += 1
            if shuffle:
                self._order = np.random.permutation(self.num_examples)
            self._at = batch_size - len(chosen)
            chosen = np.concatenate([chosen, self._order[: self._at]])
        return self.images[chosen], self.labels[chosen]


class Datasets(NamedTuple):
    """What is read: validation rows are the first of the training rows."""

    train: DataSet
    validation: DataSet
    test: DataSet


def read_data_sets(
    train_dir: str, fake_data: bool = False, one_hot: bool = False, dtype: Any = np.float32, reshape: bool = True,  # noqa: ARG001
    validation_size: int = 5000, seed: int | None = None, source_url: str = "",  # noqa: ARG001
) -> Datasets:  # fmt: skip
    """The set that the folder or the address names, else the one that the notebook speaks of more often.

    Args: `validation_size` is of the published training rows; of fewer served ones it is the same share.
        Pictures are float32 from 0 to 1, with a `dtype` of uint8 as they are.
    Raises: ValueError for a validation size that is none; URLError where the course serves no such set.
    """
    if not 0 <= validation_size <= PUBLISHED:
        raise ValueError(f"Validation size should be between 0 and {PUBLISHED}. Received: {validation_size}.")
    wanted = spoken_of(f"{source_url}") or spoken_of(f"{train_dir}") or likelier(desk().source)
    tracker = _tracker(wanted)
    if tracker is None:
        desk().refuse(f"read_data_sets({train_dir!r})", URLError)
    desk().say(tracker, "tensorflow.examples: read_data_sets", "tensorflow.examples")
    train, test = (side(served_of(tracker), name) for name in ("train", "test"))
    kept = round(train.size * validation_size / PUBLISHED)
    raw = np.dtype(getattr(dtype, "as_numpy_dtype", dtype)) == np.uint8
    return Datasets(
        *(_part(tracker, rows, one_hot=one_hot, raw=raw, flat=reshape) for rows in (train[kept:], train[:kept], test))
    )


def is_served() -> bool:
    """Whether there is anything to read."""
    return any(_tracker(name) is not None for name in _SETS)


def _tracker(name: str) -> RowTracker | None:
    trackers = desk().context.rows.trackers
    return next((one for one in trackers if one.served is not None and one.served.dataset == name), None)


def _part(tracker: RowTracker, rows: IntArray, *, one_hot: bool, raw: bool, flat: bool) -> DataSet:
    served = served_of(tracker)
    assert served.images is not None
    images = np.asarray(served.images[rows])
    height, width = served.images.shape[1:3]
    shaped = images.reshape((len(rows), height * width) if flat else (len(rows), height, width, 1))  # also of no rows
    codes = served.codes[rows].astype(np.uint8)
    labels = np.eye(len(served.classes))[codes] if one_hot else codes
    return DataSet(shaped if raw else shaped.astype(np.float32) / np.float32(255), labels)
