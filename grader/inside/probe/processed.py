"""What the notebook's code made of served texts: columns, lists and arrays whose rows can be placed.

No function of the notebook's is called. An object is looked at once; a sample of its rows is compared with the raw
texts of the rows it may hold, and is recorded where it is made of them and differs from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from grader.evidence.wire.records import ProcessedText
from grader.inside.content import IntArray, index_of
from grader.inside.probe.arrays import library_of
from grader.inside.probe.watch import Watch
from grader.inside.rows import Guess, Identified
from grader.inside.served import Served

SAMPLED: Final = 24  # rows of one record
CHOSEN_FROM: Final = 240  # rows that are looked at for those with most to clean
COMPARED: Final = 16  # rows that decide whether an object is made of these texts
MAX_RECORDS: Final = 30
MAX_TEXT: Final = 4_000  # characters of one text
MAX_TOKENS: Final = 4_000  # words of one record: a budget of the whole evidence
MAX_TOKEN: Final = 80
MAX_ORDERS: Final = 12
LIKE: Final = 0.6  # least share of words that come from the raw text
CLEARER: Final = 0.15  # by how much more than from another row's text
WORD: Final = re.compile(r"[^\W_]+")
COMMON: Final = frozenset({"the", "a", "is", "of", "and", "to", "in", "it", "was", "i", "this", "that", "are", "be"})
INFLECTED: Final = re.compile(r"[a-z]{3,}(?:ing|ed|s)\b")


@dataclass(frozen=True, slots=True)
class Placed:
    """The served rows that an object holds, one each."""

    served: Served
    rows: IntArray


class ProcessedTexts:
    """One attempt's texts as the notebook has them after each cell."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._seen: set[tuple[object, ...]] = set()
        self._orders: dict[int, list[Placed]] = {}  # by length: in which rows objects of that length may be
        self._written: set[int] = set()
        self._count = 0

    def look(self, variables: Mapping[str, Any]) -> None:
        """Look at what the cell left in the notebook's variables."""
        if not any(served.texts for served in self._served()):
            return
        for name, value in variables.items():
            with self._watch.quietly("texts"), self._watch.probing():
                for label, column in _columns(name, value):
                    self.place(label, column, like=value)

    def place(self, name: str, values: Any, like: Any = None) -> Placed | None:
        """The rows that texts or lists of words hold; recorded when they differ from the raw texts.

        `like` is the frame that `values` is a column of.
        """
        count = len(values)
        head = _taken(values, np.unique(np.linspace(0, count - 1, min(count, 4)).astype(np.int64)))
        if count < SAMPLED or not all(map(_is_text, head)):
            return None
        key = (id(values if like is None else like), name, count, tuple(str(value)[:200] for value in head))
        if key in self._seen and like is not None:
            return None
        found = self._find(values, count)
        if found is None or key in self._seen:
            self._seen.add(key)
            return found
        self._seen.add(key)
        orders = self._orders.setdefault(count, [])
        if len(orders) < MAX_ORDERS and not any(np.array_equal(order.rows, found.rows) for order in orders):
            orders.insert(0, found)
        self._record(name, values, found)
        return found

    def identify(self, name: str, values: Any) -> Identified | None:
        """The rows that texts or lists of words hold, in the wire's words; None where they cannot be placed."""
        placed = None
        with self._watch.quietly("texts"), self._watch.probing():
            placed = self.place(name, values)
        if placed is None:
            return None
        return self._watch.context.rows.of(placed.served.dataset).answer(Guess(placed.rows, "content"))

    def _served(self) -> list[Served]:
        return [tracker.served for tracker in self._watch.context.rows.trackers if tracker.served is not None]

    def _find(self, values: Any, count: int) -> Placed | None:
        places = np.unique(np.linspace(0, count - 1, COMPARED).astype(np.int64))
        words = [_words(value) for value in _taken(values, places)]
        for placed in self._guesses(values, count):
            raw = [_starts(placed.served.texts[row]) for row in placed.rows[places]]
            if _made_of(words, raw):
                return placed
        return None

    def _guesses(self, values: Any, count: int) -> Iterator[Placed]:
        """By the index; by what else of that length was placed; by the count of a whole part in served order."""
        index = index_of(values)
        yield from self._orders.get(count, [])
        for tracker in self._watch.context.rows.trackers:
            served = tracker.served
            if served is None or not served.texts:
                continue
            if index is not None and index.size == count and index.min() >= 0 and index.max() < served.count:
                yield Placed(served, index)
            parts = [
                *(tracker.handed_out or ()),
                np.arange(served.train_rows),
                np.arange(served.train_rows, served.count),
            ]
            base = tracker.base_of(count)
            for rows in (*parts, *([base] if base is not None else [])):
                if rows.size == count:
                    yield Placed(served, np.asarray(rows, dtype=np.int64))

    def _record(self, name: str, values: Any, placed: Placed) -> None:
        if self._count >= MAX_RECORDS:
            return
        places = _sample(placed)
        found = _taken(values, places)
        raw = [placed.served.texts[row] for row in placed.rows[places]]
        if sum(value == text or value == text.strip() for value, text in zip(found, raw, strict=True)) > 0.9 * len(raw):
            return
        rows = tuple(int(row) for row in placed.rows[places])
        written = hash((rows, str(found)))
        if written in self._written:
            return  # the same under another name
        self._written.add(written)
        self._count += 1
        as_text = isinstance(found[0], str)
        each = MAX_TOKENS // len(found)
        self._watch.context.emit.record(
            ProcessedText(
                id=f"x{self._count}",
                cell=self._watch.context.cell,
                name=name[:200],
                dataset=placed.served.dataset,
                rows=rows,
                texts=tuple(str(value)[:MAX_TEXT] for value in found) if as_text else (),
                tokens=()
                if as_text
                else tuple(tuple(str(word)[:MAX_TOKEN] for word in value[:each]) for value in found),
                order=self._count,
            )
        )


