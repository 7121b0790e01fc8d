"""Modules are acted on once, right after their own import, whoever imports them and however."""

from __future__ import annotations

import importlib
import inspect
import sys
from pathlib import Path
from types import ModuleType

import pytest

from grader.inside import hooks


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    name = "watched_package"
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("from watched_package.inner import value\n")
    (tmp_path / name / "inner.py").write_text("def value():\n    return 'own'\n")
    (tmp_path / name / "broken.py").write_text("import watched_package\nraise RuntimeError(watched_package.attempts)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    for module in [module for module in sys.modules if module.startswith(name)]:
        monkeypatch.delitem(sys.modules, module)
    return name


def test_from_import_sees_what_was_patched(package: str) -> None:
    hooks.after_import(f"{package}.inner", lambda module: setattr(module, "value", lambda: "patched"))
    assert importlib.import_module(package).value() == "patched"


def test_once_and_at_once_when_it_is_there(package: str) -> None:
    seen: list[ModuleType] = []
    hooks.after_import(package, seen.append)
    module = importlib.import_module(package)
    importlib.reload(module)
    hooks.after_import(package, seen.append)
    assert seen == [module, module]


def test_a_module_keeps_its_loader_and_source(package: str) -> None:
    hooks.after_import(f"{package}.inner", lambda module: None)
    module = importlib.import_module(f"{package}.inner")
    assert type(module.__loader__).__name__ == "SourceFileLoader"
    assert "return 'own'" in inspect.getsource(module.value)


def test_a_failed_import_is_waited_for_again(package: str) -> None:
    seen: list[ModuleType] = []
    importlib.import_module(package).attempts = 1
    hooks.after_import(f"{package}.broken", seen.append)
    with pytest.raises(RuntimeError, match="1"):
        importlib.import_module(f"{package}.broken")
    source = Path(str(importlib.import_module(package).__file__)).with_name("broken.py")
    source.write_text("fine = True  # and of another length\n")
    importlib.invalidate_caches()
    assert importlib.import_module(f"{package}.broken").fine
    assert len(seen) == 1


def test_a_failing_action_is_told_and_not_raised(package: str) -> None:
    told: list[tuple[str, str]] = []
    hooks.report_failures_to(lambda module, error: told.append((module, str(error))))
    hooks.after_import(package, lambda module: module.no_such_name)
    importlib.import_module(package)
    assert [module for module, _ in told if module == package] == [package]


def test_what_is_not_there_stays_missing() -> None:
    hooks.after_import("watched_nothing", lambda module: None)
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("watched_nothing")
