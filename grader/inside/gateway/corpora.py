"""`nltk.download` without a network: True for what is installed, False and a plain word for what is not.

`python -m nltk.downloader` and TextBlob's own download, as lines of the shell, are answered in the same words.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

# Names for many corpora at once: what was served of them, nobody here can say to be all.
COLLECTIONS: Final = frozenset({"all", "all-corpora", "all-nltk", "book", "popular", "third-party", "tests"})


# Modules that download when they are run, with what they bring where no name is given.
DOWNLOADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "nltk.downloader": ("nothing named",),
    "textblob.download_corpora": ("brown", "punkt_tab", "wordnet", "averaged_perceptron_tagger_eng", "conll2000",
                                  "movie_reviews"),
}  # fmt: skip
_WITH_VALUE: Final = frozenset({"-d", "--dir", "-u", "--url"})  # settings of NLTK's that another word follows
_NOT_NAMES: Final = frozenset({"lite"})  # of TextBlob's: fewer of the same


def install(context: Context) -> None:
    """Wait for nltk."""

    def patch(nltk: Any) -> None:
        def download(info_or_id: Any = None, *_: object, **named: Any) -> bool:
            wanted = info_or_id if isinstance(info_or_id, list | tuple) else [info_or_id or "nothing named"]
            found = _found(nltk, map(str, wanted))
            shown = _say(context, f"nltk.download({', '.join(found)})", found)
            if not named.get("quiet"):
                print(shown)
            return all(found.values())

        def choose() -> None:
            download()

        nltk.download = download
        nltk.download_shell = nltk.download_gui = choose  # both ask a person what to download

    after_import("nltk", patch)


def say_download(context: Context, asked: str, module: str, words: Sequence[str]) -> str | None:
    """Record that the shell was to run one of `DOWNLOADERS` with `words`.

    Returns: the line to show; None where there is no NLTK, and the command fails by itself.
    """
    if importlib.util.find_spec("nltk") is None:
        return None
    after_setting = {at + 1 for at, word in enumerate(words) if word in _WITH_VALUE}
    names = [
        word
        for at, word in enumerate(words)
        if not word.startswith("-") and word not in _NOT_NAMES and at not in after_setting
    ]
    return _say(context, asked, _found(importlib.import_module("nltk"), names or DOWNLOADERS[module]))


def _found(nltk: ModuleType, names: Iterable[str]) -> dict[str, bool]:
    return {name: _is_there(nltk, name) for name in names}


def _say(context: Context, asked: str, found: Mapping[str, bool]) -> str:
    served = ", ".join(f"{name} is {_said(name, there)}" for name, there in found.items())
    context.substituted(asked=asked, served=f"nothing downloaded; {served}", how="nltk", why="there is no network here")
    return f"nltk: nothing is downloaded while grading; {served}"


def _said(name: str, there: bool) -> str:
    if name in COLLECTIONS:
        return "a collection of which a part may be there"
    return "there" if there else "not there"


def _is_there(nltk: ModuleType, name: str) -> bool:
    """Whether a corpus, tokenizer, tagger or the like of that name lies in one of nltk's folders."""
    if not name or "/" in name or name in COLLECTIONS:
        return False
    folders = [Path(folder) for folder in nltk.data.path]
    return any(next(folder.glob(f"*/{name}{ending}"), None) for folder in folders for ending in ("", ".zip"))
