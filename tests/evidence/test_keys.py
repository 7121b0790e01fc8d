"""Each condition of an attempt changes its key, and nothing else does."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from grader.evidence.keys import attempt_key
from grader.sandbox.contract import Limits

CONDITIONS: dict[str, Any] = {
    "submission": "a" * 64, "served": ("b" * 64,), "profile": "quick", "max_epochs": 2, "limits": Limits(),
    "inside": "c" * 64, "libraries": {"keras": "3.15.0", "torch": "2.13.0"}, "device": "cpu", "seed": 11, "cpus": 1,
    "executor": "bubblewrap", "continue_after_failure": True, "weights": "", "runtimes": "",
}  # fmt: skip
CHANGED: dict[str, Any] = {
    "submission": "d" * 64, "served": ("b" * 64, "e" * 64), "profile": "full", "max_epochs": None,
    "limits": replace(Limits(), wall_seconds=1801), "inside": "f" * 64,
    "libraries": {"keras": "3.15.1", "torch": "2.13.0"}, "device": "cuda", "seed": 12, "cpus": 2,
    "executor": "none", "continue_after_failure": False, "weights": "g" * 64, "runtimes": "h" * 64,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_every_condition_counts(name: str) -> None:
    assert attempt_key(**{**CONDITIONS, name: CHANGED[name]}) != attempt_key(**CONDITIONS)


@pytest.mark.parametrize("name", [field.name for field in fields(Limits)])
def test_every_limit_counts(name: str) -> None:
    limits = replace(Limits(), **{name: 7})
    assert attempt_key(**{**CONDITIONS, "limits": limits}) != attempt_key(**CONDITIONS)


def test_the_order_in_which_libraries_are_found_does_not_count() -> None:
    libraries = dict(reversed(CONDITIONS["libraries"].items()))
    assert attempt_key(**{**CONDITIONS, "libraries": libraries}) == attempt_key(**CONDITIONS)


def test_a_key_is_hex() -> None:
    assert len(attempt_key(**CONDITIONS)) == 64
    int(attempt_key(**CONDITIONS), 16)
