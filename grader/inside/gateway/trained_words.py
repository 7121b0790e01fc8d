"""Words that a notebook asks its own word vectors for and that the texts served to it lack: `model.wv["housemaid"]`.

Vectors trained on 50,000 published reviews know such a word, those trained on the course's few do not. Where the lookup
fails and the code itself names the word, it is made once more with numbers of chance for it, as for published vectors.
Nothing stays: the vectors have the words they had, and `word in model.wv` is answered as ever.
"""

from __future__ import annotations

import ast
import functools
import linecache
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, Final

import numpy as np

from grader.inside.context import Context
from grader.inside.failures import CELL_NAME
from grader.inside.gateway.callers import asked_by_notebook
from grader.inside.gateway.usage import parsed
from grader.inside.gateway.vector_words import ASKING, WORD, numbers_of
from grader.inside.hooks import after_import

HOW: Final = "word vectors"
_OWN: Final = 0.5  # a share of the vocabulary: with more of it in the code, the code has the texts as well
_PLACES: Final = frozenset({"get_index", "get_vecattr"})  # what they answer is looked up in the vectors afterwards
_REFUSALS: Final = (KeyError, ValueError, ZeroDivisionError)  # the last two where not one word is known


def install(context: Context, work: Path, sources: Sequence[str]) -> None:
    """Wait for gensim's vectors."""
    written = functools.cache(lambda: frozenset(_words_in(sources)))
    after_import("gensim.models.keyedvectors", functools.partial(_answer, context, work, written))


def _answer(context: Context, work: Path, written: Callable[[], frozenset[str]], module: Any) -> None:
    owner = module.KeyedVectors
    for name in ("__getitem__", *sorted(ASKING - _PLACES)):
        if callable(vars(owner).get(name)):
            setattr(owner, name, _asked_again(context, work, written, vars(owner)[name]))


def _asked_again(
    context: Context, work: Path, written: Callable[[], frozenset[str]], original: Callable[..., Any]
) -> Callable[..., Any]:
    @functools.wraps(original)
    def ask(self: Any, *args: Any, **named: Any) -> Any:
        try:
            return original(self, *args, **named)
        except _REFUSALS:
            lost = [word for word in dict.fromkeys(_strings([*args, *named.values()])) if word not in self.key_to_index]
            if not lost or not asked_by_notebook(work) or _expected(sys._getframe(1)):
                raise
            if any(word.casefold() not in written() for word in lost) or _of_the_code(self, written()):
                raise
            for word in lost:
                context.substituted_once(
                    asked=f"word vectors for '{word}'", served="numbers of chance", how=HOW,
                    why="the texts that are served do not have the word",
                )  # fmt: skip
            return _with_words(self, lost, original, args, named)

    return ask


def _with_words(
    vectors: Any, words: list[str], original: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    """The answer of vectors that have `words` too, for the time of the call."""
    before = dict(vars(vectors))
    try:
        vectors.key_to_index, vectors.index_to_key = dict(vectors.key_to_index), list(vectors.index_to_key)
        vectors.expandos, vectors.norms = dict(vectors.expandos), None
        vectors.add_vectors(words, [np.array(numbers_of(word, vectors.vector_size)) for word in words])
        return original(vectors, *args, **named)
    finally:
        vars(vectors).clear()
        vars(vectors).update(before)


def _of_the_code(vectors: Any, written: frozenset[str]) -> bool:
    """Whether most words of the vectors stand in the code, with the sentences they were trained on."""
    words = [word for word in vectors.index_to_key if isinstance(word, str)]
    return not words or sum(word.casefold() in written for word in words) >= _OWN * len(words)


def _expected(frame: FrameType | None) -> bool:
    """Whether a caller in a cell is ready for a refusal: within `try` or `suppress`."""
    while frame is not None:
        name = frame.f_code.co_filename
        if CELL_NAME.fullmatch(name):
            source = "".join(linecache.getlines(name, frame.f_globals))
            if any(first <= frame.f_lineno <= last for first, last in _guarded(source)):
                return True
        frame = frame.f_back
    return False


@functools.lru_cache(maxsize=64)
def _guarded(source: str) -> tuple[tuple[int, int], ...]:
    """First and last lines of what stands within `try` or `suppress`."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return ()
    bodies = [
        node.body
        for node in ast.walk(tree)
        if (isinstance(node, ast.Try) and node.handlers)
        or (isinstance(node, ast.With) and any("suppress" in ast.unparse(item) for item in node.items))
    ]
    return tuple((body[0].lineno, body[-1].end_lineno or body[-1].lineno) for body in bodies)


def _words_in(sources: Sequence[str]) -> Iterator[str]:
    """Every word within a string of the code, case folded."""
    for tree in parsed(sources):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from (word.casefold() for word in WORD.findall(node.value))


def _strings(values: Sequence[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from _strings(value)
