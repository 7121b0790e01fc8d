"""spaCy's trained pipelines, which are packages of their own: `spacy.load`, their import and their download.

One that is installed is loaded as ever. Every other published name is answered with a pipeline by rules.
"""

from __future__ import annotations

import functools
import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import
from grader.inside.standins.spacy_pipelines.pipeline import Asked, asked_for, build, in_words

HOW: Final = "stand-in"
WHY: Final = "this trained pipeline is not installed where notebooks are graded"
_VERSION: Final = "3.8.0"  # of the published pipelines, for those who print it


def install(context: Context) -> None:
    """Wait for spaCy, and answer imports of its pipelines."""
    after_import("spacy.util", functools.partial(_answer_names, context))
    for module in ("spacy.cli.download", "spacy.cli"):  # the package shows a function of the module's name
        after_import(module, functools.partial(_answer_download, context))
    sys.meta_path.append(_Finder(context))


def download_in_words(name: str) -> tuple[str, str]:
    """What a download brings, for the record and for who reads the output."""
    asked = asked_for(name)
    served = f"nothing downloaded; {name} is {'answered by a pipeline by rules' if asked else 'not there'}"
    return served, f"spacy: nothing is downloaded while grading; {served.partition('; ')[2]}"


def say_download(context: Context, asked: str, name: str) -> str:
    """Record a download. Returns: the line to show."""
    served, shown = download_in_words(name)
    context.substituted(asked=asked, served=served, how="spacy", why="there is no network here")
    return shown


def _answer_names(context: Context, util: Any) -> None:
    load_installed, is_installed = util.load_model, util.is_package

    @functools.wraps(is_installed)
    def is_package(name: str) -> bool:
        return bool(is_installed(name)) or (isinstance(name, str) and asked_for(name) is not None)

    @functools.wraps(load_installed)
    def load_model(name: Any, **named: Any) -> Any:
        text = os.fspath(name) if isinstance(name, str | os.PathLike) else ""
        asked = asked_for(text) if text and not os.path.exists(text) and not is_installed(text) else None  # noqa: PTH110  a name as well as a path
        if asked is None:
            return load_installed(name, **named)
        return _built(context, asked, text, named) or load_installed(name, **named)

    util.is_package, util.load_model = is_package, load_model


def _built(context: Context, asked: Asked, name: str, named: dict[str, Any]) -> Any:
    """The pipeline in place of `name`; None, with a note, where there is none to be made."""
    try:
        nlp = build(asked, **named)
    except ImportError as error:
        context.note("weights", f"no pipeline of spaCy's for {asked.name}: {str(error).partition(chr(10))[0]}")
        return None
    called = f"spaCy's {asked.name}" if name == asked.name else f"spaCy's {asked.name} ({name})"
    context.substituted_once(asked=called, served=in_words(asked), how=HOW, why=WHY)
    return nlp


def _answer_download(context: Context, module: Any) -> None:
    def download(model: str, *_: Any, **__: Any) -> None:
        print(say_download(context, f"spacy.cli.download({model!r})", model))

    module.download = download


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Last on `sys.meta_path`: asked only for what nobody else has found."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:  # fmt: skip
        asked = asked_for(fullname) if "." not in fullname else None
        if asked is None or asked.name != fullname or importlib.machinery.PathFinder.find_spec("spacy") is None:
            return None
        return importlib.machinery.ModuleSpec(fullname, self)

    def exec_module(self, module: ModuleType) -> None:
        name = module.__name__

        def load(**overrides: Any) -> Any:
            import spacy

            return spacy.load(name, **overrides)

        module.__dict__.update(load=load, __version__=_VERSION)
