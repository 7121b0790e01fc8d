"""Imports of libraries that are not installed, answered with the stand-ins beside this file."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Final

from grader.inside.context import Context
from grader.inside.gateway.callers import imported_by_notebook
from grader.inside.standins import desk
from grader.inside.standins.clones import CLONES
from grader.inside.standins.tensorflow_examples.tutorials.mnist import input_data

HOME: Final = "grader.inside.standins"
WHAT: Final = {
    "keras_contrib": "the normalisation layers of keras_contrib",
    "torchtext": "fields, vocabularies, iterators and IMDB as in torchtext, on the course's data",
    "tensorflow_datasets": "`load`, `builder` and `as_numpy` as in tensorflow_datasets, on the course's data",
    "tensorflow_docs": "`embed_file`, `HistoryPlotter` and `EpochDots` as in TensorFlow's tutorials",
    "datasets": "Dataset, DatasetDict and load_dataset as in Hugging Face's datasets, on the course's data",
    "evaluate": "`load` and `combine` as in Hugging Face's evaluate, for the metrics of classification",
    "tensorflow.examples": "`read_data_sets` of the tutorial on MNIST, on the course's data",
    "madgrad": "the optimiser MADGRAD, as published",
    "wandb": "Weights & Biases without its service: settings can be read back, nothing is sent or kept",
    "clip": "`load` and `tokenize` as in OpenAI's clip, with weights as for transformers",
    "easyocr": "`Reader` as in easyocr, for pictures whose captions the data set has",
    "keras_ocr": "`Pipeline` and `tools` as in keras_ocr, for pictures whose captions the data set has",
    "pytesseract": "texts and tables as of pytesseract, for pictures whose captions the data set has",
}

# Part of a library that is installed, where today's version has it no more, and the folder that answers for it.
_BELOW: Final = {"tensorflow.examples": "tensorflow_examples"}
# A notebook's own file may be called so as well: what it asks of the library tells them apart.
_MEANT: Final = {"evaluate": re.compile(r"\bevaluate\.(?:load|combine)\(|\bfrom evaluate import (?:load|combine)\b")}
# Other libraries look for these to see whether to work with them: only the notebook's own imports are answered.
_FOR_NOTEBOOKS: Final = frozenset({"pytesseract", "wandb"})


def install(context: Context, work: Path) -> None:
    """Answer imports of each library from now on, unless it is installed or comes with the submission."""
    desk.open_for(context)
    sys.meta_path.insert(0, _Finder(context, work))


class _Finder(importlib.abc.MetaPathFinder):
    """First on `sys.meta_path`: a mere folder called `datasets` would else be taken for the library."""

    def __init__(self, context: Context, work: Path) -> None:
        self._context = context
        self._work = work

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:  # fmt: skip
        below = next((name for name in _BELOW if f"{fullname}.".startswith(f"{name}.")), None)
        if below is not None:
            return self._below(fullname, below, path)
        top, _, rest = fullname.partition(".")
        if (top not in WHAT and top not in CLONES) or (not rest and _is_there(top)):
            return None
        if top in _MEANT and not _MEANT[top].search(desk.desk().source):
            return None
        if fullname in _FOR_NOTEBOOKS and not imported_by_notebook(self._work):
            return None
        if rest and not getattr(sys.modules.get(top), "__name__", "").startswith(HOME):
            return None
        ours = f"{HOME}.{_place(top, rest)}".replace(".torchtext.legacy.", ".torchtext.")
        if importlib.util.find_spec(ours) is None:
            return None
        return importlib.machinery.ModuleSpec(fullname, _Loader(self._context, ours), is_package=True)

    def _below(self, fullname: str, below: str, path: Sequence[str] | None) -> importlib.machinery.ModuleSpec | None:
        """Of a library's missing part; without its data there is nothing that it could answer."""
        ours = f"{HOME}.{_BELOW[below]}{fullname.removeprefix(below)}"
        if importlib.machinery.PathFinder.find_spec(fullname, path) is not None or not input_data.is_served():
            return None
        if importlib.util.find_spec(ours) is None:
            return None
        return importlib.machinery.ModuleSpec(fullname, _Loader(self._context, ours), is_package=True)


class _Loader(importlib.abc.Loader):
    """Gives our module itself under the library's name, so that there is one of each class."""

    def __init__(self, context: Context, ours: str) -> None:
        self._context = context
        self._ours = ours

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = importlib.import_module(self._ours)
        library = spec.name if spec.name in WHAT else CLONES.get(spec.name)
        if library is not None:
            self._context.substituted_once(
                asked=f"import {spec.name}",
                served=f"a stand-in: {WHAT[library]}",
                how="stand-in",
                why="this library is not installed where notebooks are graded",
            )
        return module

    def exec_module(self, module: ModuleType) -> None:
        """It has run already."""


def _place(top: str, rest: str) -> str:
    """Below `HOME`; what lies in the folder of a clone is the package itself."""
    package = CLONES.get(top)
    if package is None:
        return f"{top}.{rest}" if rest else top
    return rest if rest.partition(".")[0] == package else f"{package}_repository"


def _is_there(name: str) -> bool:
    """Whether a real module or package of that name would be found; a folder without `__init__.py` is none.

    Except one that is named as a clone is and has the package in it.
    """
    spec = importlib.machinery.PathFinder.find_spec(name)
    if spec is None:
        return False
    if spec.origin is None and name in CLONES:
        inner = importlib.machinery.PathFinder.find_spec(f"{name}.{CLONES[name]}", spec.submodule_search_locations)
        return inner is not None and inner.origin is not None
    return spec.loader is not None and spec.origin is not None
