"""Texts as whole numbers, as Keras's own copy of the reviews has them: each word is its rank in a word index."""

from __future__ import annotations

import hashlib
import io
import json
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from grader.datasets.labelled_text import TextRow

SEQUENCES_FILE: Final = "sequences.npz"

# The published index was made by a reader that lowered the letters of ASCII alone and cut at blanks alone.
_MARKS: Final = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
_UPPER: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_AS_READ: Final = str.maketrans(_MARKS + _UPPER, " " * len(_MARKS) + _UPPER.lower())


def words_of(text: str) -> list[str]:
    """The words of a text, as Keras's word index of the reviews counts them; `<br />` leaves the word "br"."""
    return [word for word in _cut(text) if word]


def _cut(text: str) -> list[str]:
    """The words of a text, with an empty one for each blank that follows another."""
    return text.translate(_AS_READ).split(" ")


def word_index(texts: Iterable[str]) -> dict[str, int]:
    """Each word's rank, from 1, the most frequent first; words of one frequency stand in the order of the alphabet."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(words_of(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: rank for rank, word in enumerate(ranked, start=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegerForm:
    """One data set in Keras's integer form: ranks without offset and start mark; words beyond the index left out."""

    module: str  # of keras.datasets
    index: Mapping[str, int]
    index_file: str

    def entry(self) -> dict[str, object]:
        """This form as the manifest names it."""
        return {
            "module": self.module,
            "sequences": SEQUENCES_FILE,
            "word_index": self.index_file,
            "word_index_sha256": hashlib.sha256(self._index_bytes()).hexdigest(),
        }

    def files(self, rows: Sequence[TextRow]) -> dict[str, bytes]:
        """Both files by name; same bytes for the same rows."""
        return {self.index_file: self._index_bytes(), SEQUENCES_FILE: self._sequences(rows)}

    def _sequences(self, rows: Sequence[TextRow]) -> bytes:
        """`values` int32: all ranks end to end; `lengths` int32, shape (rows,)."""
        ranks = array("i")
        lengths: list[int] = []
        rank_of = self.index.get
        for row in rows:
            before = len(ranks)
            # Ranks begin at 1, and the nothing between two blanks has none: what is left are known words.
            ranks.extend(filter(None, map(rank_of, _cut(row.text))))
            lengths.append(len(ranks) - before)
        buffer = io.BytesIO()
        np.savez(buffer, values=np.array(ranks, dtype=np.int32), lengths=np.array(lengths, dtype=np.int32))
        return buffer.getvalue()

    def _index_bytes(self) -> bytes:
        return json.dumps(dict(self.index), ensure_ascii=True, separators=(", ", ": ")).encode("ascii")
