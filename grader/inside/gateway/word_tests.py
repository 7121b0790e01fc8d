"""Tests of word vectors that coursework reads from files: analogies, and pairs of words with people's scores.

gensim brings both along; they are given under the names and in the forms in which they are published elsewhere.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from grader.inside.context import Context
from grader.inside.gateway.paths import base_name
from grader.inside.gateway.trees import Shelf, exists

_ANALOGIES, _PAIRS = "questions-words.txt", "wordsim353.tsv"
_NOTICE: Final = "//Copyright 2013 Google Inc. All Rights Reserved.\n"  # the first line of the other published file
_HEADER: Final = "Word 1,Word 2,Human (mean)\n"
_COMBINED: Final = re.compile(r"combined\.(?:csv|tab)")  # anybody's name, unless a folder tells


class WordTests(Shelf):
    """`word-test.v1.txt`, `wordsim353.csv` and the like, where gensim is installed."""

    def __init__(self, context: Context, folder: Path) -> None:
        self._folder = folder
        self._made = context.private / "word-tests"

    def find(self, path: str) -> Path | None:
        name = base_name(path).casefold()
        make = _FORMS.get(name)
        if make is None or (_COMBINED.fullmatch(name) and "wordsim" not in path.casefold()):
            return None
        source = self._folder / (_ANALOGIES if make in (_plain, _noticed) else _PAIRS)
        file = self._made / name
        if not exists(file):
            if not exists(source):
                return None
            self._made.mkdir(exist_ok=True)
            file.write_text(make(source.read_text(encoding="utf-8")), encoding="utf-8")
        return file

    def anchor(self, path: str) -> str:
        return path

    def in_words(self, found: Path) -> tuple[str, str]:
        return found.name, "the analogies or pairs of words that gensim brings along"


def word_tests(context: Context) -> tuple[WordTests, ...]:
    """None where the code names no such file, or gensim is not there to take them from."""
    code = "\n".join(cell.source for cell in context.job.cells).casefold()
    package = importlib.util.find_spec("gensim") if any(name in code for name in _FORMS) else None
    places = package.submodule_search_locations if package is not None else None
    return (WordTests(context, Path(next(iter(places))) / "test" / "test_data"),) if places else ()


def _plain(text: str) -> str:
    return text


def _noticed(text: str) -> str:
    return _NOTICE + text


def _tabs(text: str) -> str:
    """The pairs alone, without the comments above them."""
    return "".join(f"{line}\n" for line in text.splitlines() if line and not line.startswith("#"))


def _headed_tabs(text: str) -> str:
    return _HEADER.replace(",", "\t") + _tabs(text)


def _commas(text: str) -> str:
    return _HEADER + _tabs(text).replace("\t", ",")


_FORMS: Final[dict[str, Callable[[str], str]]] = {
    _ANALOGIES: _plain,
    "word-test.v1.txt": _noticed,
    _PAIRS: _tabs,
    "combined.csv": _commas,
    "combined.tab": _headed_tabs,
    "wordsim353.csv": _commas,
    "wordsim353.txt": _tabs,
    "wordsim353crowd.csv": _commas,
    "wordsim_similarity_goldstandard.txt": _tabs,
    "wordsim_relatedness_goldstandard.txt": _tabs,
}
