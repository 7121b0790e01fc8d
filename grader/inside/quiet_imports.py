"""Importing a library takes nothing from the sources of chance, so it does not matter whether it was imported before.

scikit-learn, for one, draws a number from `random` while it is imported. In a fork of a warm interpreter it has been
imported already, and without this the same notebook with the same seed would train another network there.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import random
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

import numpy as np


def install() -> None:
    """Watch imports from here on; modules of the notebook's own, which may set a seed on purpose, are let be."""
    sys.meta_path.insert(0, _Finder())


class _Finder(importlib.abc.MetaPathFinder):
    """First on `sys.meta_path`; finds what the others find, and wraps the outermost of nested imports."""

    def __init__(self) -> None:
        self._state = threading.local()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if getattr(self._state, "busy", False):
            return None
        with self._at_work():
            spec = self._ask_the_others(fullname, path, target)
        if spec is not None and spec.loader is not None and not isinstance(spec.loader, type) and _of_a_library(spec):
            self._wrap(spec.loader)
        return spec

    def _ask_the_others(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None
    ) -> importlib.machinery.ModuleSpec | None:
        for finder in list(sys.meta_path):
            find = getattr(finder, "find_spec", None)
            if finder is self or find is None:
                continue
            spec: importlib.machinery.ModuleSpec | None = find(fullname, path, target)
            if spec is not None:
                return spec
        return None

    def _wrap(self, loader: importlib.abc.Loader) -> None:
        run = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            with self._at_work(), _chance_kept():
                run(module)

        loader.exec_module = exec_module  # type: ignore[method-assign]

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        before = getattr(self._state, "busy", False)
        self._state.busy = True
        try:
            yield
        finally:
            self._state.busy = before


@contextmanager
def _chance_kept() -> Iterator[None]:
    ours, numpys = random.getstate(), np.random.get_state()
    try:
        yield
    finally:
        random.setstate(ours)
        np.random.set_state(numpys)


def _of_a_library(spec: importlib.machinery.ModuleSpec) -> bool:
    return spec.origin is not None and spec.origin.startswith((sys.prefix, sys.base_prefix))
