"""Iterators over data sets of examples, as batches of tensors."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from collections.abc import Iterator as Iterating
from typing import Any

from torch.utils.data import DataLoader
from torch.utils.data import Dataset as TorchDataset

from grader.inside.standins.torchtext.data.example import Example

POOL = 100  # batches that are sorted among each other


class Batch:
    """The fields of some examples, each processed to one tensor; iterates as (input, target)."""

    def __init__(self, data: Sequence[Example] | None = None, dataset: Any = None, device: Any = None) -> None:
        if data is None:
            return
        self.batch_size = len(data)
        self.dataset = dataset
        self.fields = dataset.fields.keys()
        known = {name: field for name, field in dataset.fields.items() if field is not None}
        self.input_fields = [name for name, field in known.items() if not field.is_target]
        self.target_fields = [name for name, field in known.items() if field.is_target]
        for name, field in known.items():
            setattr(self, name, field.process([getattr(each, name) for each in data], device=device))

    def __iter__(self) -> Iterating[Any]:
        yield self._of(self.input_fields)
        yield self._of(self.target_fields)

    def __len__(self) -> int:
        return self.batch_size

    def _of(self, names: list[str]) -> Any:
        found = tuple(getattr(self, name) for name in names)
        return None if not found else found[0] if len(found) == 1 else found


class Iterator:
    """Batches of a data set; every pass is one over a DataLoader, by which its rows are followed."""

    def __init__(
        self, dataset: Any, batch_size: int, sort_key: Callable[[Any], Any] | None = None, device: Any = None,
        batch_size_fn: Any = None, train: bool = True, repeat: bool = False, shuffle: bool | None = None,  # noqa: ARG002
        sort: bool | None = None, sort_within_batch: bool | None = None,
    ) -> None:  # fmt: skip
        self.dataset, self.batch_size, self.train, self.repeat = dataset, batch_size, train, repeat
        self.device = None if device == -1 else device
        self.shuffle = train if shuffle is None else shuffle
        self.sort = not train if sort is None else sort
        self.sort_within_batch = self.sort if sort_within_batch is None else sort_within_batch
        self.sort_key = dataset.sort_key if sort_key is None else sort_key
        self.iterations = 0
        self._loader: Any = None

    @classmethod
    def splits(
        cls, datasets: Sequence[Any], batch_sizes: Sequence[int] | None = None, batch_size: int | None = None,
        **kwargs: Any,
    ) -> tuple[Any, ...]:  # fmt: skip
        """One iterator a data set; the first is for training.

        Raises: TypeError when there is neither `batch_sizes` nor `batch_size`.
        """
        if batch_sizes is None and batch_size is None:
            raise TypeError("missing 1 required argument: 'batch_size'")
        sizes = batch_sizes if batch_sizes is not None else [batch_size or 1] * len(datasets)
        made = []
        for place, (dataset, size) in enumerate(zip(datasets, sizes, strict=False)):
            settings: dict[str, Any] = {"train": place == 0, **kwargs}
            made.append(cls(dataset, batch_size=size, **settings))
        return tuple(made)

    def __len__(self) -> int:
        return math.ceil(len(self.dataset) / self.batch_size)

    @property
    def epoch(self) -> int:
        return math.floor(self.iterations / max(1, len(self)))

    def init_epoch(self) -> None:
        """Nothing is to be prepared."""

    def __iter__(self) -> Iterating[Batch]:
        if self._loader is None or not self._loader.dataset.is_of(self.dataset.examples):
            rows = _Rows(self.dataset)
            self._loader = DataLoader(rows, batch_sampler=_Order(self), collate_fn=self._batch)
        while True:
            for batch in self._loader:
                self.iterations += 1
                yield batch
            if not self.repeat:
                return

    def places(self) -> list[list[int]]:
        """Places of the examples of each batch of one pass."""
        return _cut(self._ordered(), self.batch_size)

    def within(self, places: list[int]) -> list[int]:
        """One batch in its own order: longest first, as packed sequences need it."""
        if not self.sort_within_batch or self.sort_key is None:
            return places
        return sorted(places, key=self._key, reverse=True)

    def _ordered(self) -> list[int]:
        places = list(range(len(self.dataset)))
        if self.sort and self.sort_key is not None:
            return sorted(places, key=self._key)
        if self.shuffle:
            random.shuffle(places)
        return places

    def _key(self, place: int) -> Any:
        assert self.sort_key is not None
        return self.sort_key(self.dataset.examples[place])

    def _batch(self, rows: list[Any]) -> Batch:
        return Batch([row.example for row in rows], self.dataset, self.device)


class BucketIterator(Iterator):
    """Batches of examples that are alike in length."""

    def places(self) -> list[list[int]]:
        if self.sort or self.sort_key is None:
            return super().places()
        batches = []
        for pool in _cut(self._ordered(), self.batch_size * POOL):
            near = _cut(sorted(pool, key=self._key) if self.sort_within_batch else pool, self.batch_size)
            if self.shuffle:
                random.shuffle(near)
            batches.extend(near)
        return batches


class _Order:
    """The batches of a pass, drawn anew for each."""

    def __init__(self, iterator: Iterator) -> None:
        self._iterator = iterator

    def __iter__(self) -> Iterating[list[int]]:
        for places in self._iterator.places():
            yield self._iterator.within(places)

    def __len__(self) -> int:
        return len(self._iterator)


class _Row(tuple[str, Any]):
    """(the text it was made of, its label), with the example."""

    example: Example


class _Rows(TorchDataset):  # type: ignore[misc]  # torch is not typed here
    """The examples as rows by which others may know them."""

    def __init__(self, dataset: Any) -> None:
        self._examples = dataset.examples
        self._count = len(dataset.examples)
        targets = [(name, field) for name, field in dataset.fields.items() if field is not None and field.is_target]
        self._target = targets[0] if targets else None

    def is_of(self, examples: list[Example]) -> bool:
        """Whether these examples are still the data set's."""
        return examples is self._examples and len(examples) == self._count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: int) -> _Row:
        example = self._examples[place]
        label: Any = 0
        if self._target is not None:
            name, field = self._target
            value = getattr(example, name)
            label = field.numericalize([value])[0].item() if not field.sequential else value
        made = _Row((getattr(example, "_origin", ""), label))
        made.example = example
        return made


def _cut(places: list[int], size: int) -> list[list[int]]:
    return [places[start : start + size] for start in range(0, len(places), size)]
