"""Where tf-keras runs the notebook, `keras` is tf-keras too: one library, as `keras` and `tf.keras` had become."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Final

from grader.inside.context import Context

REAL: Final = "tf_keras"
ALIAS: Final = "keras"


def install(context: Context) -> None:
    """To be called before anything has imported Keras 3."""
    place = sys.meta_path.index(importlib.machinery.PathFinder)
    sys.meta_path.insert(place, _Finder(context))


class _Finder(importlib.abc.MetaPathFinder):
    """Just before the search of folders, and after those who only watch."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:  # fmt: skip
        real = real_name(fullname)
        if real is None or not _is_there(real):
            return None
        return importlib.machinery.ModuleSpec(fullname, _Loader(self._context, fullname, real), is_package=True)


class _Loader(importlib.abc.Loader):
    """One per module: whoever waits for a module wraps the loader's methods."""

    def __init__(self, context: Context, name: str, real: str) -> None:
        self._context = context
        self._name = name
        self._real = real

    def exec_module(self, module: ModuleType) -> None:  # noqa: ARG002  the machinery then takes what stands in its place
        library = importlib.import_module(self._real)
        sys.modules[self._name] = library
        if self._name == ALIAS:
            self._context.substituted_once(
                asked=ALIAS,
                served=f"tf-keras {library.__version__}, which is Keras 2",
                how="import",
                why="the code was written for Keras 2",
            )


def real_name(name: str) -> str | None:
    """The module of tf-keras that `name` means; None for modules that are no alias."""
    return REAL + name[len(ALIAS) :] if name == ALIAS or name.startswith(f"{ALIAS}.") else None


def _is_there(name: str) -> bool:
    """Whether tf-keras has this module; looked up in its folder, since nothing may be imported while one is found."""
    if name in sys.modules:
        return True
    root, *parts = name.split(".")
    spec = importlib.machinery.PathFinder.find_spec(root)
    for folder in (spec.submodule_search_locations or []) if spec is not None else []:
        place = Path(folder, *parts)
        if (place / "__init__.py").is_file() or place.with_suffix(".py").is_file():
            return True
    return False
