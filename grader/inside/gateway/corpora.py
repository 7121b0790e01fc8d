"""`nltk.download` without a network: True for what is installed, False and a plain word for what is not."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

# Names for many corpora at once: what was served of them, nobody here can say to be all.
COLLECTIONS: Final = frozenset({"all", "all-corpora", "all-nltk", "book", "popular", "third-party", "tests"})


def install(context: Context) -> None:
    """Wait for nltk."""

    def patch(nltk: Any) -> None:
        def download(info_or_id: Any = None, *_: object, **named: Any) -> bool:
            wanted = info_or_id if isinstance(info_or_id, list | tuple) else [info_or_id or "nothing named"]
            found = {str(name): _is_there(nltk, str(name)) for name in wanted}
            served = ", ".join(f"{name} is {_said(name, there)}" for name, there in found.items())
            context.substituted(
                asked=f"nltk.download({', '.join(found)})",
                served=f"nothing downloaded; {served}",
                how="nltk",
                why="there is no network here",
            )
            if not named.get("quiet"):
                print(f"nltk: nothing is downloaded while grading; {served}")
            return all(found.values())

        nltk.download = download

    after_import("nltk", patch)


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
