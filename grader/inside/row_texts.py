"""Rows recognised by their text: as served, with case and white space folded, or as the notebook made it over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from grader.inside.content import IntArray, fold

MOST_CANDIDATES: Final = 64
MOST_WHOLE: Final = 600  # characters up to which all of a text is folded
WORDS: Final = 20
MOST_FOLDED: Final = 20_000_000  # characters of a made-over column beyond which only its exact spelling is kept


class RowTexts:
    """Which rows a text may be. Texts are kept as hashes: a made-over column of 50,000 reviews is large."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._served: Sequence[str] | None = texts  # until first asked
        self._unfolded: list[tuple[Sequence[str], Iterable[int]]] = []
        self._exact: dict[int, list[int]] = {}
        self._folded: dict[int, list[int]] = {}

    def add(self, texts: Sequence[str], rows: IntArray) -> None:
        """Remember one text for each of `rows`."""
        self._index_served()
        self._add(texts, rows.tolist(), folded=sum(map(len, texts)) <= MOST_FOLDED)

    def candidates(self, texts: Sequence[str]) -> list[list[int]] | None:
        """For each text the rows it may be, rising; None when one of them is nowhere."""
        self._index_served()
        found = []
        for text in texts:
            rows = self._exact.get(hash(text)) or self._by_folding(text)
            if rows is None:
                return None
            found.append(rows)
        return found

    def _by_folding(self, text: str) -> list[int] | None:
        # Folding tens of millions of characters takes seconds: not before something needs it.
        while self._unfolded:
            for other, row in zip(*self._unfolded.pop(), strict=True):
                add_row(self._folded.setdefault(hash(_ends(other)), []), row)
        return self._folded.get(hash(_ends(text)))

    def _index_served(self) -> None:
        if self._served is not None:
            texts, self._served = self._served, None
            self._add(texts, range(len(texts)), folded=True)

    def _add(self, texts: Sequence[str], rows: Iterable[int], *, folded: bool) -> None:
        if folded:
            self._unfolded.append((texts, rows))
        for text, row in zip(texts, rows, strict=True):
            add_row(self._exact.setdefault(hash(text), []), row)


def _ends(text: str) -> str:
    """The text folded; of a long one only the words at both ends, which tell reviews apart as well."""
    if len(text) <= MOST_WHOLE:
        return fold(text)
    return fold(" ".join([*text[:MOST_WHOLE].split()[:WORDS], *text[-MOST_WHOLE:].split()[-WORDS:]]))


def add_row(rows: list[int], row: int) -> None:
    """Put `row` among rows that look alike, in rising order; beyond some number it is left out."""
    if row in rows or len(rows) >= MOST_CANDIDATES:
        return
    rows.append(row)
    if len(rows) > 1 and row < rows[-2]:
        rows.sort()
