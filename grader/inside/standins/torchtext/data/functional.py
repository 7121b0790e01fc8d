"""`torchtext.data.functional`: what turns one kind of data set or text into another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from torch.utils.data import Dataset as TorchDataset


class MapStyle(TorchDataset):  # type: ignore[misc]  # torch is not typed here
    """Items by their number."""

    def __init__(self, items: Iterable[Any]) -> None:
        self._data = list(items)

    def __len__(self) -> int:
        return len(self._data)

    def __getitem__(self, index: int) -> Any:
        return self._data[index]


def to_map_style_dataset(iter_data: Iterable[Any]) -> MapStyle:
    """All items of an iterable, held in order."""
    return MapStyle(iter_data)


def numericalize_tokens_from_iterator(
    vocab: Mapping[str, int], iterator: Iterable[Sequence[str]], removed_tokens: Sequence[str] | None = None
) -> Iterator[Iterator[int]]:
    """The number of each token, text by text."""
    for tokens in iterator:
        yield iter([vocab[token] for token in tokens if token not in (removed_tokens or ())])


def simple_space_split(iterator: Iterable[str]) -> Iterator[list[str]]:
    for line in iterator:
        yield line.split()


def custom_replace(replace_pattern: Sequence[tuple[str, str]]) -> Callable[[Iterable[str]], Iterator[str]]:
    """A function that replaces by each pattern in turn."""
    patterns = [(re.compile(pattern), replaced) for pattern, replaced in replace_pattern]

    def transform(iterator: Iterable[str]) -> Iterator[str]:
        for line in iterator:
            for pattern, replaced in patterns:
                line = pattern.sub(replaced, line)
            yield line

    return transform
