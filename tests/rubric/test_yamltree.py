"""Plain scalars are read as YAML 1.2 reads them, and every value knows its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.rubric.yamltree import read_tree, resolve


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("32", 32),
        ("-3", -3),
        ("0.25", 0.25),
        (".5", 0.5),
        ("1e-4", 1e-4),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("yes", "yes"),
        ("no", "no"),
        ("2026-11-22", "2026-11-22"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("1:30", "1:30"),
        ("9" * 40, "9" * 40),
    ],
)
def test_plain_scalars(text: str, value: object) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


def test_quoted_is_text() -> None:
    tree, faults = read_tree("a: '32'\nb: \"true\"\nc: |\n  1\n")
    assert not faults
    assert tree is not None
    assert tree.plain() == {"a": "32", "b": "true", "c": "1\n"}


def test_places_count_from_one() -> None:
    tree, _ = read_tree("a:\n  - x\n  - b: 1\n")
    assert tree is not None
    inner = tree.get("a")
    assert inner is not None
    assert [node.mark for node in inner.elements()] == [(2, 5), (3, 5)]
    assert inner.elements()[1].keys == {"b": (3, 5)}


@given(st.text(alphabet="ab:-[]{}&*!?#|>'\"\n ,0.%@`~<", max_size=80))
def test_any_text_gives_a_tree_or_a_fault(text: str) -> None:
    """The reader of YAML never raises, and never gives neither a tree nor a reason, except for nothing at all."""
    tree, faults = read_tree(text)
    assert all(line >= 1 and column >= 1 for line, column in (fault.mark for fault in faults))
    assert tree is None or tree.mark >= (1, 1)
