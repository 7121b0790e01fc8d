"""Which loops are handed over, and which are left as they stand."""

from __future__ import annotations

import ast

import pytest

from grader.inside.budget.rewriting import NAME, rewritten


@pytest.mark.parametrize(
    ("source", "handed"),
    [
        pytest.param("for x in y:\n    step(x)", True, id="a call"),
        pytest.param("for x in y:\n    z += x", False, id="nothing in it can train"),
        pytest.param("while step():\n    pass", True, id="a call in the test"),
        pytest.param("while x:\n    f()\nelse:\n    g()", False, id="while with else"),
        pytest.param("def f():\n    for x in y:\n        step(x)", True, id="in a function"),
        pytest.param("def f():\n    for x in y:\n        yield g(x)", False, id="a generator"),
        pytest.param("async def f():\n    for x in y:\n        g(x)", False, id="a coroutine"),
        pytest.param("class A:\n    def forward(self, x):\n        for l in x:\n            l(x)", False, id="forward"),
        pytest.param("class A:\n    def train(self, x):\n        for l in x:\n            l(x)", True, id="a method"),
        pytest.param("@tf.function\ndef f():\n    for x in y:\n        g(x)", False, id="a graph"),
        pytest.param("@numba.njit(cache=True)\ndef f():\n    for x in y:\n        g(x)", False, id="compiled"),
        pytest.param("@torch.no_grad()\ndef f():\n    for x in y:\n        g(x)", True, id="another decorator"),
        pytest.param("[f(x) for x in y]", False, id="a comprehension"),
    ],
)
def test_what_is_handed_over(source: str, handed: bool) -> None:
    assert (NAME in ast.unparse(rewritten(ast.parse(source)))) == handed


def test_every_statement_stays_at_its_line() -> None:
    source = "a = 1\nfor i in range(3):\n    if i % 2 == 0:\n        f(i)\nwhile a < 3:\n    g()\n    a += 1\nb = 2\n"
    before = {ast.unparse(n): n.lineno for n in ast.walk(ast.parse(source)) if isinstance(n, (ast.Assign, ast.Expr))}
    tree = rewritten(ast.parse(source))
    after = {ast.unparse(n): n.lineno for n in ast.walk(tree) if isinstance(n, (ast.Assign, ast.Expr))}
    assert after == before
    assert all(node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt))
