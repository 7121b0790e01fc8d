"""Which rows of the served data set an array holds.

Notebooks never say which rows they train on: they shuffle, split, clean, encode and pad. What survives all of
that is followed here: the index of pandas objects, exact text, what our own split calls gave out, the order of
labels (a sequence of some hundred labels is practically unique), and the content of matrices that were once seen
beside labels that could be placed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

import numpy as np

from grader.inside.content import (
    IntArray,
    LabelVector,
    as_labels,
    as_texts,
    columns_of,
    first_of_several,
    fold,
    index_of,
    matrix_key,
    row_count,
    row_keys,
)
from grader.inside.served import Served

# Bits of surprise a label sequence needs before it is believed. A whole known sequence is one guess among few;
# a slice is one among all positions of all known sequences, about 2**17 of them.
WHOLE_BITS: Final = 20.0
SLICE_BITS: Final = 40.0
INDEX_BITS: Final = 12.0
NEARLY_ALL: Final = 0.998
MOST_SEQUENCES: Final = 400
MOST_CANDIDATES: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Identified:
    """An answer of `RowTracker.identify`; the fields mean what they mean in the wire's `Rows`."""

    split: str  # "train", "test", "mixed", "own" or "unknown"
    count: int
    from_train: int
    from_test: int
    how: str  # "index", "content", "split call", "labels in order", "row count", "not identified"
    indices: IntArray | None  # (count,): positions in the served order; None when not known
    dataset: str = ""  # whose positions; "" when not identified


def unidentified(count: int) -> Identified:
    return Identified(split="unknown", count=count, from_train=0, from_test=0, how="not identified", indices=None)


