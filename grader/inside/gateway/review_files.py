"""The files in which the world knows the film reviews: a folder of texts, Keras's arrays and index, Kaggle's tables."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from grader.inside.context import Context
from grader.inside.gateway.paths import base_name, parts_of
from grader.inside.gateway.review_names import review_name
from grader.inside.gateway.trees import Tree, exists
from grader.inside.served import Served

_ROOTS: Final = ("aclimdb", "aclimdb_v1")
_SIDES: Final = ("train", "test")
_CLASSES: Final = ("pos", "neg", "unsup")
# Folders of the older collection of reviews, whose two classes are in no parts; code finds the last by its name alone.
_UNDIVIDED: Final = ("movie_reviews", "review_polarity", "txt_sentoken")
# One review, by its name.
_ASKED: Final = re.compile(r"(?:(train|test)[/\\]+)?(pos|neg)[/\\]+(\d{1,5}_(?:10|[1-9])\.txt)")
_WORDS: Final = "imdb.vocab"  # one a line, the most frequent first


class Reviews(Tree):
    """`aclImdb/{train,test}/{pos,neg}`, one text file a review; written when it is first asked for.

    It is also found by its inside alone, below any folder, where the code speaks of `pos` and `neg`. Where code has the
    older `txt_sentoken/{pos,neg}` of 2,000 reviews, these are the training reviews.
    """

    def __init__(self, served: Served, context: Context) -> None:
        super().__init__(served)
        self._folder = context.private / "aclImdb"
        code = "\n".join(cell.source for cell in context.job.cells if cell.kind == "code")
        self._words_wanted = _WORDS in code
        self._asked = _ASKED.findall(code)
        self._spoken_of = all(re.search(rf"\b{name}\b", code) for name in ("pos", "neg"))

    def find(self, path: str) -> Path | None:
        parts = parts_of(path)
        inner, undivided = self._inner(parts), self._undivided(parts)
        if inner is None and undivided is not None:
            found = self._all_together().joinpath(*parts[undivided:])
            return found if exists(found) else None
        alone = inner is None and self._words_wanted and parts[-1:] == [_WORDS]  # taken out and laid beside a notebook
        if inner is None and not alone:
            return None
        found = self.folder().joinpath(*parts[-1 if alone else inner :])
        return found if exists(found) else None

    def anchor(self, path: str) -> str:
        parts = parts_of(path)
        inner = self._inner(parts) or self._undivided(parts) or 0
        return "/".join(parts[: max(inner, 1)]) if inner else path

    def in_words(self, found: Path) -> tuple[str, str]:  # noqa: ARG002  one thing is said of the whole folder
        served = self.served
        return "aclImdb", (
            f"{served.dataset}, {served.train_rows:,} training and {served.test_rows:,} test reviews, a file each"
        )

    def folder(self) -> Path:
        """The folder `aclImdb` with all that is in it."""
        if not exists(self._folder):
            self._write()
        return self._folder

    def _all_together(self) -> Path:
        folder = self._folder.with_name(_UNDIVIDED[-1])
        if not exists(folder):
            folder.mkdir()
            for label in ("pos", "neg"):
                (folder / label).symlink_to(self.folder() / "train" / label)
        return folder

    def _inner(self, parts: list[str]) -> int | None:
        """Place of the first part that lies inside the folder; None for a path that means something else."""
        roots = [place for place, part in enumerate(parts) if part.casefold() in _ROOTS]
        if roots:  # some unpackers nest one in the other
            first = roots[0]
            return first + 2 if roots[1:2] == [first + 1] else first + 1
        for place, part in enumerate(parts):
            if part in _SIDES and self._spoken_of:
                after = parts[place + 1 : place + 2]
                if not after or after[0] in _CLASSES:
                    return place
        return None

    def _undivided(self, parts: list[str]) -> int | None:
        """Place of the first part below a folder with the two classes alone; None where there is none."""
        roots = [place for place, part in enumerate(parts) if part.casefold() in _UNDIVIDED]
        if not roots or not (self._spoken_of or parts[roots[-1]].casefold() == _UNDIVIDED[-1]):
            return None
        after = parts[roots[-1] + 1 : roots[-1] + 2]
        return roots[-1] + 1 if not after or after[0] in _CLASSES else None

    def _write(self) -> None:
        positive = self.served.classes.index("positive")
        for side in _SIDES:
            for label in ("pos", "neg"):
                (self._folder / side / label).mkdir(parents=True)
        # Code written for the published folder deletes this one, and would fail if it were not there.
        (self._folder / "train" / "unsup").mkdir()
        names = {
            (side, label): [name for of, kind, name in self._asked if of in ("", side) and kind == label]
            for side in _SIDES
            for label in ("pos", "neg")
        }
        for row, text in enumerate(self.served.texts):
            side = "train" if row < self.served.train_rows else "test"
            label = "pos" if self.served.codes[row] == positive else "neg"
            left = names[side, label]
            # What code opens by its published name is one of these; the published text is not here.
            name = left.pop(0) if left else f"{review_name(row, self.served.classes[self.served.codes[row]])}.txt"
            file = self._folder / side / label / name
            file.write_text(text, encoding="utf-8", newline="")
        if self.served.word_index and self._words_wanted:  # a walk that takes all files for reviews meets no other
            index = json.loads((self.served.folder / self.served.word_index).read_text(encoding="utf-8"))
            words = sorted(index, key=index.__getitem__)
            (self._folder / _WORDS).write_text("\n".join(words) + "\n", encoding="utf-8")


class KerasReviews(Tree):
    """`imdb.npz` with the arrays that Keras reads, and `imdb_word_index.json`, below whatever folder."""

    def __init__(self, served: Served, context: Context) -> None:
        super().__init__(served)
        self._context = context

    def find(self, path: str) -> Path | None:
        name = base_name(path)
        if name == "imdb_word_index.json" and self.served.word_index:
            return self.served.folder / self.served.word_index
        if name != "imdb.npz" or not self.served.sequences:
            return None
        file = self._context.private / name
        if not exists(file):
            self._write(file)
        return file

    def anchor(self, path: str) -> str:
        return path

    def in_words(self, found: Path) -> tuple[str, str]:
        if found.suffix == ".json":
            return found.name, f"{self.served.dataset}, the number of each word"
        served = self.served
        rows = f"{served.train_rows:,} training and {served.test_rows:,} test rows"
        return found.name, f"{served.dataset}, {rows} as numbers of words"

    def _write(self, file: Path) -> None:
        served = self.served
        values, starts = served.words
        pieces = [values[starts[row] : starts[row + 1]] for row in range(served.count)]
        # Handed out raw: without the start mark and the shift that `load_data` adds.
        self._context.rows.of(served.dataset).learn_words(pieces, np.arange(served.count, dtype=np.int64))
        lists = np.empty(served.count, dtype=object)
        lists[:] = [piece.tolist() for piece in pieces]
        border = served.train_rows
        with file.open("wb") as out:
            np.savez(out, x_train=lists[:border], y_train=served.codes[:border], x_test=lists[border:],
                     y_test=served.codes[border:])  # fmt: skip


class ReviewTables(Tree):
    """Tables published in one spelling each: those beside `labeledTrainData.tsv`, and `imdb_master.csv`.

    On Kaggle the sentiment of a test review is known by the rating in its id, and so it is here.
    """

    def __init__(self, served: Served, context: Context) -> None:
        super().__init__(served)
        self._context = context
        self._writers: dict[str, Callable[[], str]] = {
            "testData.tsv": partial(self._kaggle, range(served.train_rows, served.count)),
            "unlabeledTrainData.tsv": partial(self._kaggle, range(0)),
            "imdb_master.csv": self._master,
        }

    def find(self, path: str) -> Path | None:
        name = base_name(path).removesuffix(".zip")
        if name not in self._writers:
            return None
        file = self._context.private / name
        if not exists(file):
            file.write_text(self._writers[name](), encoding="utf-8", newline="")
        return file

    def anchor(self, path: str) -> str:
        return path

    def in_words(self, found: Path) -> tuple[str, str]:
        return found.name, f"{self.served.dataset}, in the form of the file of that name"

    def _kaggle(self, rows: range) -> str:
        reviews = [" ".join(self.served.texts[row].split()).replace('"', '""') for row in rows]
        if reviews:
            # Read without regard to quotes, as is usual for this file, the marks belong to the texts.
            marked = [f'"{review}"' for review in reviews]
            self._context.rows.of(self.served.dataset).learn(marked, None, np.asarray(rows, dtype=np.int64))
        lines = [f'"{self._name(row)}"\t"{review}"' for row, review in zip(rows, reviews, strict=True)]
        return "\n".join(["id\treview", *lines]) + "\n"

    def _master(self) -> str:
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["", "type", "review", "label", "file"])
        for row, text in enumerate(self.served.texts):
            side = "train" if row < self.served.train_rows else "test"
            writer.writerow([row, side, text, self._label(row), f"{self._name(row)}.txt"])
        return out.getvalue()

    def _label(self, row: int) -> str:
        name: str = self.served.classes[int(self.served.codes[row])]
        return name[:3]

    def _name(self, row: int) -> str:
        return review_name(row, self.served.classes[int(self.served.codes[row])])
