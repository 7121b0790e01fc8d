"""A replaced function is met under every name that its library has given it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from grader.inside.gateway.functions import replace_function, replacing_together


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
        monkeypatch.setattr(module, "load", function, raising=False)
    replace_function("made_up.src", "load", twice)
    assert (own.load(), handed_on.load(), unrelated.load()) == (42, 42, 5)
    assert own.load.__doc__ == "The original's own words."


def test_a_function_the_module_does_not_have_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "made_up.src", ModuleType("made_up.src"))
    replace_function("made_up.src", "load", twice)
    assert not hasattr(sys.modules["made_up.src"], "load")


def test_several_replaced_together_are_found_at_the_end_each_as_often_as_it_was_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def load() -> int:
        return 5

    own, handed_on = ModuleType("made_up.src"), ModuleType("made_up.api")
    for module in (own, handed_on):
        monkeypatch.setitem(sys.modules, module.__name__, module)
        for name in ("load", "read"):
            monkeypatch.setattr(module, name, load, raising=False)
    with replacing_together():
        replace_function("made_up.src", "load", twice)
        replace_function("made_up.src", "load", twice)
        replace_function("made_up.src", "read", twice)
        assert (own.load(), own.read(), handed_on.load()) == (20, 10, 5)
    assert [module.load() for module in (own, handed_on)] == [20, 20]
    assert [module.read() for module in (own, handed_on)] == [10, 10]
