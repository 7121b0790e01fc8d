"""NLTK's data as the course serves it, where NLTK looks and in the ownership it insists on."""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.gateway.corpus_words import add_words
from grader.inside.hooks import after_import

VARIABLE: Final = "NLTK_DATA"


def install(context: Context, served: Path) -> None:
    """Wait for nltk, which is when a copy is made: NLTK takes no data of another user's, and this is nobody's here."""

    def lay(nltk: Any) -> None:
        folder = context.private / "nltk_data"
        if not folder.exists():
            shutil.copytree(served, folder, copy_function=shutil.copyfile)
            for made in (folder, *folder.rglob("*")):
                made.chmod(0o755 if made.is_dir() else 0o644)  # who else may write to it decides whether NLTK reads it
            add_words(context, folder)
        nltk.data.path.insert(0, str(folder))
        # For processes that the notebook starts.
        os.environ[VARIABLE] = os.pathsep.join(filter(None, (str(folder), os.environ.get(VARIABLE, ""))))

    after_import("nltk", lay)
    after_import("nltk.corpus.reader.wordlist", _remember_lists)


def _remember_lists(module: Any) -> None:
    """`stopwords.words("english")` for every word of every text, as is often written, reads the list once.

    NLTK reads the file anew each time, through the notebook's `open` here. Each call gets a list of its own.
    """
    for name in ("WordListCorpusReader", "StopwordsCorpusReader"):
        reader = getattr(module, name, None)
        if reader is not None and "words" in vars(reader):
            reader.words = _remembering(reader.words)


def _remembering(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def words(self: Any, fileids: Any = None, *rest: Any, **named: Any) -> Any:
        if rest or named or not (fileids is None or isinstance(fileids, str)):
            return original(self, fileids, *rest, **named)
        known = self.__dict__.setdefault("_remembered", {})
        if fileids not in known:
            known[fileids] = original(self, fileids)
        return list(known[fileids])

    return words
