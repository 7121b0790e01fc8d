"""The few ways in which what a library no longer has is answered: names, keywords, positions, modules.

A library that still has a thing is left alone, so the shims fit any version. What the notebook's own code asks for
is answered and said the first time; a library that feels for an old name gets the answer it would get without us.
"""

from __future__ import annotations

import functools
import importlib.abc
import importlib.machinery
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.inside.context import Context
from grader.inside.gateway.callers import asked_by_notebook, imported_by_library, imported_by_notebook

Make = Callable[[], Any]  # -> what stands in
Change = Callable[[Any], dict[str, Any]]  # the value of an old keyword -> the keywords that stand in


@dataclass(frozen=True, slots=True)
class StandIn:
    """What answers a lost name: a value made when it is asked for, and its name in words."""

    served: str
    make: Make


@dataclass(frozen=True, slots=True)
class Library:
    """One library's lost things, answered and said."""

    name: str
    context: Context
    work: Path

    def say(self, asked: str, served: str, why: str = "") -> None:
        """Record, once, that `asked` was answered with `served`."""
        why = why or f"the installed {self.name} no longer has it"
        self.context.substituted_once(asked=asked, served=served, how="shim", why=why)

    def names(self, module: Any, table: Mapping[str, StandIn], *, also_for: Sequence[str] = ()) -> None:
        """Answer names that `module` lacks; `from module import name` too.

        `also_for` are libraries that cannot do without.
        """
        before = module.__dict__.get("__getattr__")

        def missing(name: str) -> Any:
            found = table.get(name)
            if found is not None and asked_by_notebook(self.work):
                self.say(f"{module.__name__}.{name}", found.served)
                return found.make()
            if found is not None and any(map(imported_by_library, also_for)):
                return found.make()
            if before is not None:
                return before(name)
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

        module.__getattr__ = missing

    def members(self, kind: Any, table: Mapping[str, tuple[str, Callable[[Any], Any]]]) -> None:
        """Answer attributes that objects of class `kind` lack: name -> (its answer in words, object -> value)."""
        before = getattr(kind, "__getattr__", None)

        def missing(self_: Any, name: str) -> Any:
            found = table.get(name)
            try:
                if before is not None:
                    return before(self_, name)
            except AttributeError:
                if found is None:
                    raise
            if found is None or not asked_by_notebook(self.work):
                raise AttributeError(f"{type(self_).__name__!r} object has no attribute {name!r}")
            self.say(f"{kind.__name__}.{name}", found[0])
            return found[1](self_)

        kind.__getattr__ = missing

    def keywords(self, owner: Any, name: str, table: Mapping[str, Change], label: str = "") -> None:
        """Translate keywords that `owner.name` takes no longer; `label` is what the record calls it."""
        original = owner.__dict__.get(name) or getattr(owner, name, None)
        if original is None:
            return
        known = _parameters(original)
        lost = {old: change for old, change in table.items() if old not in known}
        label = label or (owner.__name__ if name == "__init__" else name)

        @functools.wraps(original)
        def call(*args: Any, **named: Any) -> Any:
            for old in [old for old in named if old in lost]:
                instead = lost[old](named.pop(old))
                self.say(f"{label}({old}=)", _words(instead))
                named.update(instead)
            return original(*args, **named)

        if lost:
            setattr(owner, name, call)

    def positions(self, owner: Any, name: str, order: Sequence[str]) -> None:
        """Let `owner.name` take by position, in the order it once did, what it takes by keyword alone now.

        `order` are its parameters' names, `self` among them for a method.
        """
        original = owner.__dict__.get(name) or getattr(owner, name, None)
        if original is None:
            return
        label = owner.__name__ if name == "__init__" else name
        kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        known = _parameters(original)
        taken = [p for p, each in known.items() if each.kind in kinds]
        if len(taken) >= len(order) or any(
            each.kind is inspect.Parameter.VAR_POSITIONAL and not hasattr(original, "__wrapped__")
            for each in known.values()
        ):
            return

        @functools.wraps(original)
        def call(*args: Any, **named: Any) -> Any:
            extra = dict(zip(order[len(taken) :], args[len(taken) :], strict=False))
            if not extra or extra.keys() & named.keys() or len(args) > len(order):
                return original(*args, **named)
            self.say(f"{label}(…) with {', '.join(extra)} by position", f"{', '.join(extra)} by keyword")
            return original(*args[: len(taken)], **extra, **named)

        setattr(owner, name, call)

    def modules(
        self, table: Mapping[str, tuple[str, Callable[[ModuleType], None]]], *, also_for: Sequence[str] = ()
    ) -> None:
        """Answer imports of modules that are gone: full name -> (its answer in words, what fills the module).

        A module below another of `table` makes that one a package. `also_for` are libraries that cannot do without.
        """
        sys.meta_path.append(_Finder(self, table, also_for))


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Last on `sys.meta_path`: asked only for what nobody else has found, and answers the notebook alone."""

    def __init__(
        self, library: Library, table: Mapping[str, tuple[str, Callable[[ModuleType], None]]], also_for: Sequence[str]
    ) -> None:
        self._library = library
        self._also_for = also_for
        self._table = table
        self._parents = {name.rpartition(".")[0] for name in table}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:  # fmt: skip
        if fullname not in self._table:
            return None
        if not imported_by_notebook(self._library.work) and not any(map(imported_by_library, self._also_for)):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=fullname in self._parents)

    def exec_module(self, module: ModuleType) -> None:
        served, fill = self._table[module.__name__]
        if imported_by_notebook(self._library.work):
            self._library.say(f"import {module.__name__}", served)
        fill(module)


def alias(target: str) -> StandIn:
    """A stand-in that is another name: "module:name", looked up when it is asked for."""
    module, _, name = target.partition(":")
    return StandIn(f"{module}.{name}", lambda: getattr(importlib.import_module(module), name))


def value(served: str, of: Any) -> StandIn:
    """A stand-in that is there already."""
    return StandIn(served, lambda: of)


def renamed(new: str, convert: Callable[[Any], Any] = lambda given: given) -> Change:
    """The keyword is called `new` now."""
    return lambda given: {new: convert(given)}


def dropped(_: Any) -> dict[str, Any]:
    """The keyword says nothing any more."""
    return {}


def handing_on(*targets: str) -> Callable[[ModuleType], None]:
    """Fill a module with the public names of others, the first that has a name first, as it is asked for."""

    def fill(module: ModuleType) -> None:
        def find(name: str) -> Any:
            for target in targets:
                found = getattr(importlib.import_module(target), name, None)
                if found is not None and not name.startswith("__"):
                    return found
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

        module.__getattr__ = find  # type: ignore[method-assign]  # how a module answers names of its own

    return fill


def _parameters(function: Any) -> Mapping[str, inspect.Parameter]:
    try:
        return inspect.signature(function).parameters
    except (TypeError, ValueError):  # a function of C's without a signature takes what it takes
        return {}


def _words(instead: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}=" for name in instead) or "nothing in its place"
