"""A replaced function is met under every name that its library has given it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from grader.inside.gateway.functions import replace_function, replacing_together
from grader.inside.gateway.holders import Holders


def twice(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda: 2 * original()


def test_modules_that_handed_it_on_before_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> int:
        """The original's own words."""
        return 21

    def other() -> int:
        return 5

    own, handed_on, unrelated = ModuleType("made_up.src"), ModuleType("made_up.api"), ModuleType("made_up.other")
    for module, function in ((own, load), (handed_on, load), (unrelated, other)):
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(module, "load_data", function, raising=False)
    replace_function("made_up.src", "load_data", twice)
    assert (own.load_data(), handed_on.load_data(), unrelated.load_data()) == (42, 42, 5)
    assert own.load_data.__doc__ == "The original's own words."


def test_a_function_the_module_does_not_have_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "made_up.src", ModuleType("made_up.src"))
    replace_function("made_up.src", "load_data", twice)
    assert not hasattr(sys.modules["made_up.src"], "load_data")


def test_several_replaced_together_are_found_at_the_end_each_as_often_as_it_was_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def load() -> int:
        return 5

    own, handed_on = ModuleType("made_up.src"), ModuleType("made_up.api")
    for module in (own, handed_on):
        monkeypatch.setitem(sys.modules, module.__name__, module)
        for name in ("load_data", "get_file"):
            monkeypatch.setattr(module, name, load, raising=False)
    with replacing_together():
        replace_function("made_up.src", "load_data", twice)
        replace_function("made_up.src", "load_data", twice)
        replace_function("made_up.src", "get_file", twice)
        assert (own.load_data(), own.get_file(), handed_on.load_data()) == (20, 10, 5)
    assert [module.load_data() for module in (own, handed_on)] == [20, 20]
    assert [module.get_file() for module in (own, handed_on)] == [10, 10]


def test_only_names_that_are_looked_for_may_be_replaced() -> None:
    with pytest.raises(ValueError, match="load_everything"):
        replace_function("made_up.src", "load_everything", twice)


def test_who_holds_a_name_is_remembered_and_what_came_later_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> int:
        return 5

    before, other, after = (ModuleType(f"made_up.{name}") for name in ("before", "other", "after"))
    monkeypatch.setattr(before, "load_data", load, raising=False)
    monkeypatch.setattr(other, "load_data", twice, raising=False)
    monkeypatch.setattr(after, "load_data", load, raising=False)
    holders = Holders()
    for module in (before, other):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    holders.remember()
    monkeypatch.setitem(sys.modules, after.__name__, after)
    first, second = twice(load), twice(load)
    holders.exchange("load_data", load, first)
    assert (before.load_data, other.load_data, after.load_data) == (first, twice, first)
    holders.exchange("load_data", first, second)  # what has been replaced is known as what took its place
    assert (before.load_data, other.load_data, after.load_data) == (second, twice, second)


def test_where_nothing_was_remembered_all_modules_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("made_up.src")
    monkeypatch.setattr(module, "load_data", twice, raising=False)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    Holders().exchange("load_data", twice, len)
    assert module.load_data is len
