"""Words that a notebook asks word vectors for and the course's file lacks: `vectors["king"]`, `most_similar("paris")`.

Published vectors know 400,000 words, the course's a few thousand. A word that the code names is added to what is
served, with numbers of chance that are the same in every attempt: the call answers, and what it answers means nothing.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Final

MOST: Final = 500  # words that are added
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'-]{1,24}")
_SPREAD: Final = 0.45  # the numbers lie between this and its negative, as those of the synthetic vectors mostly do
_SPLIT: Final = "split"


def words_named(cells: Iterable[ast.Module]) -> tuple[str, ...]:
    """Single words that stand as a key, as an argument or in a list, and those of a text that is split on the spot."""
    found = (word for tree in cells for node in ast.walk(tree) for word in _named(node))
    return tuple(dict.fromkeys(found))


def line_of(word: str, dimension: int) -> str:
    """The word and its numbers, as a text file of vectors has them."""
    raw = hashlib.shake_256(f"a word of the code: {word}".encode()).digest(2 * dimension)
    values = (int.from_bytes(raw[at : at + 2], "big") / 65535 for at in range(0, len(raw), 2))
    return " ".join((word, *(f"{(2 * value - 1) * _SPREAD:.4f}" for value in values)))


def _named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Subscript):
        yield from _words([node.slice])
    elif isinstance(node, ast.List | ast.Tuple):
        yield from _words(node.elts)
    elif isinstance(node, ast.Call):
        yield from _words(node.args)
        text = node.func.value if isinstance(node.func, ast.Attribute) and node.func.attr == _SPLIT else None
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and len(text.value) < 1000:
            yield from (word for word in text.value.split() if _WORD.fullmatch(word))


def _words(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _WORD.fullmatch(node.value):
            yield node.value
