"""Folders of files in which the world knows some data sets, found wherever a path looks for them."""

from __future__ import annotations

import os
import re
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
_PUBLISHED: Final = re.compile(r"\d{5}\.png")  # names of its pictures


class Shelf(ABC):
    """Files and folders of ours that are known by their names."""

    @abstractmethod
    def find(self, path: str) -> Path | None:
        """The file or folder of ours that `path`, which is not there, means; None: it means something else."""

    @abstractmethod
    def anchor(self, path: str) -> str:
        """The part of `path` to lay a link at, so that everything below it is found too."""

    @abstractmethod
    def in_words(self, found: Path) -> tuple[str, str]:
        """What is said of one that was found: a name that is said once, and what was served."""


class Tree(Shelf):
    """The folder of one data set."""

    def __init__(self, served: Served) -> None:
        self.served = served


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
        inner = inner or self._another(path, name)
        if inner is None and (not _speaks_of_memes(name) or "." in name):
            return None
        self._lay()
        return self._folder / (inner or "")

    def _another(self, path: str, name: str) -> str | None:
        """A served picture, always the same, for one that the published data set alone has and code shows by name."""
        if not _PUBLISHED.fullmatch(name) or parts_of(path)[-2:-1] != ["img"]:
            return None
        names = sorted(self._pictures)
        return self._pictures[names[int(name.partition(".")[0]) % len(names)]] if names else None

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
