"""Which rows of one served data set an array holds.

Notebooks never say which rows they train on: they shuffle, split, clean, encode and pad. What survives all of
that is followed here: the index of pandas objects, exact text, pictures, what our own split calls gave out, the
order of labels, and the content of matrices that were once seen beside labels that could be placed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from grader.inside.content import IntArray, LabelVector, fold
from grader.inside.row_content import RowContent
from grader.inside.row_labels import NEARLY_ALL, RowLabels
from grader.inside.row_words import Words
from grader.inside.served import Served
from grader.inside.sight import Frame, Sight, frame_of

INDEX_BITS: Final = 12.0
MOST_COMPARED: Final = 400  # texts of a frame that are compared with those its index points to


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Identified:
    """An answer of `identify`; the fields mean what they mean in the wire's `Rows`."""

    split: str  # "train", "test", "mixed", "own" or "unknown"
    count: int
    from_train: int
    from_test: int
    how: str  # "index", "content", "split call", "labels in order", "row count", "not identified"
    indices: IntArray | None  # (count,): positions in the served order; None when not known
    dataset: str = ""  # whose positions; "" when not identified


@dataclass(frozen=True, slots=True, eq=False)
class Guess:
    """Rows, and the rule by which they were recognised."""

    rows: IntArray
    how: str
    known: bool = False  # by what is always known of a data set: nothing new is to be remembered


def unidentified(count: int) -> Identified:
    return Identified(split="unknown", count=count, from_train=0, from_test=0, how="not identified", indices=None)


