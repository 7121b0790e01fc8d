"""Words that code names and the course's corpora of NLTK's lack: `word2index["harvest"]` of Reuters' sentences.

The corpora are our own sentences, with a few thousand words; the published ones have tens of thousands. What the code
names is put into a corpus that it reads, in sentences of the corpus's own words at the end of its first text.
"""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from grader.inside.context import Context
from grader.inside.gateway.usage import parsed
from grader.inside.gateway.vector_words import words_named

TAGGED: Final = "brown"  # each word with its part of speech: word/nn
CORPORA: Final = (
    TAGGED, "abc", "genesis", "gutenberg", "inaugural", "movie_reviews", "reuters", "state_union", "webtext",
)  # fmt: skip
MOST: Final = 200  # words that are added
SENTENCES: Final = 6  # for each word: models leave out words that stand in fewer than five
AROUND: Final = 4  # words on either side of it
_NO_TEXTS: Final = ("README", "cats.txt")
_WORD: Final = re.compile(r"[A-Za-z]+(?:/[a-z$+*-]+)?")


def add_words(context: Context, folder: Path) -> None:
    """Rewrite the corpora below `folder` that the code reads, where they lack words that it names."""
    cells = list(parsed(cell.source for cell in context.job.cells if cell.kind == "code"))
    read = [name for name in CORPORA if any(_reads(tree, name) for tree in cells)]
    named = words_named(cells)[:MOST] if read else ()
    for name in read:
        packed = folder / "corpora" / f"{name}.zip"
        added = _add(packed, name, named) if packed.is_file() else []
        if added:
            context.substituted(
                asked=f"the words of NLTK's {name}",
                served=f"the course's sentences, and {len(added)} words more that the code names: {_some(added)}",
                how="word",
                why="the course's corpora have fewer words than the published ones",
            )


def _reads(tree: ast.Module, name: str) -> bool:
    """`from nltk.corpus import reuters`, `nltk.corpus.brown.words()`."""
    nodes = list(ast.walk(tree))
    imported = (node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "nltk.corpus")
    return any(alias.name == name for node in imported for alias in node.names) or any(
        isinstance(node, ast.Attribute) and node.attr == name for node in nodes
    )


def _add(packed: Path, name: str, named: Iterable[str]) -> list[str]:
    """Add to the first text what no text has; gives the words that were added."""
    with zipfile.ZipFile(packed) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    texts = sorted(each for each in files if not each.endswith(_NO_TEXTS))
    known = {word.partition("/")[0] for each in texts for word in files[each].decode("ascii").lower().split()}
    missing = [word for word in named if word.lower() not in known]
    if not missing or not texts:
        return []
    first = files[texts[0]].decode("ascii")
    lines = "\n".join(_sentences(missing, _WORD.findall(first), tagged=name == TAGGED))
    files[texts[0]] = f"{first.rstrip()}\n\n{lines}\n".encode("ascii")
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for each, content in files.items():
            archive.writestr(each, content)
    packed.write_bytes(into.getvalue())
    return missing


def _sentences(missing: Iterable[str], words: list[str], *, tagged: bool) -> Iterator[str]:
    """`SENTENCES` for each word, with neighbours that follow each other in the text."""
    words = [word for word in words if ("/" in word) == tagged]
    for place, word in enumerate(missing):
        for turn in range(SENTENCES):
            begin = (place * SENTENCES + turn) * 2 * AROUND % max(1, len(words) - 2 * AROUND)
            around = words[begin : begin + 2 * AROUND]
            own, end = (f"{word}/nn", "./.") if tagged else (word, ".")
            yield " ".join([*around[:AROUND], own, *around[AROUND:], end])


def _some(words: list[str]) -> str:
    return ", ".join(words[:5]) + (", …" if words[5:] else "")
