"""Replacing a library's function wherever its modules have handed it on."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from grader.inside.hooks import after_import

Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]


def replace_function(module: str, name: str, wrap: Wrap) -> None:
    """Put `wrap(original)` in place of `module.name` once the module is imported, and of the same object elsewhere.

    Libraries hand functions on (`keras.datasets.imdb.load_data` is `keras.src.datasets.imdb.load_data`); modules
    that do so later take the replacement, those that have done so already are found.
    """

    def replace(loaded: ModuleType) -> None:
        original = loaded.__dict__.get(name)
        if original is None:
            return
        replacement = functools.wraps(original)(wrap(original))
        for other in list(sys.modules.values()):
            # A lazily loaded module would be loaded by a plain look.
            if isinstance(other, ModuleType) and other.__dict__.get(name) is original:
                setattr(other, name, replacement)

    after_import(module, replace)