class RowTracker:
    """Knows the rows of one data set and recognises them in what the notebook made of them.

    With `served` None (no data set) every answer is "not identified".
    """

    def __init__(self, served: Served | None) -> None:
        self.served = served
        self.handed_out: tuple[IntArray, IntArray] | None = None  # the course's split, once a split call got it
        self._lengths: dict[int, IntArray | None] = {}  # of split calls; None: more than one output is that long
        self._frames: set[tuple[int, int]] = set()
        if served is not None:
            self._content = RowContent(served)

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
        sight = Sight(features, None)
        self.remember(sight, Guess(rows, how, known=self._content.as_served(sight) is not None))

    def learn_order(self, indices: IntArray, how: str = "labels in order") -> None:
        """Remember that rows may from now on come in this order, whatever is made of them."""
        if self.served is None or indices.size == 0:
            return
        self._labels.learn(indices, how)
        if how == "split call":
            known = self._lengths.setdefault(indices.size, indices)
            if known is not None and not np.array_equal(known, indices):
                self._lengths[indices.size] = None

    def learn_texts(self, texts: Sequence[str]) -> None:
        """Remember another spelling of all rows, in served order, as a file in another encoding has it."""
        self._content.texts.add(texts, np.arange(len(texts)))

    def learn_words(self, sequences: list[Words], rows: IntArray) -> None:
        """Remember the word numbers that were handed out for `rows`."""
        self._content.words.learn(sequences, rows)

    def learn_frame(self, value: object) -> None:
        """Remember the columns of a pandas object whose rows can be placed: made-over texts, orders of labels."""
        frame = frame_of(value)
        if self.served is None or frame is None:
            return
        seen = (hash(frame.index.tobytes()), frame.width)
        if seen in self._frames:
            return
        self._frames.add(seen)
        rows = self._by_index(frame, None)
        if rows is None:
            return
        self.learn_order(rows, "index")
        for texts in frame.texts:
            if len(set(texts)) > len(self.served.classes) * 4:
                self._content.texts.add(texts, rows)

    def hand_out(self, train: IntArray, test: IntArray) -> None:
        """The notebook asked for a split and got the course's: these rows, in these orders."""
        self.handed_out = (train, test)
        self.learn_order(train, "split call")
        self.learn_order(test, "split call")
        # Both parts end to end: who trains on everything after having split it.
        self.learn_order(np.concatenate([train, test]))
        self.learn_order(np.concatenate([test, train]))

    def base_of(self, count: int) -> IntArray | None:
        """The rows of a full list of that length: all of them, or all but repeated ones; None: no such list."""
        return next((base for base in self._bases if base.size == count), None)

    # -- asking

    def identify(self, features: object | None, labels: object | None) -> Identified:
        """Say which rows `features` with `labels` hold; either may be None. Never raises for what it is given."""
        sight = Sight(features, labels)
        guess = self.guess(sight)
        if guess is None:
            return unidentified(sight.count)
        self.remember(sight, guess)
        return self.answer(guess)

    def classes(self, labels: object, indices: IntArray | None = None) -> tuple[str, ...] | None:
        """Class name of each code, in order of the codes, as the notebook encoded labels: ("ham", "spam").

        Args: `indices` are the rows of `labels` where the caller knows them.
        Returns: None when the rows are not known, or the codes do not stand for one class each, or only one occurs.
        """
        vector = Sight(None, labels).vector
        if self.served is None or vector is None or len(vector.values) < 2:
            return None
        rows = indices
        if rows is None or rows.size != vector.codes.size:
            rows = self.identify(None, labels).indices
        if rows is None:
            return None
        meaning = self._labels.meaning(vector, rows)
        if meaning is None:
            return None
        by_value = sorted(zip(vector.values, meaning, strict=True), key=lambda pair: _sort_key(pair[0]))
        return tuple(self.served.classes[code] for _, code in by_value)

    def guess(self, sight: Sight) -> Guess | None:
        """The rows by the surest rule that answers; nothing is remembered."""
        if self.served is None or sight.count == 0:
            return None
        return next((found for found in self._guesses(sight) if found.rows.size == sight.count), None)

    def remember(self, sight: Sight, guess: Guess) -> None:
        """Recognise the same features again by their content."""
        if sight.features is not None and not guess.known and guess.how != "row count":
            self._content.remember(sight, guess.rows, guess.how)

    def answer(self, guess: Guess) -> Identified:
        """The guess in the wire's words."""
        assert self.served is not None
        rows = guess.rows
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
            how=guess.how,
            indices=rows,
            dataset=self.served.dataset,
        )

    # -- the rules, surest first

    def _guesses(self, sight: Sight) -> Iterator[Guess]:
        vector = sight.vector
        for frame in sight.frames:
            if (rows := self._by_index(frame, vector)) is not None:
                yield Guess(rows, "index")
        if (rows := self._content.by_text(sight)) is not None:
            yield Guess(rows, "content")
        if (rows := self._content.as_served(sight)) is not None:
            yield Guess(rows, "content", known=True)
        if (found := self._content.as_remembered(sight)) is not None:
            yield Guess(*found)
        if vector is not None and (found := self._labels.whole(vector)) is not None:
            yield Guess(found[0], found[1] if found[1] == "split call" else "labels in order")
        if (rows := self._content.by_rows(sight)) is not None:
            yield Guess(rows, "content")
        if vector is not None and (rows := self._labels.slice(vector)) is not None:
            yield Guess(rows, "labels in order")
        if (rows := self._by_count(sight.count, vector)) is not None:
            yield Guess(rows, "row count")

    def _by_index(self, frame: Frame, labels: LabelVector | None) -> IntArray | None:
        for base in self._bases:
            if frame.index.max() < base.size and self._bears_out(frame, labels, base[frame.index]):
                return base[frame.index]
        return None

    def _bears_out(self, frame: Frame, labels: LabelVector | None, rows: IntArray) -> bool:
        """Whether texts or labels of a frame agree with the rows its index points to."""
        assert self.served is not None
        if self.served.texts:
            some = np.unique(np.linspace(0, rows.size - 1, MOST_COMPARED).astype(np.int64)).tolist()
            for texts in frame.texts:
                same = sum(_same(texts[place], self.served.texts[rows[place]]) for place in some)
                if same >= NEARLY_ALL * len(some):
                    return True
        if self._labels.bits(rows) < INDEX_BITS:
            return False
        vectors = frame.vectors if labels is None else (labels, *frame.vectors)
        return any(v.codes.size == rows.size and self._labels.meaning(v, rows) is not None for v in vectors)

    def _by_count(self, count: int, vector: LabelVector | None) -> IntArray | None:
        # Only what our split calls gave out: a test part of the same size may else be one the notebook cut itself.
        rows = self._lengths.get(count) if count in self._lengths else self.base_of(count)
        if rows is None or self.handed_out is None:
            return None
        if vector is not None and self._labels.meaning(vector, rows) is None:
            return None
        return rows

    # -- details

    @cached_property
    def _bases(self) -> tuple[IntArray, ...]:
        """Full lists of rows: all of them, without repeated ones, and files of their own, which count from 0."""
        served = self.served
        if served is None:
            return ()
        every = np.arange(served.count, dtype=np.int64)
        return (*_wholes(served, every), *(every[part.start : part.stop] for part in served.parts))

    @cached_property
    def _labels(self) -> RowLabels:
        """Knows the orders of the full lists and of both their sides; a notebook without data never asks."""
        served = self.served
        assert served is not None
        labels = RowLabels(served.codes, served.classes)
        wholes = len(self._bases) - len(served.parts)
        for place, base in enumerate(self._bases):
            sides = (base[base < served.train_rows], base[base >= served.train_rows]) if place < wholes else ()
            for order in (base, *sides):
                if order.size:
                    labels.learn(order, "labels in order")
        return labels


def _wholes(served: Served, every: IntArray) -> Iterator[IntArray]:
    """All rows, and all but repeated ones, with their labels or without, where those are others."""
    sizes = set[int]()
    for base in (every, served.first_of_each(), served.first_of_each(with_label=False)):
        if base.size not in sizes:
            sizes.add(base.size)
            yield base


def _same(text: str, served: str) -> bool:
    return text == served or fold(text) == fold(served)


def _sort_key(value: object) -> tuple[int, float, str]:
    if isinstance(value, int | float):
        return (0, float(value), "")
    return (1, 0.0, str(value))
