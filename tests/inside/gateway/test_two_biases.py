"""CuDNNLSTM and CuDNNGRU in either Keras: what they weigh, compute, store and are described as."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inside.builders import run_cells

NETWORK = """
import numpy as np
from tensorflow import keras
from tensorflow.keras.layers import LSTM, Bidirectional, CuDNNGRU, CuDNNLSTM, Dense, Input
rows = np.random.RandomState(1).uniform(size=(24, 7, 5)).astype("float32")
network = keras.Sequential([
    Input((7, 5)), CuDNNLSTM(6, return_sequences=True), Bidirectional(CuDNNLSTM(4, return_sequences=True)),
    CuDNNGRU(3, kernel_regularizer="l2"), Dense(1, activation="sigmoid"),
])
print([layer.count_params() for layer in network.layers])
print(network.layers[0].get_weights()[2].reshape(8, 6).sum(axis=1))
network.compile("adam", "binary_crossentropy")
network.fit(rows, np.arange(24) % 2, epochs=1, verbose=0)
network.save("network.keras")
stored = keras.models.load_model("network.keras")
print(np.allclose(stored.predict(rows, verbose=0), network.predict(rows, verbose=0)))
"""
SAME = """
old, new = keras.Sequential([Input((7, 5)), CuDNNLSTM(6)]), keras.Sequential([Input((7, 5)), LSTM(6)])
kernel, recurrent, _ = old.get_weights()
biases = np.random.RandomState(2).uniform(size=(2, 24))
old.set_weights([kernel, recurrent, biases.ravel()])
new.set_weights([
    np.hstack([gate.T.reshape(gate.shape, order="F") for gate in np.split(kernel, 4, axis=1)]),
    np.hstack([gate.T for gate in np.split(recurrent, 4, axis=1)]),
    biases.sum(axis=0),
])
print(np.allclose(old.predict(rows, verbose=0), new.predict(rows, verbose=0), atol=1e-6))
"""


@pytest.mark.slow
@pytest.mark.parametrize("keras", ["keras2", "keras3"])
def test_they_weigh_what_they_did_and_compute_what_todays_layers_do(keras: str, tmp_path: Path) -> None:
    ran = run_cells(tmp_path, [NETWORK, SAME], keras=keras)
    assert ran.cell(1)["status"] == "ok", ran.cell(1)["failure"]
    counts = [4 * (5 + 6 + 2) * 6, 2 * 4 * (6 + 4 + 2) * 4, 3 * (8 + 3 + 2) * 3, 4]
    assert ran.text(1).splitlines()[-3:] == [str(counts), "[0. 0. 0. 0. 0. 6. 0. 0.]", "True"]
    assert ran.text(2).strip() == "True"
    model = next(model for model in ran.of("model") if "network" in model["names"])
    assert model["parameters"] == sum(counts)
    layers = [layer for layer in model["layers"] if layer["kind"] in ("lstm", "gru")]
    assert [(layer["kind"], layer["settings"]["biases"]) for layer in layers] == [("lstm", 2), ("lstm", 2), ("gru", 2)]
