"""Word vectors without a table: numbers of chance, the same for a word everywhere, that say nothing of its meaning."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from spacy.vectors import Vectors

from grader.inside.standins.spacy_pipelines.lemmas import lemma_of

FloatArray = npt.NDArray[np.float32]
_ROOM: Final = 1024  # rows; doubled as words come
_OWN: Final = 0.3  # what a form adds to the vector of its base: "cats" lies near "cat", as in a real table


@lru_cache(maxsize=1 << 15)
def vector_of(word: str, width: int) -> FloatArray:
    """`width` numbers around 0; not to be written to."""
    lower = word.lower()
    base = lemma_of(lower)
    return _chance(base, width) if base == lower else _chance(base, width) + _OWN * _chance(lower, width)


class WordVectors(Vectors):  # type: ignore[misc]  # spaCy has no types here
    """A table that has every word but blanks, each with a row of its own from when it is first asked for."""

    def __init__(self, *, strings: Any, width: int, name: str) -> None:
        super().__init__(strings=strings, shape=(_ROOM, width), name=name)

    def __contains__(self, key: Any) -> bool:
        return key in self.key2row or bool(self._text(key).strip())

    def __getitem__(self, key: Any) -> Any:
        text = self._text(key)
        key = self.strings.add(text)
        if key not in self.key2row and text.strip():
            if self.is_full:
                self.resize((2 * self.shape[0], self.shape[1]))
            self.add(key, vector=vector_of(text, self.shape[1]))
        return super().__getitem__(key)

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process it is an ordinary table of the words there have been."""
        plain = Vectors(strings=self.strings, name=self.name)
        plain.from_bytes(self.to_bytes())
        return plain.__reduce__()  # type: ignore[no-any-return]

    def _text(self, key: Any) -> str:
        try:
            return key if isinstance(key, str) else str(self.strings[key])
        except KeyError:
            return ""


def _chance(word: str, width: int) -> FloatArray:
    return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(width, dtype=np.float32)
