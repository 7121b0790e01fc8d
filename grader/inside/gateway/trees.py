"""Folders of files in which the world knows some data sets, found wherever a path looks for them."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Final

from grader.inside.context import Context
from grader.inside.gateway.paths import base_name, is_url, parts_of
from grader.inside.gateway.usage import Usage
from grader.inside.served import Served

exists: Final = os.path.lexists  # asks the file system, whatever `exists` has been made to answer
# The published data set has its dev and test parts twice, as first seen and as drawn again for the competition.
_OTHER_NAMES: Final = ("{}.jsonl", "{}_seen.jsonl", "{}_unseen.jsonl")
# Ratings that stand in the file names of positive and negative reviews, out of ten.
_RATINGS: Final = {"pos": 8, "neg": 3}


class Tree(ABC):
    """The folder of one data set."""

    def __init__(self, served: Served) -> None:
        self.served = served

    @abstractmethod
    def find(self, path: str) -> Path | None:
        """The file or folder of ours that `path`, which is not there, means; None: it means something else."""

    @abstractmethod
    def anchor(self, path: str) -> str:
        """The part of `path` to lay a link at, so that everything below it is found too."""

    @abstractmethod
    def in_words(self, found: Path) -> tuple[str, str]:
        """What is said of one that was found: a name that is said once, and what was served."""


class Memes(Tree):
    """`train.jsonl`, `dev.jsonl`, `test.jsonl` and `img/`, below whatever folder."""

    def __init__(self, served: Served, context: Context) -> None:
        super().__init__(served)
        self._folder = context.private / served.dataset
        self._pictures = {base_name(caption.img): caption.img for caption in served.captions}
        self._lines = {
            pattern.format(part.name): f"{part.name}.jsonl"
            for part in served.parts
            for pattern in _OTHER_NAMES[: 1 if part.name == "train" else None]
        }

    def find(self, path: str) -> Path | None:
        name = base_name(path)
        inner = self._pictures.get(name) or self._lines.get(name) or ("img" if name == "img" else None)
        if inner is None and (not _speaks_of_memes(name) or "." in name):
            return None
        self._lay()
        return self._folder / (inner or "")

    def anchor(self, path: str) -> str:
        return path

    def in_words(self, found: Path) -> tuple[str, str]:
        if found.suffix == ".png" or found.name == "img":
            return "img", f"{self.served.dataset}, {self.served.count:,} pictures"
        part = next((part for part in self.served.parts if found.name == f"{part.name}.jsonl"), None)
        if part is None:
            return "", f"{self.served.dataset}, its folder"
        return found.name, f"{self.served.dataset}, {part.stop - part.start:,} {part.name} rows"

    def _lay(self) -> None:
        """A folder the notebook may write into, with links to what is served."""
        if exists(self._folder):
            return
        self._folder.mkdir()
        for name in ("img", *(f"{part.name}.jsonl" for part in self.served.parts)):
            (self._folder / name).symlink_to(self.served.folder.resolve() / name)


class Reviews(Tree):
    """`aclImdb/{train,test}/{pos,neg}`, one text file a review; written when it is first asked for."""

    def __init__(self, served: Served, context: Context) -> None:
        super().__init__(served)
        self._folder = context.private / "aclImdb"

    def find(self, path: str) -> Path | None:
        parts = parts_of(path)
        place = next((n for n, part in enumerate(parts) if part.casefold() in ("aclimdb", "aclimdb_v1")), None)
        if place is None:
            return None
        self._write()
        inner = parts[place + 1 :]
        if inner[:1] and inner[0].casefold() in ("aclimdb", "aclimdb_v1"):  # as some unpackers nest it
            inner = inner[1:]
        found = self._folder.joinpath(*inner)
        return found if exists(found) else None

    def anchor(self, path: str) -> str:
        parts = parts_of(path)
        place = next(n for n, part in enumerate(parts) if part.casefold() in ("aclimdb", "aclimdb_v1"))
        return "/".join(parts[: place + 1])

    def in_words(self, found: Path) -> tuple[str, str]:  # noqa: ARG002  one thing is said of the whole folder
        served = self.served
        return "aclImdb", (
            f"{served.dataset}, {served.train_rows:,} training and {served.test_rows:,} test reviews, a file each"
        )

    def _write(self) -> None:
        if exists(self._folder):
            return
        positive = self.served.classes.index("positive")
        for side in ("train", "test"):
            for label in ("pos", "neg"):
                (self._folder / side / label).mkdir(parents=True)
        # Code written for the published folder deletes this one, and would fail if it were not there.
        (self._folder / "train" / "unsup").mkdir()
        for row, text in enumerate(self.served.texts):
            side = "train" if row < self.served.train_rows else "test"
            label = "pos" if self.served.codes[row] == positive else "neg"
            file = self._folder / side / label / f"{row}_{_RATINGS[label]}.txt"
            file.write_text(text, encoding="utf-8", newline="")


def spoken_of(usage: Usage) -> list[str]:
    """Relative paths in the source, shortest first: a folder before what lies in it."""
    found = []
    for text in usage.strings:
        plain = Path(text) if text and not set(text) & set("\n\0\\*?[") and len(text) < 200 else None
        if plain is not None and not plain.is_absolute() and ".." not in plain.parts and not is_url(text):
            found.append(text)
    return sorted(set(found), key=len)


def _speaks_of_memes(name: str) -> bool:
    return "meme" in name.casefold()
