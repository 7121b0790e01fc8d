"""Which modules have handed a library's function on, looked up once in a warm parent.

CPython counts references in the objects themselves: a fork that goes through all modules of a framework writes to
thousands of pages, and so copies twenty megabytes that it would share with its parent.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Final

# Names under which functions may be replaced.
NAMES: Final = frozenset({
    "fetch_openml", "get_file", "get_word_index", "image_dataset_from_directory", "load_data",
    "text_dataset_from_directory", "urlopen", "urlretrieve",
})  # fmt: skip


class Holders:
    """What was imported when `remember` was called is remembered; what came later is asked anew."""

    def __init__(self) -> None:
        self._of: dict[str, list[ModuleType]] | None = None
        self._last = ""  # the module imported last before

    def remember(self) -> None:
        found: dict[str, list[ModuleType]] = {name: [] for name in NAMES}
        for module in _modules(iter(sys.modules.copy())):
            for name in found.keys() & module.__dict__.keys():
                found[name].append(module)
        self._of, self._last = found, next(reversed(sys.modules))

    def of(self, name: str) -> list[ModuleType]:
        """The modules that may hold something under one of NAMES."""
        if self._of is None:
            return list(_modules(iter(sys.modules.copy())))
        return [*self._of[name], *_modules(self._newer())]

    def _newer(self) -> Iterator[str]:
        """Names of modules imported since, the newest first."""
        for name in reversed(sys.modules):
            if name == self._last:
                return
            yield name


HOLDERS: Final = Holders()


def _modules(names: Iterator[str]) -> Iterator[ModuleType]:
    """A lazily loaded module would be loaded by a plain look at an attribute; its `__dict__` is there already."""
    for name in names:
        module = sys.modules.get(name)
        if isinstance(module, ModuleType):
            yield module
