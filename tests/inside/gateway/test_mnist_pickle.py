"""Into how many parts code takes apart a pickled MNIST."""

from __future__ import annotations

import ast

import pytest

from grader.inside.gateway.mnist_pickle import parts_read


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        pytest.param("train, valid, test = pickle.load(file)", 3, id="three"),
        pytest.param("((a, b), (c, d), _) = pickle.load(file, encoding='latin-1')", 3, id="three pairs"),
        pytest.param("(a, b), (c, d) = cPickle.load(file)", 2, id="two pairs"),
        pytest.param("data = pickle.load(file)", 3, id="as a whole"),
        pytest.param("a, b = pickle.load(one)\na, b, c = pickle.load(file)", 3, id="either"),
        pytest.param("a, b = train_test_split(x)", 3, id="of something else"),
    ],
)
def test_parts(source: str, parts: int) -> None:
    assert parts_read([ast.parse(source)]) == parts
