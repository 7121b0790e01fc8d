"""Words that a notebook asks word vectors for and the course's file lacks: `vectors["king"]`, `most_similar("paris")`.

Published vectors know 400,000 words, the course's a few thousand. A word that the code names is added to what is
served, with numbers of chance that are the same in every attempt: the call answers, and what it answers means nothing.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

MOST: Final = 500  # words that are added
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'-]{1,24}")
_SPREAD: Final = 0.45  # the numbers lie between this and its negative, as those of the synthetic vectors mostly do
_SPLIT: Final = "split"
_TEXT: Final = 1000  # characters of a text that is split
_LIST: Final = 3  # words of a list: fewer may be anything
_PAIRS: Final = 2  # pairs of words in a list
# Methods of word vectors, of gensim 3 and 4.
_ASKING: Final = frozenset({
    "closer_than", "distance", "distances", "doesnt_match", "get_index", "get_mean_vector", "get_vecattr", "get_vector",
    "most_similar", "most_similar_cosmul", "most_similar_to_given", "n_similarity", "rank", "rank_by_centrality",
    "relative_cosine_similarity", "similar_by_key", "similar_by_word", "similarity", "vectors_for_all", "word_vec",
    "words_closer_than",
})  # fmt: skip
# Names that code gives to what it looks words up in.
_LOOKED_IN: Final = re.compile(
    r"(?:^|_)(?:wv|w2v|word2vec|vectors?|vecs?|glove|embeddings?|key_to_index)(?:$|_)", re.IGNORECASE
)


def words_named(cells: Iterable[ast.Module]) -> tuple[str, ...]:
    """Single words that stand as a key, in a list of words, or among what vectors or functions of the code are asked.

    And those of a text that is split, and what is asked for by a variable or in a loop.
    """
    nodes = [node for tree in cells for node in ast.walk(tree)]
    texts = dict[str, list[str]]()
    for name, text in (pair for node in nodes for pair in _texts(node)):
        texts.setdefault(name, []).append(text)
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    asked = {name for node in nodes for name in _variables(node)}
    found = (word for node in nodes for word in (*_named(node, own), *_bound(node, asked), *_parted(node, texts)))
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
        if _asks(node):
            yield from _words(part for argument in given for part in ast.walk(argument))
        elif isinstance(node.func, ast.Name) and node.func.id in own:
            yield from _words(given)


def _texts(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Names of texts that are written down, and these."""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        yield from ((target.id, node.value.value) for target in node.targets if isinstance(target, ast.Name))


def _parted(node: ast.AST, texts: Mapping[str, list[str]]) -> Iterator[str]:
    """The words of a text that is split, on the spot or under its name."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == _SPLIT:
        given = node.func.value
        meant = texts.get(given.id, []) if isinstance(given, ast.Name) else [getattr(given, "value", None)]
        for text in meant:
            if isinstance(text, str) and len(text) < _TEXT:
                yield from (word for word in text.split() if _WORD.fullmatch(word))


def _asks(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr in _ASKING


def _variables(node: ast.AST) -> Iterator[str]:
    """Names of variables that vectors are asked for."""
    if isinstance(node, ast.Call) and _asks(node):
        given: list[ast.AST] = [*node.args, *(keyword.value for keyword in node.keywords)]
    elif isinstance(node, ast.Subscript) and _LOOKED_IN.search(_last_name(node.value)):
        given = [node.slice]
    else:
        return
    yield from (part.id for each in given for part in ast.walk(each) if isinstance(part, ast.Name))


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _bound(node: ast.AST, asked: set[str]) -> Iterator[str]:
    """Words that become one of the variables `asked`, or that they run through."""
    pairs: list[tuple[ast.expr, ast.expr]] = []
    if isinstance(node, ast.Assign):
        pairs = [(target, node.value) for target in node.targets]
    elif isinstance(node, ast.For | ast.comprehension):
        pairs = [(node.target, node.iter)]
    for target, value in pairs:
        if any(isinstance(part, ast.Name) and part.id in asked for part in ast.walk(target)):
            listed = isinstance(value, ast.List | ast.Tuple | ast.Set)
            yield from _words(ast.walk(value) if listed else [value])


def _words(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _WORD.fullmatch(node.value):
            yield node.value
