"""Replacing a library's function wherever its modules have handed it on."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from grader.inside.gateway.holders import HOLDERS, NAMES
from grader.inside.hooks import after_import

Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]
_Exchanged = tuple[str, object, object]  # name, original, replacement
_TOGETHER: list[list[_Exchanged]] = []


def replace_function(module: str, name: str, wrap: Wrap) -> None:
    """Put `wrap(original)` in place of `module.name` once the module is imported, and of the same object elsewhere.

    Libraries hand functions on (`keras.datasets.imdb.load_data` is `keras.src.datasets.imdb.load_data`); modules
    that do so later take the replacement, those that have done so already are found.
    Raises: ValueError for a name that is not among those which are looked for.
    """
    if name not in NAMES:
        raise ValueError(f"functions called {name} are not looked for: add the name to holders.NAMES")

    def replace(loaded: ModuleType) -> None:
        original = loaded.__dict__.get(name)
        if original is None:
            return
        replacement = functools.wraps(original)(wrap(original))
        setattr(loaded, name, replacement)  # at once: who replaces it next wraps this one
        if _TOGETHER:
            _TOGETHER[-1].append((name, original, replacement))
        else:
            _exchange([(name, original, replacement)])

    after_import(module, replace)


@contextmanager
def replacing_together() -> Iterator[None]:
    """What is replaced in here is looked for elsewhere once, at the end: there are thousands of modules to look at."""
    waiting: list[_Exchanged] = []
    _TOGETHER.append(waiting)
    try:
        yield
    finally:
        _TOGETHER.pop()
        _exchange(waiting)


def _exchange(several: Sequence[_Exchanged]) -> None:
    """In this order: one function may have been replaced twice."""
    for each in several:
        HOLDERS.exchange(*each)
