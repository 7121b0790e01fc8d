"""Acting on a library at the moment the notebook imports it, and not before."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import threading
from collections.abc import Callable, Sequence
from types import ModuleType

Action = Callable[[ModuleType], None]
FailureReport = Callable[[str, Exception], None]


def after_import(module: str, action: Action) -> None:
    """Call `action` once, right after `module` has been imported for the first time, or at once if it is.

    `from module import name` sees what the action patched. An exception in `action` is reported (see
    `report_failures_to`) and never reaches the importing code.
    """
    _WATCH.add(module, action)


def report_failures_to(report: FailureReport) -> None:
    """Say who hears of an action that raised, as (module, error); failures until now are told at once."""
    _WATCH.report_to(report)


class _Watch(importlib.abc.MetaPathFinder):
    """First on `sys.meta_path`; finds modules as the others would and waits for their code to have run."""

    def __init__(self) -> None:
        self._actions: dict[str, list[Action]] = {}
        self._running: set[str] = set()  # modules whose code runs now, under our eyes
        self._finding = threading.local()
        self._report: FailureReport | None = None
        self._untold: list[tuple[str, Exception]] = []

    def add(self, module: str, action: Action) -> None:
        loaded = sys.modules.get(module)
        if loaded is not None and module not in self._running:
            self._act(module, loaded, [action])
            return
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)
        self._actions.setdefault(module, []).append(action)

    def report_to(self, report: FailureReport) -> None:
        self._report = report
        while self._untold:
            report(*self._untold.pop(0))

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        busy: set[str] = self._finding.__dict__.setdefault("names", set())
        if fullname not in self._actions or fullname in busy:
            return None
        busy.add(fullname)
        try:
            spec = self._ask_the_others(fullname, path, target)
        finally:
            busy.discard(fullname)
        if spec is not None and spec.loader is not None and not isinstance(spec.loader, type):
            self._wait_for(spec.loader, fullname)
        return spec

    def _ask_the_others(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None
    ) -> importlib.machinery.ModuleSpec | None:
        for finder in list(sys.meta_path):
            if finder is self:
                continue
            find = getattr(finder, "find_spec", None)
            spec: importlib.machinery.ModuleSpec | None = find(fullname, path, target) if find else None
            if spec is not None:
                return spec
        return None

    def _wait_for(self, loader: importlib.abc.Loader, fullname: str) -> None:
        # The loader keeps its class: inspect, importlib.resources and pickles of modules look at it.
        run = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            self._running.add(fullname)
            try:
                run(module)
            finally:
                self._running.discard(fullname)
            if module.__name__ == fullname:
                # A module may put another object in its place while it runs.
                self._act(fullname, sys.modules.get(fullname, module), self._actions.pop(fullname, []))

        loader.exec_module = exec_module  # type: ignore[method-assign]

    def _act(self, name: str, module: ModuleType, actions: list[Action]) -> None:
        for action in actions:
            try:
                action(module)
            except Exception as error:  # noqa: BLE001  ours, not the student's: it must not reach the import statement
                if self._report is None:
                    self._untold.append((name, error))
                else:
                    self._report(name, error)


_WATCH = _Watch()
