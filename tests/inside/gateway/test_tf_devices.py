"""GPUs of TensorFlow that are named where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inside.builders import run_cells


@pytest.mark.slow
def test_the_first_of_no_devices_can_be_named_and_nothing_else(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            "import tensorflow as tf\n"
            "gpus = tf.config.list_physical_devices('GPU'); print(len(gpus), bool(gpus), gpus)",
            "tf.config.experimental.set_memory_growth(gpus[0], True)\n"
            "tf.config.set_visible_devices(tf.config.experimental.list_physical_devices('GPU')[0], 'GPU')\n"
            "tf.config.experimental.set_virtual_device_configuration(gpus[0], [])\n"
            "print(gpus[0].device_type, [one.name for one in gpus])",
            "gpus[1]",
            "print(len(tf.config.list_physical_devices('CPU')), gpus[:1])",
            "tf.config.set_visible_devices([], 'GPU'); print(tf.reduce_sum(tf.ones(3)).numpy())",
        ],
    )
    assert run.text(1).split() == ["0", "False", "[]"]
    assert run.cell(2)["status"] == "ok", run.cell(2)["failure"]
    assert run.text(2).split() == ["GPU", "[]"]
    assert run.cell(3)["failure"]["name"] == "IndexError"
    assert run.text(4).split() == ["1", "[]"]
    assert run.text(5).split() == ["3.0"]
    assert run.of("note") == []
    asked = [data["asked"] for data in run.of("substitution")]
    assert asked == ["the first GPU of TensorFlow"]
