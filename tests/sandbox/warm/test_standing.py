"""What a warm parent puts in place for all its forks lies where it lies in a cold box."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from grader.datasets.catalogue import open_dataset
from grader.evidence.wire.job import Keras
from grader.sandbox.bubblewrap import BubblewrapExecutor
from grader.sandbox.contract import Executor, Limits, Order
from grader.sandbox.warm.executor import WarmExecutor
from tests.sandbox.builders import PYTHON, frames, job

pytestmark = pytest.mark.slow

STANDING = (
    "budget/repeated", "budget/tracing", "gateway/old_keras/networks", "gateway/old_keras/optimizers",
    "gateway/old_keras/shared_optimizers", "gateway/old_keras/targets", "gateway/shims/keras", "gateway/shims/library",
    "gateway/shims/matplotlib", "gateway/shims/pandas", "probe/figures", "probe/keras",
)  # fmt: skip
# Of whatever is replaced in these libraries, who lies over whom.
LAYERS = """
def inner(given):
    if isinstance(given, property):
        return given.fget
    return given.__func__ if type(given) in (staticmethod, classmethod) else given

def layers(given):
    names, given = [], inner(given)
    while type(given) is types.FunctionType:
        if "/grader/inside/" in (file := given.__code__.co_filename):
            names.append(f"{file.partition('/grader/inside/')[2]}:{given.__code__.co_firstlineno}")
        given = inner(vars(given).get("__wrapped__"))
    return names

import sys, types
import keras, matplotlib.pyplot, pandas, tensorflow

LIBRARIES = {"keras", "matplotlib", "numpy", "pandas", "tensorflow", "tf_keras"}
for module in [each for name, each in sorted(sys.modules.items()) if name.partition(".")[0] in LIBRARIES]:
    if isinstance(module, types.ModuleType):
        own = [kind for kind in vars(module).values()
               if isinstance(kind, type) and kind.__module__ == module.__name__]
        for owner in [module, *own]:
            for name, value in sorted(vars(owner).items(), key=lambda each: each[0]):
                if found := layers(value):
                    print(f"{module.__name__}:{owner.__name__}.{name}", *found)
"""


def replaced(executor: Executor, data: Path, keras: Keras, into: Path) -> dict[str, str]:
    into.mkdir()
    order = Order(job=job(LAYERS, datasets=("sms-spam",), keras=keras), files=None, data=data, python=PYTHON)
    raw = executor.run(order, Limits(wall_seconds=180), into)
    heads = [json.loads(frame.head) for frame in frames(raw.stream)]
    (cell,) = [head["data"] for head in heads if head["type"] == "cell"]
    assert cell["failure"] is None, cell["failure"]
    lines = "".join(output["text"] for output in cell["outputs"]).splitlines()
    every = {name: over for name, _, over in (line.partition(" ") for line in lines)}
    return {name: over for name, over in every.items() if any(each.startswith(STANDING) for each in over.split())}


@pytest.mark.parametrize("keras", ["keras3", "keras2"])
def test_replacements_lie_over_each_other_in_the_same_order(keras: Keras, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    open_dataset("sms-spam", data=None, profile="quick").serve(data)
    with closing(WarmExecutor()) as warm, closing(BubblewrapExecutor()) as cold:
        of_a_fork = replaced(warm, data, keras, tmp_path / "warm")
        of_a_box = replaced(cold, data, keras, tmp_path / "cold")
    assert {name: of_a_fork.get(name) for name in of_a_box} == of_a_box  # the parent has imported more
    assert any(
        name.endswith(".fit") and "models.py" in over and "probe/keras.py" in over for name, over in of_a_fork.items()
    )
