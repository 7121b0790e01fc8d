"""Keras models traced once: the same numbers to the last digit, and as ever where code of the notebook's runs."""

from __future__ import annotations

import os
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
from keras import layers

from grader.inside.budget.tracing import is_of_libraries, trace_once

pytestmark = pytest.mark.slow

ROWS = 70  # the last of the batches is a part of one
Model = Callable[[], Any]


def dense() -> Any:
    model = keras.Sequential([keras.Input((12,)), layers.Dense(8, "relu"), layers.Dropout(0.3), layers.Dense(1)])
    model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
    return model


def convolutional() -> Any:
    inputs = keras.Input((12,))
    x = layers.Conv1D(4, 3, kernel_regularizer="l2")(layers.Reshape((12, 1))(inputs))
    x = layers.GlobalMaxPooling1D()(layers.BatchNormalization()(x))
    model = keras.Model(inputs, layers.Dense(2, activation="softmax")(x))
    rate = keras.optimizers.schedules.ExponentialDecay(0.05, 2, 0.9)
    model.compile(keras.optimizers.SGD(rate, momentum=0.9), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def recurrent() -> Any:
    model = keras.Sequential([keras.Input((12,)), layers.Embedding(5, 4), layers.Bidirectional(layers.LSTM(3))])
    model.add(layers.Dense(1, activation="sigmoid"))
    metrics = [keras.metrics.AUC(), keras.metrics.F1Score(threshold=0.5), "mae"]
    model.compile("rmsprop", "mse", metrics=metrics, weighted_metrics=["accuracy"])
    return model


def own_layer() -> Any:
    model = keras.Sequential([keras.Input((12,)), layers.Lambda(lambda x: x * 2), layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def own_activation() -> Any:
    model = keras.Sequential([keras.Input((12,)), layers.Dense(1, activation=lambda x: x)])
    model.compile("adam", "mse")
    return model


def own_loss() -> Any:
    model = keras.Sequential([keras.Input((12,)), layers.Dense(1)])
    model.compile("adam", lambda true, answer: (true - answer) ** 2)
    return model


def own_metric() -> Any:
    model = keras.Sequential([keras.Input((12,)), layers.Dense(1)])
    model.compile("adam", "mse", metrics=[lambda true, answer: true - answer])
    return model


def own_class() -> Any:
    class Own(keras.Sequential):  # type: ignore[misc]
        pass

    model = Own([keras.Input((12,)), layers.Dense(1)])
    model.compile("adam", "mse")
    return model


def trained(make: Model, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, list[bytes]], list[bytes], int]:
    """(history, weights, how often a step was traced) of two epochs from one seed."""
    traced = []
    original = keras.optimizers.Optimizer.apply

    def apply(self: Any, *args: Any, **named: Any) -> Any:
        traced.append(self)
        return original(self, *args, **named)

    keras.backend.clear_session()  # metrics are named by a count of all there were
    keras.utils.set_random_seed(3)
    random = np.random.default_rng(3)
    rows, labels = random.integers(0, 5, (ROWS, 12)).astype("float32"), random.integers(0, 2, (ROWS, 1))
    labels = labels.astype("float32")
    with monkeypatch.context() as patch:
        patch.setattr(keras.optimizers.Optimizer, "apply", apply)
        model = make()
        history = model.fit(rows, labels, epochs=2, batch_size=16, validation_split=0.2, verbose=0).history
    weights = [np.asarray(value).tobytes() for value in (*model.get_weights(), *model.optimizer.variables)]
    return (
        {name: [np.asarray(value).tobytes() for value in values] for name, values in history.items()},
        weights,
        len(traced),
    )


@pytest.fixture
def watched() -> Any:
    """The trainer's class as the grader makes it; Keras's own is not touched."""
    trainer = keras.src.backend.tensorflow.trainer.TensorFlowTrainer
    kind = SimpleNamespace(_maybe_symbolic_build=trainer._maybe_symbolic_build)
    trace_once(SimpleNamespace(TensorFlowTrainer=kind))
    return trainer, kind._maybe_symbolic_build


@pytest.mark.parametrize("make", [dense, convolutional, recurrent])
def test_a_step_is_traced_once_and_every_number_is_the_same(
    make: Model, watched: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = trained(make, monkeypatch)
    trainer, build = watched
    monkeypatch.setattr(trainer, "_maybe_symbolic_build", build)
    assert trained(make, monkeypatch) == (*plain[:2], plain[2] // 2)


@pytest.mark.parametrize("make", [own_layer, own_activation, own_loss, own_metric, own_class])
def test_code_of_the_notebooks_own_is_called_as_often_as_without_us(
    make: Model, watched: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_of_libraries(make())
    plain = trained(make, monkeypatch)
    trainer, build = watched
    monkeypatch.setattr(trainer, "_maybe_symbolic_build", build)
    assert trained(make, monkeypatch) == plain


def test_data_that_the_model_cannot_take_is_refused_in_kerass_own_words(
    watched: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def message() -> str:
        keras.backend.clear_session()  # names of layers count on, and are part of what is said
        with pytest.raises(ValueError) as refused:  # noqa: PT011  compared below
            dense().fit(np.zeros((8, 5)), np.zeros(8), verbose=0)
        return str(refused.value)

    plain = message()
    trainer, build = watched
    monkeypatch.setattr(trainer, "_maybe_symbolic_build", build)
    assert message() == plain


def test_evaluating_a_model_gives_it_no_optimizer(watched: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A summary would count its variables."""
    trainer, build = watched
    monkeypatch.setattr(trainer, "_maybe_symbolic_build", build)
    model = dense()
    model.evaluate(np.zeros((8, 12)), np.zeros((8, 1)), verbose=0)
    assert not model.optimizer.built
