"""Questions of one batch, asked again and again: which they are, and that the answers are the same to the last bit."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.inside.budget.repeated import FIRST, ask_quickly
from tests.inside.builders import run_cells

ROW = np.zeros((1, 4))


def model_class(module: str = "keras.src.models.sequential") -> Any:
    """A model that says which of its methods was asked."""

    class Model:
        def predict(self, x: Any, *_: Any, **__: Any) -> str:
            return "predict"

        def predict_on_batch(self, x: Any) -> str:
            return "predict_on_batch"

    Model.__module__ = module
    return Model


def answers(kind: Any, *args: Any, **named: Any) -> list[str]:
    said: list[str] = []
    ask_quickly("Model", lambda: said.append("said"), SimpleNamespace(Model=kind))
    model = kind()
    given = [model.predict(*args, **named) for _ in range(FIRST + 2)]
    assert len(said) == given.count("predict_on_batch")
    return given


@pytest.mark.parametrize(
    ("args", "named"),
    [
        pytest.param((ROW,), {}, id="one array"),
        pytest.param((), {"x": ROW, "verbose": 0}, id="by keyword"),
        pytest.param(([ROW, ROW],), {"verbose": "auto"}, id="several inputs"),
        pytest.param((np.zeros((64, 4)),), {"batch_size": 64}, id="one batch of the size asked for"),
    ],
)
def test_what_is_asked_again_is_asked_quickly(args: tuple[Any, ...], named: dict[str, Any]) -> None:
    assert answers(model_class(), *args, **named) == ["predict"] * FIRST + ["predict_on_batch"] * 2


@pytest.mark.parametrize(
    ("args", "named"),
    [
        pytest.param((np.zeros((33, 4)),), {}, id="two batches"),
        pytest.param((np.zeros((0, 4)),), {}, id="no row"),
        pytest.param((ROW.tolist(),), {}, id="no array"),
        pytest.param((np.array([["a"]]),), {}, id="texts"),
        pytest.param((ROW,), {"verbose": 1}, id="a bar is asked for"),
        pytest.param((ROW,), {"steps": 1}, id="steps"),
        pytest.param((ROW,), {"callbacks": []}, id="callbacks"),
        pytest.param((ROW, 32), {}, id="more by position"),
    ],
)
def test_everything_else_stays(args: tuple[Any, ...], named: dict[str, Any]) -> None:
    assert set(answers(model_class(), *args, **named)) == {"predict"}


def test_a_class_of_the_notebooks_own_stays() -> None:
    assert set(answers(model_class("__main__"), ROW)) == {"predict"}


def test_forms_and_models_are_counted_apart() -> None:
    kind = model_class()
    ask_quickly("Model", lambda: None, SimpleNamespace(Model=kind))
    one, two = kind(), kind()
    rows = [np.zeros((size, 4)) for size in (1, 2)]
    asked = [model.predict(row) for _ in range(FIRST) for model in (one, two) for row in rows]
    assert set(asked) == {"predict"}
    assert one.predict(rows[0]) == "predict_on_batch"


CELL = """
import numpy as np
from tensorflow import keras
keras.utils.set_random_seed(3)
model = keras.Sequential([keras.layers.Dense(8, activation='relu', input_shape=(4,)), keras.layers.Dropout(0.5),
                          keras.layers.Dense(2, activation='softmax')])
rows = np.random.default_rng(1).normal(size=(20, 1, 4))
quick = [model.predict(row, verbose=0) for row in rows]
slow = [model.predict(row, verbose=0, steps=1) for row in rows]
print(all(np.array_equal(a, b) and a.dtype == b.dtype for a, b in zip(quick, slow)))
"""


@pytest.mark.slow
@pytest.mark.parametrize("runtime", ["keras3", "keras2"])
def test_the_answers_are_the_same_to_the_last_bit(runtime: str, tmp_path: Path) -> None:
    run = run_cells(tmp_path, [CELL], keras=runtime)
    assert run.text(1).splitlines()[-1] == "True", run.cell(1)["failure"]
    assert "predict of one batch, again and again" in [one["asked"] for one in run.of("substitution")]
