"""One row of a data set, its fields as attributes."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from typing import Any

Fields = Sequence[tuple[str, Any] | None]


class Example:
    """Attributes are the processed fields; `vars(example)` shows them and nothing else."""

    __slots__ = ("__dict__", "__weakref__", "_origin")
    _origin: str  # the longest of the texts it was made of: by it the row is known again

    @classmethod
    def fromlist(cls, data: Sequence[Any], fields: Fields) -> Example:
        """One value a field; a field of None leaves its value out, a tuple of fields shares it."""
        made = cls()
        made._origin = max((value for value in data if isinstance(value, str)), key=len, default="")
        for field, value in zip(fields, data, strict=False):
            if field is not None:
                made._put(*field, value.rstrip("\n") if isinstance(value, str) else value)
        return made

    @classmethod
    def fromdict(cls, data: Mapping[str, Any], fields: Mapping[str, Any]) -> Example:
        """`fields` maps each key to (name, field), or to a list of such.

        Raises: ValueError for a key that is not in the data.
        """
        made = cls()
        made._origin = max((value for value in data.values() if isinstance(value, str)), key=len, default="")
        for key, named in fields.items():
            if key not in data:
                raise ValueError(f"Specified key {key} was not found in the input data")
            for name, field in named if isinstance(named, list) else [named]:
                made._put(name, field, data[key])
        return made

    @classmethod
    def fromJSON(cls, data: str, fields: Mapping[str, Any]) -> Example:  # noqa: N802  torchtext's own name
        return cls.fromdict(json.loads(data), fields)

    @classmethod
    def fromCSV(  # noqa: N802  torchtext's own name
        cls, data: str, fields: Any, field_to_index: Mapping[str, int] | None = None
    ) -> Example:
        """A line of a table; with `field_to_index` the fields are given by the names of columns."""
        row = next(csv.reader([data])) if isinstance(data, str) else list(data)
        if field_to_index is None:
            return cls.fromlist(row, fields)
        return cls.fromdict({name: row[place] for name, place in field_to_index.items()}, fields)

    def _put(self, name: Any, field: Any, value: Any) -> None:
        names = name if isinstance(name, tuple | list) else [name]
        fields = field if isinstance(field, tuple | list) else [field]
        for each, one in zip(names, fields, strict=True):
            setattr(self, each, one.preprocess(value) if one is not None else value)
