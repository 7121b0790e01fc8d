"""When a fit or an evaluation of Keras's ends, by a clock of the test's own; what Keras looks at is stood in for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from grader.inside.budget.allowance import Allowance
from grader.inside.budget.clock import StepClock
from grader.inside.budget.loops import Caps, Loops
from grader.inside.probe.keras_time import EvaluationTime, FitTime


class Time:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def loops(seconds: float | None, time: Time) -> Loops:
    return Loops(StepClock(), Caps(), allowance=Allowance(seconds, time))


def callback(**model: Any) -> Any:
    return SimpleNamespace(model=SimpleNamespace(stop_training=False, **model), params={"steps": 32})


@pytest.mark.parametrize(
    ("validates", "steps", "served"),
    [
        pytest.param(False, 20, "1 epoch, the last one ended after 20 of 32 steps", id="a third of a minute"),
        pytest.param(True, 15, "1 epoch, the last one ended after 15 of 32 steps", id="a quarter kept for validation"),
    ],
)
def test_a_fit_ends_within_its_epoch(validates: bool, steps: int, served: str) -> None:
    time = Time()
    fit, keras = FitTime(loops(60, time)), callback()
    fit.begin(within=True, validates=validates)
    batch = -1
    while not keras.model.stop_training:
        batch, time.seconds = batch + 1, time.seconds + 1
        fit.batch_ended(keras, batch)
    assert batch + 1 == steps
    assert fit.is_up(last=True)
    assert fit.served(1) == served


def test_the_last_step_of_the_last_epoch_cuts_nothing() -> None:
    time = Time()
    fit, keras = FitTime(loops(60, time)), callback()
    fit.begin(within=True, validates=False)
    time.seconds = 50
    fit.batch_ended(keras, 31)
    assert keras.model.stop_training
    assert not fit.is_up(last=True)
    assert fit.is_up(last=False)


@pytest.mark.parametrize("handler", [None, SimpleNamespace(inferred_steps=7, _insufficient_data=False)])
def test_validation_ends_as_each_keras_can(handler: Any) -> None:
    time = Time()
    fit = FitTime(loops(60, time))
    keras = callback(_eval_data_handler=handler, _eval_epoch_iterator=SimpleNamespace(num_batches=7))
    fit.begin(within=True, validates=True)
    time.seconds = 19
    fit.batch_validated(keras, 0)
    assert not fit.is_up(last=True)
    time.seconds = 21
    fit.batch_validated(keras, 2)
    told = keras.model.stop_evaluating if handler is None else handler._insufficient_data
    assert told is True
    assert fit.served(2) == "2 epochs, validated on the first 3 of 7 batches"


def test_time_without_end_asks_for_no_look_at_batches() -> None:
    fit = FitTime(loops(None, Time()))
    fit.begin(within=True, validates=True)
    assert not fit.by_batch


def test_an_evaluation_of_keras_2_ends_by_what_it_asks_for_batches() -> None:
    time = Time()
    evaluation, keras = EvaluationTime(loops(60, time)), callback()
    evaluation.begin()
    time.seconds = 30

    def evaluate(data_handler: Any) -> bool:
        evaluation.batch_ended(keras, 4)
        return bool(data_handler._insufficient_data)

    assert evaluate(SimpleNamespace(inferred_steps=9, _insufficient_data=False))
    assert evaluation.said() == ("evaluation on 9 batches", "the first 5")


@pytest.mark.parametrize(
    ("spent", "batches"),
    [
        pytest.param(0, 20, id="a third of what is left"),
        pytest.param(59, 5, id="some seconds, whatever is left"),
    ],
)
def test_an_evaluation_ends_early(spent: float, batches: int) -> None:
    time = Time()
    found = loops(60, time)
    found.allowance.opened("before", found.allowance.mark())
    time.seconds = spent
    found.allowance.closed("before")
    evaluation, keras = EvaluationTime(found), callback(stop_evaluating=False)
    evaluation.begin()
    for batch in range(32):
        time.seconds += 1
        evaluation.batch_ended(keras, batch)
        if keras.model.stop_evaluating:
            break
    assert evaluation.batches == batches
    assert evaluation.said() == ("evaluation on 32 batches", f"the first {batches}")
