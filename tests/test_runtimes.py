"""One run with the chosen Keras, and a second one only where a failure says that it may have been the wrong one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.evidence.ending import Ending, EndingKind
from grader.evidence.evidence import Evidence
from grader.evidence.wire.job import JobCell, Keras
from grader.evidence.wire.records import CellFailure, CellRun
from grader.runtimes import choice_for, run_with_either, wrong_runtime
from grader.sandbox.keras_idioms import Choice
from tests.evidence.builders import ISOLATION, USAGE

TRACE = "File /lib/keras/src/models.py"
OLD = Choice("keras2", "cell 3 uses lr=")
NEW = Choice("keras3", "nothing in the code needs an older one")


def failed(position: int, name: str, message: str, traceback: str = TRACE) -> CellRun:
    failure = CellFailure(name=name, message=message, line=1, traceback=traceback)
    return CellRun(position=position, status="failed", seconds=0, prompt=None, failure=failure)


def ok(position: int) -> CellRun:
    return CellRun(position=position, status="ok", seconds=0, prompt=None)


def evidence(*cells: CellRun, kind: EndingKind = EndingKind.CELL_FAILED) -> Evidence:
    ending = Ending(kind=kind, detail="")
    return Evidence(
        key="k", ending=ending, usage=USAGE, isolation=ISOLATION, served=(), submitted=(), cells=tuple(cells)
    )


WRONG = failed(2, "ModuleNotFoundError", "No module named 'keras.layers.core'")


@pytest.mark.parametrize(
    ("name", "message", "traceback"),
    [
        ("ModuleNotFoundError", "No module named 'keras.layers.core'", ""),
        ("ImportError", "cannot import name 'mse' from 'tensorflow.keras.losses' (/lib/x.py)", ""),
        ("AttributeError", "module 'keras.utils' has no attribute 'np_utils'", ""),
        ("AttributeError", "'Sequential' object has no attribute 'predict_classes'", TRACE),
        ("ValueError", "A KerasTensor cannot be used as input to a TensorFlow function.", TRACE),
        ("ValueError", "Argument(s) not recognized: {'lr': 0.01}", TRACE),
        ("ValueError", "The filepath provided must end in `.keras`", TRACE),
        ("ValueError", "the filepath provided must end in `.weights.h5` (Keras weights format)", "cell 4, line 7"),
        ("ValueError", "Unknown variable: v. This optimizer can only be called for the variables it was", TRACE),
        (
            "ValueError",
            "Unknown variable: <Variable path=a/b>. This optimizer can only be called for the variables it was",
            "cell 4, line 7",
        ),
        (
            "ValueError",
            "Exception encountered when calling Sequential.call(). Invalid input shape for input",
            "cell 4",
        ),
        (
            "ValueError",
            'Input 0 of layer "sequential" is incompatible with the layer: expected shape=(None, 9), found (1, 8)',
            TRACE,
        ),
        ("ValueError", "Only input tensors may be passed as positional arguments. The following", TRACE),
        ("ValueError", "In a nested call() argument, you cannot mix tensors and non-tensors.", "cell 4, line 7"),
        ("TypeError", "Dense.__init__() got an unexpected keyword argument 'output_dim'", TRACE),
    ],
)
def test_what_one_keras_alone_refuses_is_a_sign(name: str, message: str, traceback: str) -> None:
    assert (
        wrong_runtime(evidence(ok(1), failed(2, name, message, traceback))) == f"cell 2 failed with {name}: {message}"
    )


@pytest.mark.parametrize(
    ("name", "message", "traceback"),
    [
        ("ModuleNotFoundError", "No module named 'wandb'", TRACE),
        ("ModuleNotFoundError", "No module named 'keras_contrib'", TRACE),
        ("NameError", "name 'model' is not defined", TRACE),
        ("FileNotFoundError", "No such file or directory: 'keras.h5'", ""),
        ("TypeError", "f() got an unexpected keyword argument 'x'", "File helper.py"),
        ("ValueError", "Input 0 of layer dense is incompatible with the layer", TRACE),
    ],
)
def test_other_failures_are_none(name: str, message: str, traceback: str) -> None:
    assert wrong_runtime(evidence(failed(2, name, message, traceback))) is None


@pytest.mark.parametrize(
    ("choice", "first", "second", "stands", "runs"),
    [
        pytest.param(NEW, [ok(1), ok(2)], None, "keras3", 1, id="no sign, no second run"),
        pytest.param(NEW, [ok(1), WRONG], [ok(1), ok(2)], "keras2", 2, id="more runs with the other"),
        pytest.param(OLD, [ok(1), WRONG], [ok(1), ok(2)], "keras3", 2, id="the other way round"),
        pytest.param(OLD, [ok(1), WRONG], [WRONG, ok(1)], "keras2", 2, id="as much runs: the first stands"),
        pytest.param(OLD, [ok(1), WRONG], [WRONG], "keras2", 2, id="less runs"),
        pytest.param(Choice(None), [WRONG], None, None, 1, id="no Keras in the code"),
    ],
)
def test_the_better_of_two_stands(
    choice: Choice, first: list[CellRun], second: list[CellRun] | None, stands: Keras | None, runs: int
) -> None:
    tried = list[Keras]()

    def run(keras: Keras) -> tuple[Evidence, Keras]:
        tried.append(keras)
        return evidence(*(first if len(tried) == 1 else second or [])), keras

    found, beside = run_with_either(choice, run)
    assert len(tried) == runs
    assert tried[0] == (choice.keras or "keras3")
    assert (found.runtime and found.runtime.keras) == stands
    assert stands is None or beside == stands
    if found.runtime is not None:
        assert bool(found.runtime.other) == (runs == 2)
        assert (found.runtime.because == choice.because) == (stands == choice.keras)


@pytest.mark.parametrize("kind", [EndingKind.TIMED_OUT, EndingKind.OUT_OF_MEMORY])
def test_what_used_up_its_limits_is_not_run_twice(kind: EndingKind) -> None:
    found, _ = run_with_either(OLD, lambda keras: (evidence(WRONG, kind=kind), keras))
    assert found.runtime is not None
    assert not found.runtime.other


def test_where_one_is_installed_there_is_nothing_to_try() -> None:
    found, _ = run_with_either(NEW, lambda keras: (evidence(WRONG), keras), both=False)
    assert replace(found, runtime=None) == evidence(WRONG)


def test_companion_modules_are_read_and_links_are_not(tmp_path: Path) -> None:
    cells = (JobCell(position=1, kind="code", source="import keras"),)
    files = tmp_path / "files"
    files.mkdir()
    outside = tmp_path / "old.py"
    outside.write_text("model.predict_classes(x)")
    (files / "linked.py").symlink_to(outside)
    assert choice_for(cells, files).keras == "keras3"
    (files / "helper.py").write_bytes(b"\xff# \nmodel.predict_classes(x)")
    assert choice_for(cells, files).because == "a companion module uses predict_classes"
