"""Which numbers of a notebook a vectorizer's rows are filled up to."""

from __future__ import annotations

import ast

import pytest

from grader.inside.gateway.vectorizers import counted_on, first_widths


@pytest.mark.parametrize(
    ("source", "widths"),
    [
        pytest.param("Dense(8, input_shape=(8672,))", {8672}, id="Keras"),
        pytest.param("Dense(8, input_dim=8672)", {8672}, id="Keras, a number"),
        pytest.param("keras.Input((8672,)); Input(shape=(None, 7000))", {8672, 7000}, id="an input of its own"),
        pytest.param("nn.Linear(8672, 8); Linear(in_features=7000)", {8672, 7000}, id="PyTorch"),
        pytest.param("words = 8672\nnn.Linear(words, 8)", {8672}, id="through a name"),
        pytest.param("nn.Linear(8, 8672); Dense(8672); Embedding(8672, 8)", set(), id="no input's width"),
        pytest.param(
            "Dense(8, input_shape=(28, 28, 1)); Conv1D(8, 3, input_shape=(5000, 1))", set(), id="several sizes"
        ),
        pytest.param("Dense(8, input_dim=784); nn.Linear(2048, 8)", set(), id="of pictures"),
        pytest.param("nn.Linear(rows.shape[1], 8); Dense(8, input_shape=shape)", set(), id="reckoned"),
    ],
)
def test_first_widths(source: str, widths: set[int]) -> None:
    assert first_widths([ast.parse(source)]) == widths


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        pytest.param("TfidfVectorizer(max_features=5000)", set(), id="the limit alone"),
        pytest.param("TfidfVectorizer(max_features=5000); Dense(8, input_dim=5000)", {8, 5000}, id="elsewhere, too"),
        pytest.param("most = 5000\nTfidfVectorizer(max_features=most)", set(), id="through a name, alone"),
        pytest.param("most = 5000\nTfidfVectorizer(max_features=most)\nDense(most)", {5000}, id="through a name"),
    ],
)
def test_counted_on(source: str, numbers: set[int]) -> None:
    assert set(counted_on([ast.parse(source)])) == numbers
