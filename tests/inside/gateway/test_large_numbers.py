"""Names that may hold a large number: only those are looked at when rows are taken by them."""

from __future__ import annotations

import ast

import pytest

from grader.inside.gateway.large_numbers import large_names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        pytest.param("n = 300", {"n"}, id="an assignment"),
        pytest.param("a = b = 300", {"a", "b"}, id="two names at once"),
        pytest.param("a, b, c = 300, 5, 1000", {"a", "c"}, id="several numbers at once"),
        pytest.param("a, b = two", set(), id="of nobody knows what"),
        pytest.param("n = 249", set(), id="too small"),
        pytest.param("n = int(5572 * 0.8); m = 5572 - 10", {"n", "m"}, id="reckoned"),
        pytest.param("n = int(100 * 0.8); m = len(x)", set(), id="reckoned with small numbers"),
        pytest.param("n = 300.0; s = '300'; t = True", set(), id="no whole number"),
        pytest.param("for i in range(500): x[i]", {"i"}, id="a loop"),
        pytest.param("for i in range(3, 500, 7): x[i]", {"i"}, id="a loop from a number on"),
        pytest.param("n = 500\nfor i in range(n): x[i]", {"n", "i"}, id="a loop to a named end"),
        pytest.param("y = [x[k] for k in [0, 100, 300]]", {"k"}, id="written down one by one"),
        pytest.param("y = [x[k] for k in (0, 100, 200)]", set(), id="all of them small"),
        pytest.param("some = [0, 300]\nfor i in some: x[i]", {"some", "i"}, id="a list with a name"),
        pytest.param("some = [2**k for k in range(9)]\nfor i in some: x[i]", {"some", "i"}, id="powers"),
        pytest.param("some = [0, 300]\nfor n, i in enumerate(some): x[i]", {"some", "i"}, id="counted along"),
        pytest.param("for n, i in enumerate((0, 300)): x[i]", {"i"}, id="written down and counted along"),
        pytest.param("mask = list(range(49000, 50000))", {"mask"}, id="a list of numbers"),
        pytest.param("n = 300\nmask = np.arange(n, n + 10)", {"n", "mask"}, id="an array of numbers"),
        pytest.param("mask = list(range(10))", set(), id="a list of small numbers"),
        pytest.param("def load(n=49000, k=1, *, m=1000, o=2): pass", {"n", "m"}, id="defaults"),
        pytest.param("load(n=49000, k=1)", {"n"}, id="a keyword"),
        pytest.param("n = random.randint(0, 9999); m = random.choice(range(300))", {"n", "m"}, id="drawn"),
        pytest.param("n = random.choice(rows); m = randint(0, 9)", set(), id="drawn of nobody knows what"),
        pytest.param(
            "def show(i, rows): rows[i]\nstart = 650\nfor k in range(9): show(k + start, x)",
            {"start", "i"},
            id="given to a function",
        ),
        pytest.param("def show(i): x[i]\nshow(3)", set(), id="a small one given to a function"),
        pytest.param("for i in range(len(x)): x[i]", set(), id="as many as there are"),
        pytest.param("for i, one in enumerate(x): x[i]", set(), id="two names of a loop"),
    ],
)
def test_large_names(source: str, names: set[str]) -> None:
    assert large_names([ast.parse(source)], 250) == names


def test_names_are_gathered_over_cells() -> None:
    assert large_names([ast.parse("n = 300"), ast.parse("for i in range(n): x[i]")], 250) == {"n", "i"}
