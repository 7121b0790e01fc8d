"""What a table is turned into: frames, files, data sets of other libraries."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any


class Writing:
    """The half of `Dataset` that gives its rows away."""

    _columns: dict[str, list[Any]]
    features: Any

    def to_dict(self, **_: Any) -> dict[str, list[Any]]:
        return {name: list(values) for name, values in self._columns.items()}

    def to_list(self) -> list[dict[str, Any]]:
        return [dict(zip(self._columns, row, strict=True)) for row in zip(*self._columns.values(), strict=True)]

    def to_pandas(self, **_: Any) -> Any:
        import pandas as pd

        return pd.DataFrame(self.to_dict())

    def to_csv(self, path_or_buf: Any, index: bool = False, **named: Any) -> Any:
        return self.to_pandas().to_csv(path_or_buf, index=index, **named)

    def to_json(self, path_or_buf: Any, **_: Any) -> int:
        text = "".join(json.dumps(row) + "\n" for row in self.to_list())
        return Path(path_or_buf).write_text(text, encoding="utf-8")

    def save_to_disk(self, dataset_path: Any, **_: Any) -> None:
        """A folder that `load_from_disk` reads; pictures are kept as they are."""
        folder = Path(dataset_path)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "table.pickle").open("wb") as file:
            pickle.dump((self._columns, dict(self.features)), file)

    def to_tf_dataset(
        self, columns: Any = None, batch_size: int | None = None, shuffle: bool = False, collate_fn: Any = None,
        label_cols: Any = None, drop_remainder: bool = False, **_: Any,
    ) -> Any:  # fmt: skip
        """A tf.data data set of (features, labels), or of features alone."""
        import numpy as np
        import tensorflow as tf

        names = [columns] if isinstance(columns, str) else list(columns or self._columns)
        labels = [label_cols] if isinstance(label_cols, str) else list(label_cols or ())
        if collate_fn is None:
            whole = {name: np.asarray(self._columns[name]) for name in dict.fromkeys([*names, *labels])}
        else:
            rows = [{name: self._columns[name][place] for name in dict.fromkeys([*names, *labels])}
                    for place in range(len(next(iter(self._columns.values()))))]  # fmt: skip
            whole = {name: np.asarray(values) for name, values in collate_fn(rows).items()}
            labels = [name if name in whole else "labels" for name in labels]
        inputs = {name: values for name, values in whole.items() if name not in labels}
        features = next(iter(inputs.values())) if len(names) == 1 and len(inputs) == 1 else inputs
        targets = [whole[name] for name in labels]
        pair = features if not targets else (features, targets[0] if len(targets) == 1 else tuple(targets))
        made = tf.data.Dataset.from_tensor_slices(pair)
        if shuffle:
            made = made.shuffle(len(next(iter(whole.values()))))
        return made.batch(batch_size, drop_remainder=drop_remainder) if batch_size else made

    def push_to_hub(self, *_: Any, **__: Any) -> None:
        """Raises: ConnectionError, as without a network."""
        raise ConnectionError("there is no network while grading")

    def cleanup_cache_files(self) -> int:
        return 0
