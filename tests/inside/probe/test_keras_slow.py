"""Keras models that are slow under a limit of time: the rows that they were evaluated on, and what is not asked."""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import pytest

from grader.evidence.wire.records import Fit, MetricCall, Note, Prediction, Substitution
from grader.inside.budget.allowance import Allowance
from grader.inside.budget.clock import StepClock
from grader.inside.budget.loops import Caps, Loops
from tests.inside.probe.builders import Notebook

pytestmark = pytest.mark.slow

MODEL = """
import keras
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(1, "sigmoid")])
model.compile(loss="binary_crossentropy", metrics=["accuracy"])
"""


class Slow:
    """A clock that goes on by some seconds whenever it is looked at."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds += 4
        return self.seconds


def slow_notebook() -> Notebook:
    notebook = Notebook()
    notebook.context.loops = Loops(StepClock(), Caps(), allowance=Allowance(60, Slow()))
    return notebook


def test_an_evaluation_is_of_the_rows_that_it_saw() -> None:
    notebook = slow_notebook()
    notebook.cell(MODEL).cell("loss = model.evaluate(X_test, y_test, batch_size=10, verbose=0)")
    (said,) = notebook.all(Substitution)
    batches = int(said.served.removeprefix("the first "))
    assert (said.asked, said.how) == ("evaluation on 10 batches", "time")
    assert 0 < batches < 10
    assert {(call.rows.split, call.rows.count) for call in notebook.all(MetricCall)} == {("test", 10 * batches)}
    assert not notebook.all(Prediction)
    assert any("slow" in note.text for note in notebook.all(Note))


def test_a_model_that_saw_less_than_an_epoch_is_not_asked_at_the_end() -> None:
    notebook = slow_notebook()
    notebook.cell(MODEL).cell("model.fit(X_train, y_train, epochs=9, validation_data=(X_test, y_test), verbose=0)")
    notebook.finish()
    fit = notebook.all(Fit)[-1]
    assert (fit.epochs_asked, fit.epochs_run, sorted(fit.history)) == (
        9, 1, ["accuracy", "loss", "val_accuracy", "val_loss"]
    )  # fmt: skip
    assert not notebook.all(Prediction)
    assert any("no time was left to ask" in note.text for note in notebook.all(Note))
