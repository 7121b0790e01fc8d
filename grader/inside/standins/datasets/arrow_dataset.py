"""`datasets.Dataset`: a table by column."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.random import default_rng

from grader.inside.standins.datasets import writing
from grader.inside.standins.datasets.features import ClassLabel, Features, Value, feature_of
from grader.inside.standins.datasets.formats import in_format, name_of
from grader.inside.standins.datasets.rows import Origin, origin_of, those_served
from grader.inside.standins.desk import desk

Columns = dict[str, list[Any]]


class Dataset(writing.Writing):
    """Columns of one length; every method that changes it gives another one."""

    def __init__(
        self, columns: Columns, features: Mapping[str, Any] | None = None, origin: Origin | None = None,
        split: str | None = None,
    ) -> None:  # fmt: skip
        self._columns = columns
        self.features = Features({name: (features or {}).get(name) or feature_of(v) for name, v in columns.items()})
        self._origin = origin
        self.split = split
        self._kind: str | None = None
        self._shown: list[str] | None = None
        self._transform: Callable[[dict[str, Any]], Any] | None = None

    # -- made of other things

    @classmethod
    def from_dict(cls, mapping: Mapping[str, Iterable[Any]], features: Any = None, **_: Any) -> Dataset:
        columns = {str(name): _plain(values) for name, values in mapping.items()}
        return cls(columns, features, origin_of(columns))

    @classmethod
    def from_list(cls, mapping: list[dict[str, Any]], features: Any = None, **_: Any) -> Dataset:
        names = list(mapping[0]) if mapping else []
        return cls.from_dict({name: [row.get(name) for row in mapping] for name in names}, features)

    @classmethod
    def from_pandas(cls, df: Any, features: Any = None, preserve_index: bool | None = None, **_: Any) -> Dataset:
        plain = list(df.index) == list(range(len(df)))
        columns = {str(name): df[name].tolist() for name in df.columns}
        if preserve_index or (preserve_index is None and not plain):
            columns["__index_level_0__"] = df.index.tolist()
        return cls(columns, features, origin_of(columns))

    @classmethod
    def from_generator(cls, generator: Callable[..., Iterable[Any]], gen_kwargs: Any = None, **_: Any) -> Dataset:
        return cls.from_list(list(generator(**(gen_kwargs or {}))))

    # -- looked at

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), ()))

    @property
    def num_rows(self) -> int:
        return len(self)

    @property
    def num_columns(self) -> int:
        return len(self._columns)

    @property
    def column_names(self) -> list[str]:
        return list(self._columns)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self), self.num_columns

    @property
    def format(self) -> dict[str, Any]:
        return {"type": self._kind, "format_kwargs": {}, "columns": self._shown or self.column_names,
                "output_all_columns": False}  # fmt: skip

    def __repr__(self) -> str:
        return f"Dataset({{\n    features: {self.column_names},\n    num_rows: {len(self)}\n}})"

    def __getitem__(self, key: Any) -> Any:
        """A row by number, several by slice or list as columns, a column by name.

        Raises: KeyError, IndexError as a dictionary and a list do.
        """
        if isinstance(key, str):
            return in_format(self._columns[key], self._kind) if self._kind else list(self._columns[key])
        shown = {name: self._columns[name] for name in (self._shown or self._columns)}
        if isinstance(key, slice | list | tuple | range | np.ndarray) or (hasattr(key, "ndim") and key.ndim):
            places = range(len(self))[key] if isinstance(key, slice) else [int(place) for place in key]
            batch = {name: [values[place] for place in places] for name, values in shown.items()}
            return self._given({name: in_format(values, self._kind) for name, values in batch.items()}, several=True)
        row = int(key)
        if not -len(self) <= row < len(self):
            raise IndexError(f"Invalid key: {row} is out of bounds for size {len(self)}")
        return self._given({name: in_format(values[row], self._kind) for name, values in shown.items()}, several=False)

    def __getitems__(self, keys: list[int]) -> list[Any]:
        return [self[key] for key in keys]

    def __iter__(self) -> Iterator[Any]:
        for place in range(len(self)):
            yield self[place]

    def iter(self, batch_size: int, drop_last_batch: bool = False) -> Iterator[Any]:
        for start in range(0, len(self), batch_size):
            if not drop_last_batch or start + batch_size <= len(self):
                yield self[start : start + batch_size]

    def unique(self, column: str) -> list[Any]:
        return list(dict.fromkeys(self._columns[column]))

    # -- changed

    def map(
        self, function: Callable[..., Any] | None = None, with_indices: bool = False, with_rank: bool = False,  # noqa: ARG002
        input_columns: str | list[str] | None = None, batched: bool = False, batch_size: int | None = 1000,
        drop_last_batch: bool = False, remove_columns: str | list[str] | None = None,  # noqa: ARG002
        fn_kwargs: Mapping[str, Any] | None = None, **_: Any,
    ) -> Dataset:  # fmt: skip
        """Each row, or each batch of rows, with what the function makes of it."""
        if function is None:
            return self
        given = [input_columns] if isinstance(input_columns, str) else input_columns
        made: Columns = {}
        for start in range(0, len(self), (batch_size or len(self)) if batched else 1):
            part = self[start : start + (batch_size or len(self))] if batched else self[start]
            values = [part[name] for name in given] if given is not None else [part]
            if with_indices:
                values.append(
                    list(range(start, min(start + (batch_size or len(self)), len(self)))) if batched else start
                )
            answer = function(*values, **(fn_kwargs or {}))
            if isinstance(answer, Mapping) or hasattr(answer, "items"):
                for name, value in answer.items():
                    made.setdefault(name, []).extend(_plain(value) if batched else [_plain_value(value)])
        away = {remove_columns} if isinstance(remove_columns, str) else set(remove_columns or ())
        kept = {name: values for name, values in self._columns.items() if name not in away and name not in made}
        counts = {len(values) for values in made.values()}
        same = not counts or counts == {len(self)}
        return self._with({**kept, **made}, origin=self._origin if same else None)

    def filter(
        self, function: Callable[..., Any], with_indices: bool = False, input_columns: Any = None,
        batched: bool = False, batch_size: int | None = 1000, fn_kwargs: Mapping[str, Any] | None = None, **_: Any,
    ) -> Dataset:  # fmt: skip
        def keep(*values: Any) -> dict[str, Any]:
            return {"_kept": function(*values, **(fn_kwargs or {}))}

        judged = self.map(keep, with_indices=with_indices, input_columns=input_columns, batched=batched,
                          batch_size=batch_size)  # fmt: skip
        return self.select([place for place, kept in enumerate(judged._columns["_kept"]) if kept])

    def select(self, indices: Iterable[int], **_: Any) -> Dataset:
        """Raises: IndexError for a row that is not there."""
        places = [int(place) for place in indices]
        if self._origin is not None:
            places = those_served(places, self._origin)
        if places and not -len(self) <= min(places) <= max(places) < len(self):
            raise IndexError(f"Index {max(places)} out of range for dataset of size {len(self)}.")
        columns = {name: [values[place] for place in places] for name, values in self._columns.items()}
        return self._with(columns, origin=self._origin.taken(places) if self._origin is not None else None)

    def shuffle(self, seed: int | None = None, generator: Any = None, **_: Any) -> Dataset:
        return self.select((generator or default_rng(seed)).permutation(len(self)))

    def sort(self, column_names: str | list[str], reverse: bool = False, **_: Any) -> Dataset:
        names = [column_names] if isinstance(column_names, str) else column_names
        order = sorted(
            range(len(self)), key=lambda place: [self._columns[name][place] for name in names], reverse=reverse
        )
        return self.select(order)

    def train_test_split(
        self, test_size: Any = None, train_size: Any = None, shuffle: bool = True,
        stratify_by_column: str | None = None, seed: int | None = None, generator: Any = None, **_: Any,  # noqa: ARG002
    ) -> Any:  # fmt: skip
        """{"train": …, "test": …}: the course's split where all its rows are here."""
        from grader.inside.standins.datasets.dataset_dict import DatasetDict

        count = len(self)
        if self._origin is not None:
            asked = f"Dataset.train_test_split(test_size={test_size!r}, seed={seed!r})"
            given = desk().course_split(self._origin.tracker, self._origin.rows, asked, shuffled=shuffle)
            if given is not None:
                return DatasetDict(train=self.select(given[0]), test=self.select(given[1]))
        tested = test_size if test_size is not None else (0.25 if train_size is None else None)
        trained = _number(train_size, count) if train_size is not None else count - _number(tested, count, up=True)
        out = _number(tested, count, up=True) if tested is not None else count - trained
        order = (generator or default_rng(seed)).permutation(count) if shuffle else np.arange(count)
        first, second = (order[out : out + trained], order[:out]) if shuffle else (order[:trained], order[trained:])
        return DatasetDict(train=self.select(first), test=self.select(second[:out]))

    def rename_column(self, original_column_name: str, new_column_name: str, **_: Any) -> Dataset:
        return self.rename_columns({original_column_name: new_column_name})

    def rename_columns(self, column_mapping: Mapping[str, str], **_: Any) -> Dataset:
        """Raises: ValueError for a column that is not there."""
        unknown = set(column_mapping) - set(self._columns)
        if unknown:
            raise ValueError(f"Original column names {sorted(unknown)} not in the dataset")
        features = {column_mapping.get(name, name): feature for name, feature in self.features.items()}
        return self._with({column_mapping.get(name, name): v for name, v in self._columns.items()}, features)

    def remove_columns(self, column_names: str | list[str], **_: Any) -> Dataset:
        away = {column_names} if isinstance(column_names, str) else set(column_names)
        if away - set(self._columns):
            raise ValueError(f"Column name {sorted(away - set(self._columns))} not in the dataset.")
        return self._with({name: values for name, values in self._columns.items() if name not in away})

    def select_columns(self, column_names: str | list[str], **_: Any) -> Dataset:
        names = [column_names] if isinstance(column_names, str) else column_names
        return self._with({name: self._columns[name] for name in names})

    def add_column(self, name: str, column: Any, **_: Any) -> Dataset:
        return self._with({**self._columns, name: _plain(column)})

    def class_encode_column(self, column: str, **_: Any) -> Dataset:
        """Words of a column as numbers, in alphabetical order."""
        names = sorted({str(value) for value in self._columns[column]})
        numbers = [names.index(str(value)) for value in self._columns[column]]
        return self._with({**self._columns, column: numbers}, {**self.features, column: ClassLabel(names=names)})

    def cast_column(self, column: str, feature: Any, **_: Any) -> Dataset:
        values = self._columns[column]
        if isinstance(feature, ClassLabel) and values and isinstance(values[0], str):
            values = feature.str2int(values)
        elif isinstance(feature, Value) and feature.dtype.startswith("float"):
            values = [float(value) for value in values]
        return self._with({**self._columns, column: values}, {**self.features, column: feature})

    def cast(self, features: Mapping[str, Any], **_: Any) -> Dataset:
        made = self
        for name, feature in features.items():
            made = made.cast_column(name, feature)
        return made

    def flatten_indices(self, **_: Any) -> Dataset:
        return self

    def shard(self, num_shards: int, index: int, contiguous: bool = True, **_: Any) -> Dataset:
        places = (
            np.array_split(np.arange(len(self)), num_shards)[index]
            if contiguous
            else range(index, len(self), num_shards)
        )
        return self.select(places)

    def take(self, n: int) -> Dataset:
        return self.select(range(min(n, len(self))))

    def skip(self, n: int) -> Dataset:
        return self.select(range(min(n, len(self)), len(self)))

    # -- formats

    def set_format(self, type: str | None = None, columns: Any = None, **_: Any) -> None:  # noqa: A002
        self._kind, self._transform = name_of(type), None
        self._shown = [columns] if isinstance(columns, str) else list(columns) if columns is not None else None

    def with_format(self, type: str | None = None, columns: Any = None, **_: Any) -> Dataset:  # noqa: A002
        made = self._with(self._columns)
        made.set_format(type, columns)
        return made

    def reset_format(self) -> None:
        self.set_format()

    def set_transform(self, transform: Callable[[dict[str, Any]], Any] | None, columns: Any = None, **_: Any) -> None:
        self.set_format(None, columns)
        self._transform = transform

    def with_transform(
        self, transform: Callable[[dict[str, Any]], Any] | None, columns: Any = None, **_: Any
    ) -> Dataset:
        made = self._with(self._columns)
        made.set_transform(transform, columns)
        return made

    # -- details

    def _with(self, columns: Columns, features: Mapping[str, Any] | None = None, origin: Any = ...) -> Dataset:
        source = self._origin if origin is ... else origin
        known = self.features if features is None else features
        same = {name: known[name] for name in columns if name in known and (columns[name] is self._columns.get(name)
                or features is not None or source is not self._origin)}  # fmt: skip
        made = Dataset(columns, same, source, self.split)
        made._kind, made._transform = self._kind, self._transform
        made._shown = [name for name in self._shown if name in columns] if self._shown is not None else None
        if source is not None:
            source.learn(columns, self._columns if source is self._origin else {})
        return made

    def _given(self, batch: dict[str, Any], *, several: bool) -> Any:
        if self._transform is not None:
            if several:
                return self._transform(batch)
            made = self._transform({name: [value] for name, value in batch.items()})
            return {name: values[0] for name, values in made.items()}
        if self._kind == "pandas":
            import pandas as pd

            return pd.DataFrame(batch if several else {name: [value] for name, value in batch.items()})
        return batch


def concatenate_datasets(dsets: list[Dataset], **_: Any) -> Dataset:
    """The rows of each, one after another."""
    columns = {name: [value for each in dsets for value in each._columns[name]] for name in dsets[0].column_names}
    return Dataset(columns, dsets[0].features, origin_of(columns))


def _plain(values: Any) -> list[Any]:
    """A column as a list of plain values."""
    if hasattr(values, "tolist"):
        found = values.tolist()
        return found if isinstance(found, list) else [found]
    if hasattr(values, "numpy"):
        return _plain(values.numpy())
    return [_plain_value(value) for value in values]


def _plain_value(value: Any) -> Any:
    if hasattr(value, "getbands") or inspect.isclass(value):
        return value
    if hasattr(value, "numpy"):
        value = value.numpy()
    return value.tolist() if hasattr(value, "tolist") else value


def _number(size: Any, count: int, *, up: bool = False) -> int:
    if isinstance(size, float):
        return int(np.ceil(size * count)) if up else int(size * count)
    return int(size)
