"""Answers without compiling: bit by bit those of `predict`, and only of models for which that is known."""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
from keras import layers

from grader.inside.probe.keras_quick import quick_answers

pytestmark = pytest.mark.slow


def made(*kinds: Any) -> Any:
    keras.utils.set_random_seed(5)
    model = keras.Sequential([keras.Input((36,)), *kinds])
    model.compile("adam", "mse", metrics=["accuracy"])
    return model


def own(x: Any) -> Any:
    return x


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "uint8"])
@pytest.mark.parametrize(
    "kinds",
    [
        (layers.Dense(64, "relu"), layers.Dropout(0.5), layers.Dense(1, "sigmoid")),
        (layers.Embedding(40, 7), layers.GlobalAveragePooling1D(), layers.Dense(3, "softmax")),
        (layers.Reshape((6, 6, 1)), layers.Conv2D(8, 3, activation="relu"), layers.BatchNormalization(),
         layers.MaxPooling2D(), layers.Flatten(), layers.Dense(4, "softmax")),
    ],
    ids=["dense", "embedding", "convolution"],
)  # fmt: skip
def test_the_answers_are_those_of_predict_to_the_last_digit(kinds: tuple[Any, ...], dtype: str) -> None:
    model = made(*[type(kind).from_config(kind.get_config()) for kind in kinds])
    rows = np.random.default_rng(1).integers(0, 40, (200, 36)).astype(dtype)
    quick = quick_answers(model, rows)
    assert quick is not None
    assert np.array_equal(quick, model.predict(rows, verbose=0))


@pytest.mark.parametrize(
    ("kinds", "rows"),
    [
        ((layers.Embedding(40, 7), layers.LSTM(3)), np.zeros((40, 36))),
        ((layers.Embedding(40, 7), layers.Bidirectional(layers.SimpleRNN(3))), np.zeros((40, 36))),
        ((layers.Lambda(own), layers.Dense(1)), np.zeros((40, 36))),
        ((layers.Dense(1),), np.zeros((9_000, 36))),
        ((layers.Dense(1),), np.zeros((0, 36))),
        ((layers.Dense(1),), [[0.0] * 36] * 40),
        ((layers.Dense(1),), np.full((40, 36), "0")),
    ],
    ids=["lstm", "bidirectional", "own code", "many rows", "no rows", "a list", "texts"],
)
def test_predict_is_asked_where_a_plain_call_is_slower_or_another(kinds: tuple[Any, ...], rows: Any) -> None:
    assert quick_answers(made(*kinds), rows) is None
