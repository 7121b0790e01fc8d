"""Optimisers of TensorFlow 1 in models of either Keras: what trains them, and that they can be stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inside.builders import run_cells

CELL = """
import numpy as np, tensorflow as tf
line = tf.keras.Sequential([tf.keras.layers.Input((4,)), tf.keras.layers.Dense(1)])
line.compile(optimizer=tf.train.RMSPropOptimizer(0.5, decay=0.75), loss="mse")
line.fit(np.ones((40, 4)), np.ones(40), epochs=1, verbose=0)
line.save("line.keras")
stored = tf.keras.models.load_model("line.keras").optimizer
print(type(stored).__name__, float(stored.learning_rate), float(stored.rho), tf.losses.softmax_cross_entropy.__name__)
"""


@pytest.mark.slow
@pytest.mark.parametrize("keras", ["keras2", "keras3"])
def test_keras_own_kind_trains_with_the_same_numbers(keras: str, tmp_path: Path) -> None:
    ran = run_cells(tmp_path, [CELL], keras=keras)
    assert ran.cell(1)["failure"] is None
    assert ran.text(1).splitlines()[-1] == "RMSprop 0.5 0.75 softmax_cross_entropy"
    assert {(fit["optimizer"], fit["learning_rate"]) for fit in ran.of("fit")} == {("rmsprop", 0.5)}
    served = {one["asked"]: one["served"] for one in ran.of("substitution")}
    assert served["compile(optimizer=tf.train.RMSPropOptimizer)"].startswith("keras.optimizers.RMSprop with")
