"""Rows recognised by numbers of words that were handed out, whatever padding and cutting came after."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.inside.content import IntArray, Values

Words = npt.NDArray[np.int32]

ENDS: Final = 8  # words at either end by which a sequence is looked up; all of them are compared then
MOST_HANDINGS: Final = 64  # with other settings, or by other tokenizers
MOST_NUMBERS: Final = 48_000_000  # of words in all of them together: they are held


class RowWords:
    """Sequences of word numbers, as `load_data` gave them, and the rows they are."""

    def __init__(self) -> None:
        self._handings: list[list[Words]] = []
        self._numbers = 0
        self._ends: dict[int, list[tuple[int, int, int]]] = {}  # of a beginning or an end: handing, place, row

    def learn(self, sequences: list[Words], rows: IntArray) -> None:
        """Remember one sequence for each of `rows`."""
        count = sum(words.size for words in sequences)
        if len(self._handings) >= MOST_HANDINGS or self._numbers + count > MOST_NUMBERS:
            return
        self._numbers += count
        self._handings.append(sequences)
        handing = len(self._handings) - 1
        for place, row in enumerate(rows.tolist()):
            words = sequences[place]
            if not words.size:
                continue
            for end in {words[:ENDS].tobytes(), words[-ENDS:].tobytes()}:
                self._ends.setdefault(hash(end), []).append((handing, place, row))

    def candidates(self, values: Values | None) -> list[list[int]] | None:
        """For each row of a padded matrix, or each list of a ragged one, the rows it may be; None: not those words."""
        if not self._handings or values is None or not _may_hold_words(values):
            return None
        found = []
        for item in values:
            words = _words_of(item)
            rows = [] if words is None else self._rows_of(words)
            if not rows:
                return None
            found.append(rows)
        return found

    def _rows_of(self, words: Words) -> list[int]:
        keys = (hash(words[:ENDS].tobytes()), hash(words[-ENDS:].tobytes()))
        rows = set()
        for handing, place, row in (hit for key in keys for hit in self._ends.get(key, ())):
            whole = self._handings[handing][place]
            if row not in rows and words.size <= whole.size:
                start, end = whole[: words.size], whole[whole.size - words.size :]
                if np.array_equal(start, words) or np.array_equal(end, words):
                    rows.add(row)
        return sorted(rows)


def _may_hold_words(values: Values) -> bool:
    if values.dtype == object:
        return values.ndim == 1
    return values.ndim == 2 and values.shape[1] > 1 and values.dtype.kind in "iuf"


def _words_of(item: Any) -> Words | None:
    """A sequence without its padding; None for anything else."""
    try:
        numbers = np.asarray(item)
        if numbers.ndim != 1 or numbers.dtype.kind not in "iuf":
            return None
        words = numbers.astype(np.int32)
        if numbers.dtype.kind == "f" and not np.array_equal(words, numbers):
            return None
    except (TypeError, ValueError, OverflowError):
        return None
    filled = np.flatnonzero(words)
    return words[filled[0] : filled[-1] + 1] if filled.size else None
