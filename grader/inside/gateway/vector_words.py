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
_TEXT: Final = 1000  # characters of a text that is split
_LIST: Final = 3  # words of a list: fewer may be anything
_PAIRS: Final = 2  # pairs of words in a list
# Methods of word vectors.
_ASKING: Final = frozenset({
    "closer_than", "distance", "distances", "doesnt_match", "get_index", "get_vecattr", "get_vector", "most_similar",
    "most_similar_cosmul", "n_similarity", "rank", "relative_cosine_similarity", "similar_by_key",
    "similar_by_word", "similarity",
    "word_vec", "words_closer_than",
})  # fmt: skip


def words_named(cells: Iterable[ast.Module]) -> tuple[str, ...]:
    """Single words that stand as a key, in a list of words, or among what vectors or functions of the code are asked.

    And those of a text that is split on the spot.
    """
    trees = list(cells)
    own = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    found = (word for tree in trees for node in ast.walk(tree) for word in _named(node, own))
    return tuple(dict.fromkeys(found))


def line_of(word: str, dimension: int) -> str:
    """The word and its numbers, as a text file of vectors has them."""
    raw = hashlib.shake_256(f"a word of the code: {word}".encode()).digest(2 * dimension)
    values = (int.from_bytes(raw[at : at + 2], "big") / 65535 for at in range(0, len(raw), 2))
    return " ".join((word, *(f"{(2 * value - 1) * _SPREAD:.4f}" for value in values)))


def _named(node: ast.AST, own: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Subscript):
        yield from _words([node.slice])
    elif isinstance(node, ast.List | ast.Tuple):
        words = list(_words(node.elts))
        if len(words) == len(node.elts) >= _LIST:
            yield from words
        pairs = [list(_words(part.elts)) for part in node.elts if isinstance(part, ast.List | ast.Tuple)]
        if len(pairs) == len(node.elts) >= _PAIRS and all(len(pair) == _PAIRS for pair in pairs):
            yield from (word for pair in pairs for word in pair)
    elif isinstance(node, ast.Call):
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        if isinstance(node.func, ast.Attribute) and node.func.attr in _ASKING:
            yield from _words(part for argument in given for part in ast.walk(argument))
        elif isinstance(node.func, ast.Name) and node.func.id in own:
            yield from _words(given)
        text = node.func.value if isinstance(node.func, ast.Attribute) and node.func.attr == _SPLIT else None
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and len(text.value) < _TEXT:
            yield from (word for word in text.value.split() if _WORD.fullmatch(word))


def _words(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _WORD.fullmatch(node.value):
            yield node.value
