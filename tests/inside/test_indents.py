"""A cell's first line decides how far all of them are moved to the left."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.inside.indents import without_first_indent
from tests.inside.builders import run_cells


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        pytest.param(" a = 1\nb = 2", "a = 1\nb = 2", id="the first line alone"),
        pytest.param("  if a:\n    b = 2\n", "if a:\n  b = 2\n", id="all of them"),
        pytest.param("a = 1\n  b = 2", "a = 1\n  b = 2", id="only a later one: an error as in Jupyter"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_the_first_indent_is_taken_away(source: str, wanted: str) -> None:
    assert "".join(without_first_indent(source.splitlines(keepends=True))) == wanted


def test_such_a_cell_runs(tmp_path: Path) -> None:
    assert run_cells(tmp_path, [" import os\nprint(os.sep)"]).text(1) == "/\n"