def _columns(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """What may hold texts: a series, a list, an array of objects, each column of a frame."""
    library, kind = library_of(value), type(value).__name__
    if library == "pandas" and kind == "DataFrame":
        for place, column in enumerate(list(value.columns)[:40]):
            if value.dtypes.iloc[place].kind not in "biufcmM":
                yield f"{name}[{column!r}]", value.iloc[:, place]
    elif type(value) is list or ((library == "numpy" or kind == "Series") and _holds_texts(value)):
        yield name, value


def _holds_texts(value: Any) -> bool:
    """Whether a series or an array of numpy's can hold texts: one-dimensional, and no numbers."""
    return getattr(value, "ndim", 0) == 1 and getattr(getattr(value, "dtype", None), "kind", "b") not in "biufcmM"


def _taken(values: Any, places: Any) -> list[Any]:
    if hasattr(values, "iloc"):  # an array of pandas' own kind has none
        return list(values.iloc[places])
    return [values[int(place)] for place in places]


def _is_text(value: Any) -> bool:
    """A text, or a list of words; numbers and vectors are none."""
    if isinstance(value, str):
        return True
    return type(value) in (list, tuple) and all(isinstance(word, str) for word in value[:20])


def _words(value: Any) -> list[str]:
    text = value if isinstance(value, str) else " ".join(value)
    return WORD.findall(text[:MAX_TEXT].lower())[:60]


def _starts(text: str) -> frozenset[str]:
    """All beginnings of a text's words, whole words marked: stems and lemmas keep the beginning."""
    words = set(WORD.findall(text.lower()))
    return frozenset({word[:length] for word in words for length in range(1, min(len(word), 12) + 1)} | _whole(words))


def _whole(words: set[str]) -> set[str]:
    return {word + "." for word in words}


def _made_of(words: Sequence[Sequence[str]], raw: Sequence[frozenset[str]]) -> bool:
    """Whether words come from the texts beside them, and not as well from their neighbours."""
    own = _share(words, raw)
    return own >= LIKE and own >= _share(words, [*raw[1:], raw[0]]) + CLEARER


def _share(words: Sequence[Sequence[str]], raw: Sequence[frozenset[str]]) -> float:
    """Mean over all words: 1 for one of the raw text, a half for one that begins as one of them does."""
    pairs = [(word, starts) for found, starts in zip(words, raw, strict=True) for word in found]
    worth = (1.0 if f"{word}." in starts else 0.5 * (word[: max(3, len(word) - 2)] in starts) for word, starts in pairs)
    return sum(worth) / max(1, len(pairs))


def _sample(placed: Placed) -> IntArray:
    """Places of the rows with most to clean: tags, capitals, stop words, inflected words; spread, always the same."""
    count = placed.rows.size
    spread = np.unique(np.linspace(0, count - 1, min(count, CHOSEN_FROM)).astype(np.int64))
    worth = np.asarray([_worth(placed.served.texts[row]) for row in placed.rows[spread]])
    best: IntArray = np.sort(spread[np.argsort(-worth, kind="stable")[:SAMPLED]])
    return best


def _worth(text: str) -> int:
    head = text[:MAX_TEXT]
    lower = head.lower()
    return (
        2 * ("<" in head and ">" in head)
        + (head != lower)
        + bool(COMMON & set(lower.split()))
        + (INFLECTED.search(lower) is not None)
    )
