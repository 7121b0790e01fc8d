"""A first line further in than the rest, as older IPython took it."""

from __future__ import annotations

import ast

import pytest

from grader.inside.cell_source import transformer


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        pytest.param(" import os\nprint(1)", "import os\nprint(1)", id="one stray space"),
        pytest.param("\n  x = 1\nif x:\n  y = 2\n", "x = 1\nif x:\n  y = 2", id="after an empty line"),
        pytest.param("    x = 1\n    y = 2", "x = 1\ny = 2", id="all of it"),
        pytest.param(
            "% matplotlib inline\nx = (7\n% time)",
            "get_ipython().run_line_magic('matplotlib', 'inline')\nx = (7\n%time)",
            id="a space behind the sign",
        ),
        pytest.param("if x:\n    y = 2", "if x:\n    y = 2", id="nothing stray"),
        pytest.param(
            " !pip install gensim\nx = 1", "get_ipython().system('pip install gensim')\nx = 1", id="a command"
        ),
    ],
)
def test_a_cell_means_what_it_meant(cell: str, meant: str) -> None:
    parsed = ast.parse(transformer().transform_cell(cell))
    assert ast.unparse(parsed) == ast.unparse(ast.parse(meant))


def test_what_stands_further_in_on_purpose_stays_an_error() -> None:
    with pytest.raises(IndentationError):
        ast.parse(transformer().transform_cell("x = 1\n    y = 2"))
