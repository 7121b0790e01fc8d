"""One registry, one owner per name, closed after start-up."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from grader.checks import registry
from grader.checks.registry import CHECKS, CheckEntry, Registry
from grader.faults import CourseError, UsageError

BUILTIN = (
    "layers", "parameters", "metric", "compare", "sweep", "frozen", "training", "figure", "table", "text_steps", "said",
    "runs", "manual",
)  # fmt: skip


def test_our_own_checks_are_there() -> None:
    assert CHECKS.names()[: len(BUILTIN)] == BUILTIN
    assert all(isinstance(CHECKS.get(name), CheckEntry) for name in CHECKS)


def test_a_typo_names_the_right_word() -> None:
    with pytest.raises(UsageError, match="no check 'metrik'; did you mean 'metric'"):
        CHECKS.get("metrik")
    assert "metrik" not in CHECKS


def test_a_second_owner_is_refused() -> None:
    names: Registry[int] = Registry("check")
    names.register("one", 1)
    with pytest.raises(CourseError, match="check 'one' has two owners"):
        names.register("one", 2)
    assert names.get("one") == 1


def test_it_is_closed_after_start_up() -> None:
    names: Registry[int] = Registry("check", lambda own: own.register("one", 1) and None)
    assert names.names() == ("one",)
    with pytest.raises(CourseError, match="comes after start-up"):
        names.register("two", 2)


def test_filling_happens_once_and_only_when_asked() -> None:
    calls: list[str] = []
    names: Registry[int] = Registry("check", lambda own: calls.append((own.register("one", 1) and "filled") or ""))
    assert calls == []
    names.get("one")
    names.names()
    assert calls == ["filled"]


def points(monkeypatch: pytest.MonkeyPatch, value: str, name: str = "own") -> Registry[CheckEntry]:
    """A registry as it would be with a package that declares one entry point."""
    found = [EntryPoint(name=name, value=value, group=registry.GROUP)]
    monkeypatch.setattr(registry, "entry_points", lambda group: found if group == registry.GROUP else [])
    return Registry("check", registry._load)


def test_an_entry_point_brings_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    checks = points(monkeypatch, "tests.checks.own_check:ENTRY")
    assert checks.names() == (*BUILTIN, "own")


def test_an_entry_point_cannot_take_a_name_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CourseError, match="check 'runs' has two owners"):
        points(monkeypatch, "tests.checks.own_check:ENTRY", "runs").names()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("tests.checks.own_check:NOTHING", "cannot be loaded: AttributeError"),
        ("no_such_package:ENTRY", "cannot be loaded: ModuleNotFoundError"),
        ("tests.checks.own_check:judge_own", "is a function, not a CheckEntry"),
    ],
)
def test_an_entry_point_that_is_no_check_is_told(monkeypatch: pytest.MonkeyPatch, value: str, told: str) -> None:
    with pytest.raises(CourseError, match=told):
        points(monkeypatch, value).names()
