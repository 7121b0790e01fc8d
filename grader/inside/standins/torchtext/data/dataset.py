"""Data sets of examples, from tables of the notebook's or the course's."""

from __future__ import annotations

import csv
import json
import os
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from torch.utils.data import Dataset as TorchDataset

from grader.inside.standins.desk import desk
from grader.inside.standins.torchtext.data.example import Example, Fields

Filter = Callable[[Example], bool]


class Dataset(TorchDataset):  # type: ignore[misc]  # torch is not typed here
    """Examples and the fields they were made with."""

    sort_key: Any = None

    def __init__(self, examples: Sequence[Example], fields: Any, filter_pred: Filter | None = None) -> None:
        self.examples = [each for each in examples if filter_pred is None or filter_pred(each)]
        self.fields: dict[str, Any] = {}
        for name, field in fields.items() if isinstance(fields, Mapping) else [f for f in fields if f is not None]:
            names, several = (name, field) if isinstance(name, tuple | list) else ([name], [field])
            self.fields.update(zip(names, several, strict=True))

    @classmethod
    def splits(
        cls, path: str | None = None, root: str = ".data", train: Any = None, validation: Any = None, test: Any = None,
        **kwargs: Any,
    ) -> tuple[Dataset, ...]:  # fmt: skip
        """A data set for each file that is named, in this order."""
        folder = path if path is not None else root
        make: Any = cls  # a subclass takes a path
        found = [make(os.path.join(folder, part), **kwargs) for part in (train, validation, test) if part is not None]  # noqa: PTH118
        return tuple(found)

    def split(
        self, split_ratio: Any = 0.7, stratified: bool = False, strata_field: str = "label", random_state: Any = None  # noqa: ARG002
    ) -> tuple[Dataset, ...]:  # fmt: skip
        """(train, test) or (train, validation, test): the test part is the course's where all its rows are here.

        Raises: ValueError for a ratio that is none.
        """
        shares = _shares(split_ratio)
        asked = f"Dataset.split(split_ratio={split_ratio!r})"
        places = list(range(len(self.examples)))
        found = desk().rows_of([getattr(each, "_origin", "") for each in self.examples])
        given = desk().course_split(*found, asked, shuffled=True) if found is not None else None
        if given is not None:
            places, last = given[0].tolist(), given[1].tolist()
            first = (
                round(len(places) * shares[0] / max(shares[0] + shares[1], 1e-9)) if len(shares) == 3 else len(places)
            )
            parts = [places[:first], places[first:], last] if len(shares) == 3 else [places, last]
        else:
            held = random.getstate()
            if random_state is not None:
                random.setstate(random_state)
            random.shuffle(places)
            if random_state is not None:
                random.setstate(held)
            ends = [0, *(round(len(places) * share) for share in accumulate(shares))]
            parts = [places[start:end] for start, end in pairwise(ends)]
        made = tuple(Dataset([self.examples[place] for place in part], self.fields) for part in parts)
        for each in made:
            each.sort_key = self.sort_key
        return tuple(each for each in made if len(each))

    def __getitem__(self, index: int) -> Example:
        return self.examples[index]

    def __len__(self) -> int:
        return len(self.examples)

    def __iter__(self) -> Iterator[Example]:
        return iter(self.examples)

    def __getattr__(self, name: str) -> Any:
        if name in self.__dict__.get("fields", {}):
            return (getattr(each, name) for each in self.examples)
        raise AttributeError(name)


class TabularDataset(Dataset):
    """A table of a known format: "csv", "tsv" or "json" with one object a line."""

    def __init__(
        self, path: Any, format: str, fields: Any, skip_header: bool = False,  # noqa: A002  torchtext's own name
        csv_reader_params: Mapping[str, Any] | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        kind = format.lower()
        if kind not in {"csv", "tsv", "json"}:
            raise KeyError(kind)
        with open(os.path.expanduser(path), encoding="utf8", newline="" if kind == "csv" else None) as file:  # noqa: PTH111, PTH123
            if kind == "json":
                examples = [Example.fromdict(json.loads(line), fields) for line in file if line.strip()]
            else:
                settings = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if kind == "tsv" else {}
                rows = csv.reader(file, **{**settings, **(csv_reader_params or {})})
                if isinstance(fields, Mapping):
                    header = next(rows)
                    examples = [Example.fromdict(dict(zip(header, row, strict=False)), fields) for row in rows if row]
                else:
                    if skip_header:
                        next(rows)
                    examples = [Example.fromlist(row, fields) for row in rows if row]
        super().__init__(examples, _named(fields), **kwargs)


def _named(fields: Any) -> Fields:
    """The (name, field) pairs, of fields that may be given by column."""
    if not isinstance(fields, Mapping):
        return list(fields)
    found: list[tuple[str, Any] | None] = []
    for named in fields.values():
        found.extend(named if isinstance(named, list) else [named])
    return found


def _shares(ratio: Any) -> list[float]:
    if isinstance(ratio, float):
        if not 0.0 < ratio < 1.0:
            raise ValueError(f"Split ratio {ratio} not between 0 and 1")
        return [ratio, 1.0 - ratio]
    if not isinstance(ratio, list | tuple) or not 2 <= len(ratio) <= 3:
        raise ValueError(f"Split ratio must be float or a list, got {type(ratio)}")
    total = float(sum(ratio))
    shares = [float(part) / total for part in ratio]
    # torchtext takes (train, test, validation) and gives (train, validation, test).
    return shares if len(shares) == 2 else [shares[0], shares[2], shares[1]]
