"""The real libraries in each kind of warm parent: what a notebook asked for is what it gets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from grader.evidence.ending import EndingKind
from grader.sandbox.contract import Limits
from grader.sandbox.warm.executor import WarmExecutor
from tests.sandbox.builders import order, standin_runner

pytestmark = pytest.mark.slow

CASES = {
    "light": ("import sys\nimport pandas\nprint('tensorflow' in sys.modules, 'torch' in sys.modules)", "False False"),
    "keras3": ("import keras, tensorflow as tf\nprint(keras.__version__[0], tf.keras.__version__[0])", "3 3"),
    "keras2": (
        "import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\nimport tensorflow as tf\n"
        "print(tf.keras.Sequential.__module__.partition('.')[0])",
        "tf_keras",
    ),
    "torch": ("import torch\nprint(torch.ones(2).sum().item(), torch.get_num_threads() >= 1)", "2.0 True"),
}


@pytest.fixture(scope="module")
def executor() -> Iterator[WarmExecutor]:
    with closing(WarmExecutor(standin_runner())) as opened:
        yield opened


@pytest.mark.parametrize("name", CASES)
def test_a_notebook_gets_the_runtime_it_asks_for(executor: WarmExecutor, name: str, tmp_path: Path) -> None:
    code, printed = CASES[name]
    data, into = tmp_path / "data", tmp_path / "into"
    data.mkdir()
    into.mkdir()
    raw = executor.run(order(data, code), Limits(wall_seconds=120), into)
    log = raw.log.read_text()
    assert raw.ending.kind is EndingKind.FINISHED, log
    assert log.splitlines()[-1] == printed, log
