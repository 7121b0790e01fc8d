"""fastText, whose last release is older than NumPy 2, and which trains on as many threads as it likes.

It leaves out words that stand in its texts fewer than five times; where fewer rows are served, that can be all of them.
And it finds an empty file where code is still writing one so short that nothing of it has left Python.
"""

from __future__ import annotations

import functools
import gc
import io
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from grader.inside.gateway.published_sizes import FEWER, sizes_of
from grader.inside.gateway.shims.library import Library
from grader.inside.hooks import after_import

_TRAINERS: Final = ("train_supervised", "train_unsupervised")


def install(library: Library) -> None:
    """Wait for its module, which the package takes its names from."""
    after_import("fasttext.FastText", functools.partial(_patch, library))


def _patch(library: Library, module: Any) -> None:
    module.np = _Numpy()
    for name in _TRAINERS:
        on_one_thread = _on_one_thread(library.context.job.cpus, getattr(module, name))
        setattr(module, name, _with_rare_words(library, on_one_thread))


def _with_rare_words(library: Library, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def train(*args: Any, **named: Any) -> Any:
        try:
            return original(*args, **named)
        except ValueError as error:
            if not _found_no_word(error) or not any(sizes_of(library.context)):
                raise
        _flush(args[0] if args else named.get("input"))
        try:
            model = original(*args, **named)
            library.say("fastText on a file that is still being written", "what has been written", FEWER)
        except ValueError as error:
            if not _found_no_word(error):
                raise
            model = original(*args, **{**named, "minCount": 1})
            library.say("fastText of words that are frequent", "all words: minCount=1", FEWER)
        return model

    return train


def _found_no_word(error: ValueError) -> bool:
    return "Empty vocabulary" in str(error)


def _flush(path: Any) -> None:
    """What is written to a file so far, by whoever holds it open."""
    files = [each for each in gc.get_objects() if isinstance(each, io.TextIOWrapper | io.BufferedWriter)]
    for file in files:
        if not file.closed and file.writable() and str(getattr(file, "name", "")) == str(path):
            file.flush()


def _on_one_thread(cpus: int, original: Callable[..., Any]) -> Callable[..., Any]:
    """Threads beyond the attempt's cores only take turns, and the order of their turns is chance."""

    @functools.wraps(original)
    def train(*args: Any, **named: Any) -> Any:
        return original(*args, **{**named, "thread": cpus})

    return train


class _Numpy:
    """NumPy as the module knows it: `copy=False` meant "where it can be"."""

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)

    def array(self, *args: Any, copy: bool = True, **named: Any) -> Any:
        return np.array(*args, **named) if copy else np.asarray(*args, **named)