class RowTracker:
    """Knows the served rows and recognises them in what the notebook made of them.

    With `served` None (no data set, or one of another kind) every answer is "not identified".
    """

    def __init__(self, served: Served | None) -> None:
        self.served = served
        self.handed_out: tuple[IntArray, IntArray] | None = None  # the course's split, once a split call got it
        self._texts: dict[str, list[int]] = {}
        self._folded: dict[str, list[int]] = {}
        self._orders: dict[bytes, tuple[IntArray, str]] = {}  # label sequence -> rows
        self._sequences: dict[bytes, IntArray] = {}  # one byte per class code -> rows; searched for slices
        self._matrices: dict[bytes, tuple[IntArray, str]] = {}
        self._rows: dict[int, list[int]] = {}  # one row's hash -> rows that look like it
        self._lengths: dict[int, IntArray | None] = {}  # of split calls; None: more than one output is that long
        self._frames: set[tuple[int, int]] = set()
        self._bases: list[IntArray] = []
        self._surprise = np.zeros(0)  # bits per label of each class
        if served is not None:
            self._know_served(served)

    # -- learning

    def learn(
        self, features: object, labels: object | None, indices: IntArray | None, how: str = "labels in order"
    ) -> None:
        """Remember that `features`, row by row, are the served rows `indices`; None: place them by `labels` first."""
        if self.served is None:
            return
        if indices is None:
            self.identify(features, labels)
            return
        rows = np.asarray(indices, dtype=np.int64)
        self.learn_order(rows, how)
        self._remember(first_of_several(features), rows, how)

    def learn_order(self, indices: IntArray, how: str = "labels in order") -> None:
        """Remember that rows may from now on come in this order, whatever is made of them."""
        if self.served is None or indices.size == 0:
            return
        codes = self.served.codes[indices]
        self._orders[_by_appearance(codes)] = (indices, how)
        if len(self._sequences) < MOST_SEQUENCES:
            self._sequences.setdefault(codes.astype(np.uint8).tobytes(), indices)
        if how == "split call":
            known = self._lengths.setdefault(indices.size, indices)
            if known is not None and not np.array_equal(known, indices):
                self._lengths[indices.size] = None

    def learn_texts(self, texts: Sequence[str]) -> None:
        """Remember another spelling of all rows, in served order, as a file in another encoding has it."""
        self._add_texts(texts, np.arange(len(texts)))

    def learn_frame(self, frame: object) -> None:
        """Remember the columns of a pandas object whose rows can be placed: made-over texts, orders of labels."""
        index = index_of(frame)
        if self.served is None or index is None or index.size == 0:
            return
        columns = columns_of(frame)
        seen = (hash(index.tobytes()), len(columns))
        if seen in self._frames:
            return
        self._frames.add(seen)
        rows = self._by_index(frame, None)
        if rows is None:
            return
        self.learn_order(rows, "index")
        for column in columns:
            texts = as_texts(column)
            if texts is not None and len(set(texts)) > len(self.served.classes) * 4:
                self._add_texts(texts, rows)

    def hand_out(self, train: IntArray, test: IntArray) -> None:
        """The notebook asked for a split and got the course's: these rows, in these orders."""
        self.handed_out = (train, test)
        self.learn_order(train, "split call")
        self.learn_order(test, "split call")

    def base_of(self, count: int) -> IntArray | None:
        """The rows of a full list of that length: all of them, or all but repeated ones; None: no such list."""
        return next((base for base in self._bases if base.size == count), None)

    # -- asking

    def identify(self, features: object | None, labels: object | None) -> Identified:
        """Say which rows `features` with `labels` hold; either may be None. Never raises for what it is given."""
        features = first_of_several(features)
        count = row_count(features)
        if count is None:
            count = row_count(labels) or 0
        if self.served is None or count == 0:
            return unidentified(count)
        for rows, how in self._guesses(features, labels, count):
            if rows is not None and rows.size == count:
                if how != "row count":
                    self._remember(features, rows, how)
                return self._answer(rows, how)
        return unidentified(count)

    def classes(self, labels: object, indices: IntArray | None = None) -> tuple[str, ...] | None:
        """Class name of each code, in order of the codes, as the notebook encoded labels: ("ham", "spam").

        Args: `indices` are the rows of `labels` where the caller knows them.
        Returns: None when the rows are not known, or the codes do not stand for one class each, or only one occurs.
        """
        vector = as_labels(labels)
        if self.served is None or vector is None or len(vector.values) < 2:
            return None
        rows = indices
        if rows is None or rows.size != vector.codes.size:
            rows = self.identify(None, labels).indices
        if rows is None:
            return None
        meaning = self._meaning(vector, rows)
        if meaning is None:
            return None
        by_value = sorted(zip(vector.values, meaning, strict=True), key=lambda pair: _sort_key(pair[0]))
        return tuple(self.served.classes[code] for _, code in by_value)

    # -- the rules, surest first

    def _guesses(self, features: object, labels: object, count: int) -> Iterator[tuple[IntArray | None, str]]:
        vector = as_labels(labels) if labels is not None else None
        yield self._by_index(features, vector), "index"
        yield self._by_index(labels, vector), "index"
        yield self._by_text(features), "content"
        keys = row_keys(features) if features is not None else None
        if keys is not None:
            yield self._matrices.get(matrix_key(keys), (None, "content"))
        if vector is not None and vector.codes.size == count:
            rows, how = self._orders.get(vector.key, (None, ""))
            if rows is not None and self._bits(rows) >= WHOLE_BITS:
                yield rows, how if how == "split call" else "labels in order"
        if keys is not None:
            yield self._by_row_keys(keys), "content"
        if vector is not None and vector.codes.size == count:
            yield self._by_slice(vector), "labels in order"
        yield self._by_count(count, vector), "row count"

    def _by_index(self, value: object, labels: LabelVector | None) -> IntArray | None:
        index = index_of(value) if value is not None else None
        if index is None or index.size == 0 or index.min() < 0:
            return None
        for base in self._bases:
            if index.max() < base.size and self._bears_out(value, labels, base[index]):
                return base[index]
        return None

    def _bears_out(self, value: object, labels: LabelVector | None, rows: IntArray) -> bool:
        """Whether texts or labels of `value` agree with the rows its index points to."""
        assert self.served is not None
        vectors = [] if labels is None else [labels]
        for column in columns_of(value):
            texts = as_texts(column)
            if texts is not None and len(texts) == rows.size:
                same = sum(fold(text) == fold(self.served.texts[row]) for text, row in zip(texts, rows, strict=True))
                if same >= NEARLY_ALL * rows.size:
                    return True
            vector = as_labels(column)
            if vector is not None:
                vectors.append(vector)
        if self._bits(rows) < INDEX_BITS:
            return False
        return any(v.codes.size == rows.size and self._meaning(v, rows) is not None for v in vectors)

    def _by_text(self, features: object) -> IntArray | None:
        texts = as_texts(features) if features is not None else None
        if texts is None:
            return None
        candidates = []
        for text in texts:
            found = self._texts.get(text) or self._folded.get(fold(text))
            if found is None:
                return None
            candidates.append(found)
        return self._settle(candidates)

    def _by_row_keys(self, keys: Sequence[int]) -> IntArray | None:
        candidates = []
        for key in keys:
            found = self._rows.get(key)
            if found is None:
                return None
            candidates.append(found)
        return self._settle(candidates)

    def _settle(self, candidates: Sequence[list[int]]) -> IntArray | None:
        """One row for each, where several look alike: of the side where the others lie, each used once if it can be."""
        assert self.served is not None
        border = self.served.train_rows
        sides = Counter(found[0] < border for found in candidates if (found[0] < border) == (found[-1] < border))
        in_train = sides[True] >= sides[False]
        used: Counter[int] = Counter()
        rows = np.empty(len(candidates), dtype=np.int64)
        for place, found in enumerate(candidates):
            if len(found) == 1:
                rows[place] = found[0]
                continue
            near = [row for row in found if (row < border) == in_train] or found
            if len(near) != len(found) and not sides:
                return None
            rows[place] = near[used[near[0]] % len(near)]
            used[near[0]] += 1
        return rows

    def _by_slice(self, vector: LabelVector) -> IntArray | None:
        assert self.served is not None
        classes = len(self.served.classes)
        if not 1 <= len(vector.values) <= classes or classes > 4:
            return None
        found: list[IntArray] = []
        for meaning in permutations(range(classes), len(vector.values)):
            codes = np.asarray(meaning, dtype=np.uint8)[vector.codes]
            if self._bits_of_codes(codes) < SLICE_BITS:
                continue
            needle = codes.tobytes()
            for haystack, rows in self._sequences.items():
                start = haystack.find(needle)
                if start >= 0 and haystack.find(needle, start + 1) < 0:
                    found.append(rows[start : start + codes.size])
        if not found or any(not np.array_equal(other, found[0]) for other in found[1:]):
            return None
        return found[0]

    def _by_count(self, count: int, vector: LabelVector | None) -> IntArray | None:
        # Only what our split calls gave out: a test part of the same size may else be one the notebook cut itself.
        rows = self._lengths.get(count) if count in self._lengths else self.base_of(count)
        if rows is None or self.handed_out is None:
            return None
        if vector is not None and (vector.codes.size != rows.size or self._meaning(vector, rows) is None):
            return None
        return rows

    # -- details

    def _know_served(self, served: Served) -> None:
        every = np.arange(served.count, dtype=np.int64)
        self._add_texts(served.texts, every)
        self._bases = [every]
        for kept in (served.first_of_each(), served.first_of_each(with_label=False)):
            if all(kept.size != base.size for base in self._bases):
                self._bases.append(kept)
        for base in self._bases:
            self.learn_order(base)
            self.learn_order(base[base < served.train_rows])
            self.learn_order(base[base >= served.train_rows])
        share = np.bincount(served.codes, minlength=len(served.classes)) / max(1, served.count)
        self._surprise = -np.log2(np.maximum(share, 1e-9))

    def _add_texts(self, texts: Sequence[str], rows: IntArray) -> None:
        for text, row in zip(texts, rows.tolist(), strict=True):
            for table, key in ((self._texts, text), (self._folded, fold(text))):
                _add(table.setdefault(key, []), row)

    def _remember(self, features: object, rows: IntArray, how: str) -> None:
        if features is None:
            return
        texts = as_texts(features)
        if texts is not None:
            if how != "content":
                self._add_texts(texts, rows)
            return
        keys = row_keys(features)
        if keys is None or len(keys) != rows.size:
            return
        whole = matrix_key(keys)
        if whole in self._matrices:
            return
        self._matrices[whole] = (rows, "split call" if how == "split call" else "content")
        for key, row in zip(keys, rows.tolist(), strict=True):
            _add(self._rows.setdefault(key, []), row)

    def _meaning(self, vector: LabelVector, rows: IntArray) -> tuple[int, ...] | None:
        """The class each code stands for, or None when the codes do not fit the rows."""
        assert self.served is not None
        table = np.zeros((len(vector.values), len(self.served.classes)), dtype=np.int64)
        np.add.at(table, (vector.codes, self.served.codes[rows]), 1)
        meaning = tuple(int(code) for code in table.argmax(axis=1))
        if len(set(meaning)) != len(meaning) or table.max(axis=1).sum() < NEARLY_ALL * rows.size:
            return None
        return meaning

    def _bits(self, rows: IntArray) -> float:
        assert self.served is not None
        return self._bits_of_codes(self.served.codes[rows])

    def _bits_of_codes(self, codes: np.ndarray[tuple[int, ...], np.dtype[np.integer]]) -> float:
        return float(self._surprise[codes].sum())

    def _answer(self, rows: IntArray, how: str) -> Identified:
        assert self.served is not None
        from_test = int((rows >= self.served.train_rows).sum())
        from_train = int(rows.size) - from_test
        if from_test == 0 or from_train == 0:
            split = "test" if from_test else "train"
        else:
            # A part cut by the notebook itself holds some of both sides; what holds all test rows mixes them.
            distinct = np.unique(rows[rows >= self.served.train_rows]).size
            everything = distinct >= 0.9 * self.served.test_rows
            split = "mixed" if everything or self.handed_out is not None else "own"
        return Identified(
            split=split,
            count=int(rows.size),
            from_train=from_train,
            from_test=from_test,
            how=how,
            indices=rows,
            dataset=self.served.dataset,
        )


def _add(rows: list[int], row: int) -> None:
    if row in rows or len(rows) >= MOST_CANDIDATES:
        return
    rows.append(row)
    if len(rows) > 1 and row < rows[-2]:
        rows.sort()


def _by_appearance(codes: IntArray) -> bytes:
    vector = as_labels(codes)
    assert vector is not None
    return vector.key


def _sort_key(value: object) -> tuple[int, float, str]:
    if isinstance(value, int | float):
        return (0, float(value), "")
    return (1, 0.0, str(value))
