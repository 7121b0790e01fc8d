"""Word vectors: the course's, under the names of the published ones, or a file of the notebook's."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from grader.inside.standins.desk import desk

_FILES: Final = {"6B": "glove.6B.{}d.txt", "42B": "glove.42B.300d.txt", "840B": "glove.840B.300d.txt",
                 "twitter.27B": "glove.twitter.27B.{}d.txt"}  # fmt: skip


class Vectors:
    """A text file of word vectors: one word a line and its numbers, perhaps after a line with both counts."""

    def __init__(
        self, name: Any, cache: str | None = None, url: str | None = None, unk_init: Any = None,  # noqa: ARG002
        max_vectors: int | None = None,
    ) -> None:  # fmt: skip
        path = Path(name) if cache is None or Path(name).is_file() else Path(cache) / name
        self.unk_init = unk_init or torch.Tensor.zero_
        self.itos, self.vectors = _read(str(path))
        if max_vectors is not None:
            self.itos, self.vectors = self.itos[:max_vectors], self.vectors[:max_vectors]
        self.stoi = {word: place for place, word in enumerate(self.itos)}
        self.dim = int(self.vectors.shape[1])

    def of(self, token: str, unk_init: Any = None) -> Any:
        """The vector of a token, (dim,); that of an unknown one is made by `unk_init`."""
        place = self.stoi.get(token)
        return self.vectors[place] if place is not None else (unk_init or self.unk_init)(torch.Tensor(self.dim))

    def __getitem__(self, token: str) -> Any:
        return self.of(token)

    def __contains__(self, token: object) -> bool:
        return token in self.stoi

    def __len__(self) -> int:
        return len(self.vectors)

    def get_vecs_by_tokens(self, tokens: str | Iterable[str], lower_case_backup: bool = False) -> Any:
        """(dim,) for one token, (tokens, dim) for several."""
        if isinstance(tokens, str):
            known = tokens if not lower_case_backup or tokens in self.stoi else tokens.lower()
            return self.of(known)
        return torch.stack([self.get_vecs_by_tokens(token, lower_case_backup) for token in tokens])


class GloVe(Vectors):
    """`GloVe(name="6B", dim=100)`: the course's vectors, cut or filled up to that many numbers."""

    def __init__(self, name: str = "840B", dim: int = 300, **kwargs: Any) -> None:
        super().__init__(_FILES.get(name, f"glove.{name}.{{}}d.txt").format(dim), **_kept(kwargs))


class FastText(Vectors):
    """`FastText(language="en")`: 300 numbers a word."""

    def __init__(self, language: str = "en", **kwargs: Any) -> None:
        super().__init__(f"wiki.{language}.300d.vec", **_kept(kwargs))


class CharNGram(Vectors):
    """Vectors of 100 numbers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("charNgram.100d.txt", **_kept(kwargs))


def _kept(settings: dict[str, Any]) -> dict[str, Any]:
    """Without the folder of downloads: there are none, and the name alone says what is meant."""
    return {key: value for key, value in settings.items() if key in {"unk_init", "max_vectors"}}


pretrained_aliases: Final[dict[str, Callable[..., Vectors]]] = {
    "charngram.100d": CharNGram,
    "fasttext.en.300d": FastText,
    "fasttext.simple.300d": FastText,
    **{
        f"glove.{name}.{dim}d": lambda name=name, dim=dim, **kwargs: GloVe(name=name, dim=dim, **kwargs)
        for name, dims in (("6B", (50, 100, 200, 300)), ("42B", (300,)), ("840B", (300,)),
                           ("twitter.27B", (25, 50, 100, 200)))
        for dim in dims
    },
}  # fmt: skip


def vectors_of(named: Any) -> Vectors:
    """Vectors by the name of a published file, or as they are. Raises: ValueError for a name that is not known."""
    if not isinstance(named, str):
        found: Vectors = named
        return found
    if named not in pretrained_aliases:
        known = list(pretrained_aliases)
        raise ValueError(f"Got string input vector {named}, but allowed pretrained vectors are {known}")
    made: Vectors = pretrained_aliases[named]()
    return made


@cache
def _read(path: str) -> tuple[list[str], Any]:
    """Words, and their vectors as a (words, dim) float tensor. Raises: RuntimeError where there is no such file."""
    try:
        with open(path, encoding="utf-8") as lines:  # noqa: PTH123  the notebook's `open`, which answers by name
            rows = [line.rstrip().split(" ") for line in lines]
    except FileNotFoundError as error:
        desk().context.note("data", f"no word vectors {os.fspath(path)!r}, and none of the course's by that name")
        raise RuntimeError(f"no vectors found at {path}") from error
    if rows and len(rows[0]) == 2:
        rows = rows[1:]
    width = len(rows[0]) - 1
    sound = [row for row in rows if len(row) == width + 1]
    values = np.asarray([row[1:] for row in sound], dtype=np.float32)
    return [row[0] for row in sound], torch.from_numpy(values)
