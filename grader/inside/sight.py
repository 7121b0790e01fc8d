"""One question to the row trackers: an array and its labels, looked at once for all of them."""

from __future__ import annotations

from functools import cached_property

from grader.inside.content import (
    IntArray,
    LabelVector,
    Values,
    as_array,
    as_labels,
    as_texts,
    columns_of,
    first_of_several,
    index_of,
    matrix_key,
    row_count,
    row_keys,
)


class Sight:
    """What is asked about; everything derived from it is computed when first needed, and then kept."""

    def __init__(self, features: object | None, labels: object | None) -> None:
        self.features = first_of_several(features)
        self.labels = labels
        count = row_count(self.features)
        self.count = count if count is not None else row_count(labels) or 0

    @cached_property
    def vector(self) -> LabelVector | None:
        """The labels, where there is one for each row."""
        vector = as_labels(self.labels) if self.labels is not None else None
        return vector if vector is None or vector.codes.size == self.count else None

    @cached_property
    def array(self) -> Values | None:
        return as_array(self.features) if self.features is not None else None

    @cached_property
    def texts(self) -> list[str] | None:
        return as_texts(self.features) if self.features is not None else None

    @cached_property
    def keys(self) -> list[int] | None:
        keys = row_keys(self.features) if self.features is not None else None
        return keys if keys is None or len(keys) == self.count else None

    @cached_property
    def key(self) -> bytes | None:
        return None if self.keys is None else matrix_key(self.keys)

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """Those of the two that are pandas objects with whole numbers for row labels."""
        found = [Frame(value, index) for value in (self.features, self.labels) if (index := _index(value)) is not None]
        return tuple(found)


class Frame:
    """A pandas object, its index and what its columns hold."""

    def __init__(self, value: object, index: IntArray) -> None:
        self.index = index
        self._value = value

    @property
    def width(self) -> int:
        return len(self._columns)

    @cached_property
    def texts(self) -> tuple[list[str], ...]:
        found = [as_texts(column) for column in self._columns]
        return tuple(texts for texts in found if texts is not None and len(texts) == self.index.size)

    @cached_property
    def vectors(self) -> tuple[LabelVector, ...]:
        found = [as_labels(column) for column in self._columns]
        return tuple(vector for vector in found if vector is not None and vector.codes.size == self.index.size)

    @cached_property
    def _columns(self) -> list[object]:
        return columns_of(self._value)


def frame_of(value: object) -> Frame | None:
    """`value` as a frame; None for anything that is no pandas object with rows numbered as `read_csv` does."""
    index = _index(value)
    return None if index is None else Frame(value, index)


def _index(value: object) -> IntArray | None:
    index = index_of(value) if value is not None else None
    return None if index is None or index.size == 0 or index.min() < 0 else index
