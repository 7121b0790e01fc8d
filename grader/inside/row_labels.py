"""Rows recognised by the order of their labels: a sequence of some hundred labels is practically unique."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Final

import numpy as np

from grader.inside.content import IntArray, LabelVector, as_labels

# Bits of surprise a label sequence needs before it is believed. A whole known sequence is one guess among few;
# a slice is one among all positions of all known sequences, about 2**17 of them.
WHOLE_BITS: Final = 20.0
SLICE_BITS: Final = 40.0
NEARLY_ALL: Final = 0.998
MOST_SEQUENCES: Final = 400
MOST_BYTES: Final = 32 * 1024 * 1024  # of known sequences together
MOST_PERMUTED: Final = 4  # classes up to which every meaning of the codes is tried


class RowLabels:
    """The orders in which rows are known to come, searched by label."""

    def __init__(self, codes: IntArray, classes: tuple[str, ...]) -> None:
        """`codes` are those of all rows in served order, indices into `classes`."""
        self._codes = codes
        self._classes = classes
        self._names = {name.casefold(): code for code, name in enumerate(classes)}
        self._orders: dict[bytes, tuple[IntArray, str]] = {}  # label sequence -> rows
        self._sequences: dict[bytes, IntArray] = {}  # one byte per class code -> rows; searched for slices
        self._bytes = 0
        share = np.bincount(codes, minlength=len(classes)) / max(1, codes.size)
        self._surprise = -np.log2(np.maximum(share, 1e-9))  # bits per label of each class

    def learn(self, rows: IntArray, how: str) -> None:
        """Remember that rows may from now on come in this order."""
        codes = self._codes[rows]
        vector = as_labels(codes)
        if vector is None:
            return
        self._orders[vector.key] = (rows, how)
        needle = codes.astype(np.uint8).tobytes()
        room = len(self._sequences) < MOST_SEQUENCES and self._bytes + len(needle) <= MOST_BYTES
        if room and needle not in self._sequences:
            self._sequences[needle] = rows
            self._bytes += len(needle)

    def whole(self, vector: LabelVector) -> tuple[IntArray, str] | None:
        """The rows that came in exactly this order, and how that order came to be known."""
        found = self._orders.get(vector.key)
        if found is None or self.bits(found[0]) < WHOLE_BITS:
            return None
        return found

    def slice(self, vector: LabelVector) -> IntArray | None:
        """The one place where these labels stand in known orders, by one meaning of their codes."""
        found: list[IntArray] = []
        for meaning in self._meanings(vector):
            codes = np.asarray(meaning, dtype=np.uint8)[vector.codes]
            if float(self._surprise[codes].sum()) < SLICE_BITS:
                continue
            needle = codes.tobytes()
            for haystack, rows in self._sequences.items():
                start = haystack.find(needle)
                if start >= 0 and haystack.find(needle, start + 1) < 0:
                    found.append(rows[start : start + codes.size])
        if not found or any(not np.array_equal(other, found[0]) for other in found[1:]):
            return None
        return found[0]

    def meaning(self, vector: LabelVector, rows: IntArray) -> tuple[int, ...] | None:
        """The class each code stands for, or None when the codes do not fit the rows."""
        table = np.zeros((len(vector.values), len(self._classes)), dtype=np.int64)
        np.add.at(table, (vector.codes, self._codes[rows]), 1)
        meaning = tuple(int(code) for code in table.argmax(axis=1))
        if len(set(meaning)) != len(meaning) or table.max(axis=1).sum() < NEARLY_ALL * rows.size:
            return None
        return meaning

    def bits(self, rows: IntArray) -> float:
        """The surprise of meeting just these labels in this order."""
        return float(self._surprise[self._codes[rows]].sum())

    def _meanings(self, vector: LabelVector) -> Iterator[tuple[int, ...]]:
        """Class codes that each of the vector's values may stand for."""
        if not 1 <= len(vector.values) <= len(self._classes):
            return
        if len(self._classes) <= MOST_PERMUTED:
            yield from permutations(range(len(self._classes)), len(vector.values))
            return
        # With ten classes there are millions of meanings: codes are taken as served, words as the classes' names.
        codes = [self._code_of(value) for value in vector.values]
        if None not in codes:
            yield tuple(code for code in codes if code is not None)

    def _code_of(self, value: object) -> int | None:
        if isinstance(value, str):
            if value.casefold() in self._names:
                return self._names[value.casefold()]
            value = int(value) if value.isdecimal() and len(value) < 4 else None
        if isinstance(value, int | float) and value == int(value) and 0 <= value < len(self._classes):
            return int(value)
        return None
