"""Lines that refuse to run without a GPU, and lines that only look like them."""

from __future__ import annotations

import ast

import pytest

from grader.inside.demands import NAME, Demands


@pytest.mark.parametrize(
    ("source", "passed"),
    [
        pytest.param("assert torch.cuda.is_available(), 'no'", True, id="assert"),
        pytest.param("assert len(tf.config.list_physical_devices('GPU')) > 0", True, id="assert of TensorFlow"),
        pytest.param("if name != '/device:GPU:0':\n    raise SystemError('GPU device not found')", True, id="raise"),
        pytest.param("assert len(rows) == 10", False, id="another assert"),
        pytest.param("if bad:\n    raise ValueError('negative')", False, id="another error"),
        pytest.param(
            "if gpu:\n    print('GPU')\n    raise ValueError('bad rows on the GPU')", False, id="a longer body"
        ),
    ],
)
def test_what_is_passed_over(source: str, passed: bool) -> None:
    assert (NAME in ast.unparse(Demands().visit(ast.parse(source)))) == passed


def test_what_holds_is_not_spoken_of() -> None:
    told: list[str] = []
    tree = Demands().visit(ast.parse("gpu = True\nassert gpu, 'needs a GPU'\ngpu = False\nassert gpu"))
    exec(compile(tree, "<cell 1>", "exec"), {NAME: lambda: told.append("passed over")})
    assert told == ["passed over"]
