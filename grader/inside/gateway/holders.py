"""Which modules have handed a library's function on, looked up once in a warm parent.

CPython counts references in the objects themselves: a fork that goes through all modules of a framework writes to
thousands of pages, and so copies twenty megabytes that it would share with its parent.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any, Final

# Names under which functions may be replaced.
NAMES: Final = frozenset({
    "fetch_openml", "get_file", "get_word_index", "image_dataset_from_directory", "load_data",
    "text_dataset_from_directory", "urlopen", "urlretrieve",
})  # fmt: skip


class Holders:
    """What was imported when `remember` was called is remembered; what came later is asked anew."""

    def __init__(self) -> None:
        # By name, the `__dict__` of each module that holds something of that name, behind that thing's address.
        self._of: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        self._last = ""  # the module imported last before

    def remember(self) -> None:
        """Look once, at all modules."""
        self._of = {name: [] for name in NAMES}
        for held in _dicts(list(sys.modules)):
            for name in self._of.keys() & held.keys():
                self._of[name].append((id(held[name]), held))
        self._last = next(reversed(sys.modules))

    def exchange(self, name: str, original: object, replacement: object) -> None:
        """Put `replacement` wherever a module has `original` under one of NAMES."""
        kept: list[tuple[int, dict[str, Any]]] = []
        for address, held in self._of.get(name, ()):
            there = address == id(original) and held.get(name) is original
            if there:
                held[name] = replacement
            kept.append((id(replacement) if there else address, held))
        self._of[name] = kept
        for held in _dicts(self._newer()):
            if held.get(name) is original:
                held[name] = replacement

    def _newer(self) -> Iterator[str]:
        """Names of modules imported since, the newest first."""
        for name in reversed(sys.modules):
            if name == self._last:
                return
            yield name


HOLDERS: Final = Holders()


def _dicts(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """A lazily loaded module would be loaded by a plain look at an attribute; its `__dict__` is there already."""
    for name in names:
        module = sys.modules.get(name)
        if isinstance(module, ModuleType):
            yield module.__dict__
