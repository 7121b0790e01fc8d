"""Where tf-keras runs the notebook, `keras` is tf-keras: one library under both names, as `keras` and `tf.keras` were."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Final

from grader.inside.context import Context

REAL: Final = "tf_keras"
# What is asked for, and where tf-keras has it. TensorFlow keeps a copy of its own below `tensorflow.python`, of which
# it has loaded some parts itself; those stay.
NAMES: Final = (("keras", REAL), ("tensorflow.python.keras", f"{REAL}.src"))


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
        if fullname == "keras":
            self._say()
        return importlib.machinery.ModuleSpec(fullname, _Loader(fullname, real), is_package=True)

    def _say(self) -> None:
        library = importlib.import_module(REAL)
        self._context.substituted_once(
            asked="keras",
            served=f"tf-keras {library.__version__}, which is Keras 2",
            how="import",
            why="the code was written for Keras 2",
        )


class _Loader(importlib.abc.Loader):
    """One per module: whoever waits for a module wraps the loader's methods."""

    def __init__(self, name: str, real: str) -> None:
        self._name = name
        self._real = real

    def exec_module(self, module: ModuleType) -> None:  # noqa: ARG002  the machinery then takes what stands in its place
        sys.modules[self._name] = importlib.import_module(self._real)


def real_name(name: str) -> str | None:
    """The module of tf-keras that `name` means; None for modules that are no alias."""
    for alias, real in NAMES:
        if name == alias or name.startswith(f"{alias}."):
            return real + name[len(alias) :]
    return None


def _is_there(name: str) -> bool:
    if name in sys.modules:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
