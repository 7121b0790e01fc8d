"""Keras models that are made for whole batches: only for such code are rows left out or filled up."""

from __future__ import annotations

import ast

import pytest

from grader.inside.gateway.keras_batches import made_for_whole

FIT = "model.fit(x, x, batch_size=SIZE)\n"


@pytest.mark.parametrize(
    ("source", "made"),
    [
        pytest.param(FIT + "noise = K.random_normal(shape=(SIZE, 2))", True, id="noise within a layer"),
        pytest.param(FIT + "noise = tf.random.normal((SIZE, 2))", True, id="by place"),
        pytest.param(FIT + "x = Input(batch_shape=(SIZE, 784))", True, id="an input"),
        pytest.param(FIT + "model.add(LSTM(9, batch_input_shape=(SIZE, 5, 1), stateful=True))", True, id="a state"),
        pytest.param("model.predict(x, batch_size=SIZE)\nInput(batch_shape=(SIZE, 9))", True, id="predicted"),
        pytest.param(
            "batch_size = 100\nmodel.fit(x, x, batch_size=100)\nInput(batch_shape=(batch_size, 9))", True, id="written"
        ),
        pytest.param(FIT + "noise = np.random.normal(0, 1, (SIZE, 100))", False, id="given to a model"),
        pytest.param(FIT + "steps = len(x) // SIZE", False, id="counted with"),
        pytest.param("noise = K.random_normal(shape=(SIZE, 2))", False, id="no size given"),
    ],
)
def test_made_for_whole(source: str, made: bool) -> None:
    assert made_for_whole([ast.parse(source)]) is made
