"""`keras.preprocessing.text`, which Keras 3 took out of its public modules and coursework still imports."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Final

from grader.inside.context import Context
from grader.inside.gateway import tokenizer

REMOVED: Final = "keras.preprocessing.text"


def install(context: Context) -> None:
    """Answer imports of the removed module, and only where the installed Keras does not."""
    sys.meta_path.append(_Finder(context))


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Last on `sys.meta_path`: asked only for what nobody else has found."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:  # fmt: skip
        return importlib.machinery.ModuleSpec(fullname, self) if fullname == REMOVED else None

    def exec_module(self, module: ModuleType) -> None:
        for name in tokenizer.PUBLIC:
            setattr(module, name, getattr(tokenizer, name))
        self._context.substituted(
            asked=REMOVED,
            served="a Tokenizer, text_to_word_sequence and one_hot that behave as there",
            how="import",
            why="the installed Keras no longer has this module",
        )
