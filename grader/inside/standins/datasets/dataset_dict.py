"""`datasets.DatasetDict`: tables by the names of splits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.inside.standins.datasets.arrow_dataset import Dataset

_OF_EACH = (
    "map", "filter", "shuffle", "sort", "rename_column", "rename_columns", "remove_columns", "select_columns",
    "class_encode_column", "cast_column", "cast", "with_format", "with_transform", "flatten_indices",
)  # fmt: skip
_IN_PLACE = ("set_format", "reset_format", "set_transform")


class DatasetDict(dict[str, Dataset]):
    """What a table can be made into, its splits can one by one."""

    @property
    def num_rows(self) -> dict[str, int]:
        return {name: len(table) for name, table in self.items()}

    @property
    def column_names(self) -> dict[str, list[str]]:
        return {name: table.column_names for name, table in self.items()}

    @property
    def num_columns(self) -> dict[str, int]:
        return {name: table.num_columns for name, table in self.items()}

    @property
    def shape(self) -> dict[str, tuple[int, int]]:
        return {name: table.shape for name, table in self.items()}

    def unique(self, column: str) -> dict[str, list[Any]]:
        return {name: table.unique(column) for name, table in self.items()}

    def save_to_disk(self, dataset_dict_path: Any, **_: Any) -> None:
        for name, table in self.items():
            table.save_to_disk(Path(dataset_dict_path) / name)

    def push_to_hub(self, *_: Any, **__: Any) -> None:
        """Raises: ConnectionError, as without a network."""
        raise ConnectionError("there is no network while grading")

    def __repr__(self) -> str:
        inner = "\n".join(f"{name}: {table!r}" for name, table in self.items())
        return "DatasetDict({\n" + "\n".join("    " + line for line in inner.splitlines()) + "\n})"


def _of_each(name: str) -> Callable[..., DatasetDict]:
    def method(self: DatasetDict, *args: Any, **named: Any) -> DatasetDict:
        return DatasetDict({split: getattr(table, name)(*args, **named) for split, table in self.items()})

    method.__name__ = name
    return method


def _in_place(name: str) -> Callable[..., None]:
    def method(self: DatasetDict, *args: Any, **named: Any) -> None:
        for table in self.values():
            getattr(table, name)(*args, **named)

    method.__name__ = name
    return method


for _name in _OF_EACH:
    setattr(DatasetDict, _name, _of_each(_name))
for _name in _IN_PLACE:
    setattr(DatasetDict, _name, _in_place(_name))
