"""What a column holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class Value:
    """One value of a plain type: Value("string")."""

    def __init__(self, dtype: str, id: str | None = None) -> None:  # noqa: A002  the library's own name
        self.dtype, self.id = dtype, id

    def __repr__(self) -> str:
        return f"Value({self.dtype!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Value) and other.dtype == self.dtype

    def __hash__(self) -> int:
        return hash(self.dtype)


class ClassLabel:
    """Labels as numbers, with a name each."""

    dtype = "int64"

    def __init__(self, num_classes: int | None = None, names: Iterable[str] | None = None) -> None:
        self.names = list(names) if names is not None else [str(number) for number in range(num_classes or 0)]
        self.num_classes = len(self.names)

    def int2str(self, values: Any) -> Any:
        """The name of a number, or of each of several."""
        return self.names[int(values)] if not hasattr(values, "__iter__") else [self.names[int(v)] for v in values]

    def str2int(self, values: Any) -> Any:
        """The number of a name, or of each of several. Raises: ValueError for a name that is none of them."""
        return self.names.index(values) if isinstance(values, str) else [self.names.index(v) for v in values]

    def __repr__(self) -> str:
        return f"ClassLabel(names={self.names})"


class Sequence:
    """Lists of one kind."""

    def __init__(self, feature: Any, length: int = -1) -> None:
        self.feature, self.length = feature, length

    def __repr__(self) -> str:
        return f"List({self.feature!r})"


class Image:
    """Pictures, decoded to PIL's."""

    dtype = "PIL.Image.Image"

    def __repr__(self) -> str:
        return "Image(mode=None, decode=True)"


class Features(dict[str, Any]):
    """The columns by name."""


def feature_of(values: Any) -> Any:
    """The kind of a column, by its first value."""
    first = next((value for value in values if value is not None), None)
    if isinstance(first, bool):
        return Value("bool")
    if isinstance(first, int):
        return Value("int64")
    if isinstance(first, float):
        return Value("float64")
    if isinstance(first, list | tuple):
        return Sequence(feature_of(first))
    if first is not None and hasattr(first, "dtype"):
        return Value(str(first.dtype)) if not getattr(first, "ndim", 0) else Sequence(Value(str(first.dtype)))
    return Image() if hasattr(first, "tobytes") else Value("string" if first is not None else "null")
