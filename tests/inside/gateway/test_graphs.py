"""Code of TensorFlow 1 with a recurrent layer that answers in a session before it is trained."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inside.builders import run_cells

CELLS = [
    "import tensorflow as tf, numpy as np\nfrom keras.models import Sequential\n"
    "from keras.layers import LSTM, Dense, Embedding\n"
    "with tf.Session() as session:\n    print(session.run(tf.constant(3)))",
    "network = Sequential([Embedding(9, 4, input_length=6), LSTM(5), Dense(1, activation='sigmoid')])\n"
    "network.compile(optimizer='RMSprop', loss='binary_crossentropy', metrics=['acc'])\n"
    "print(network.predict(np.ones((2, 6))).shape)\n"
    "print(sorted(network.fit(np.ones((8, 6)), np.ones(8), epochs=1, verbose=0).history))",
]


@pytest.mark.slow
def test_it_is_trained(tmp_path: Path) -> None:
    run = run_cells(tmp_path, CELLS, datasets=(), keras="keras2")
    assert [cell["failure"] for cell in run.of("cell")] == [None, None]
    assert run.text(1).splitlines()[-1] == "3"
    assert run.text(2).splitlines()[-2:] == ["(2, 1)", "['acc', 'loss']"]
