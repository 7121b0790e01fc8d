"""Rows recognised by what they hold: texts, pictures, word numbers, ids, and features once seen beside labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from grader.inside.content import IntArray
from grader.inside.picture_files import PictureFiles
from grader.inside.pictures import Pictures
from grader.inside.row_texts import RowTexts, add_row
from grader.inside.row_words import RowWords
from grader.inside.served import Served
from grader.inside.sight import Sight


class RowContent:
    """What the rows of one data set look like."""

    def __init__(self, served: Served) -> None:
        self.texts = RowTexts(served.texts)
        self.words = RowWords()
        self._border = served.train_rows
        self._pictures = _pictures_of(served)
        self._ids = {caption.id: row for row, caption in enumerate(served.captions)}
        self._matrices: dict[bytes, tuple[IntArray, str]] = {}
        self._rows: dict[int, list[int]] = {}  # one row's hash -> rows that look like it

    def remember(self, sight: Sight, rows: IntArray, how: str) -> None:
        """Recognise these features again, as a whole and row by row; `how` they were recognised now."""
        if sight.texts is not None:
            if how != "content":
                self.texts.add(sight.texts, rows)
            return
        if sight.key is None or sight.keys is None or len(sight.keys) != rows.size or sight.key in self._matrices:
            return
        self._matrices[sight.key] = (rows, "split call" if how == "split call" else "content")
        for key, row in zip(sight.keys, rows.tolist(), strict=True):
            add_row(self._rows.setdefault(key, []), row)

    def by_text(self, sight: Sight) -> IntArray | None:
        return None if sight.texts is None else self._settle(self.texts.candidates(sight.texts))

    def as_served(self, sight: Sight) -> IntArray | None:
        """By what is known of the data set from the start, or since it was handed out: it need not be remembered."""
        for rows in (self._by_picture, self._by_id, self._by_words):
            found = rows(sight)
            if found is not None:
                return found
        return None

    def as_remembered(self, sight: Sight) -> tuple[IntArray, str] | None:
        """The whole matrix again, and how its rows had become known."""
        # Hashing every row takes time: not before anything was remembered.
        return self._matrices.get(sight.key) if self._matrices and sight.key is not None else None

    def by_rows(self, sight: Sight) -> IntArray | None:
        """Rows of remembered matrices, in another order or selection."""
        if not self._rows or sight.keys is None:
            return None
        candidates = []
        for key in sight.keys:
            found = self._rows.get(key)
            if found is None:
                return None
            candidates.append(found)
        return self._settle(candidates)

    def _by_picture(self, sight: Sight) -> IntArray | None:
        if self._pictures is None or sight.array is None:
            return None
        found = self._pictures.candidates(sight.array)
        if found is None:
            return None
        several, first = found
        return self._settle(several) if several else first

    def _by_id(self, sight: Sight) -> IntArray | None:
        """Rows named by the numbers that a captioned-images file gives them."""
        ids = sight.array if self._ids else None
        if ids is None or ids.dtype.kind not in "iu" or ids.size != ids.shape[0]:
            return None
        rows = [self._ids.get(number, -1) for number in ids.reshape(-1).tolist()]
        return None if -1 in rows else np.asarray(rows, dtype=np.int64)

    def _by_words(self, sight: Sight) -> IntArray | None:
        return self._settle(self.words.candidates(sight.array))

    def _settle(self, candidates: Sequence[list[int]] | None) -> IntArray | None:
        """One row for each, where several look alike: of the side where the others lie, each used once if it can be."""
        if candidates is None:
            return None
        border = self._border
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


def _pictures_of(served: Served) -> Pictures | PictureFiles | None:
    if served.images is not None:
        return Pictures(served.images)
    return PictureFiles([served.folder / caption.img for caption in served.captions]) if served.captions else None
