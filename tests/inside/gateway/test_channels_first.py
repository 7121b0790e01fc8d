"""Layers with the channels first on a CPU: they train, and give what the same layers give with the channels last."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inside.builders import run_cells

CELLS = [
    "import numpy as np, tensorflow as tf\nfrom keras.models import Sequential\n"
    "from keras.layers import AveragePooling2D, Conv2D, Conv2DTranspose, Dense, DepthwiseConv2D, Flatten, Input\n"
    "from keras.layers import MaxPooling2D, SeparableConv2D\n"
    "def layers(order):\n"
    "    where = {'data_format': order}\n"
    "    return [Conv2D(4, 3, **where), MaxPooling2D(2, **where), Conv2DTranspose(3, 2, strides=2, **where),\n"
    "            SeparableConv2D(5, 2, **where), DepthwiseConv2D(2, **where), AveragePooling2D(2, **where)]\n"
    "rows = np.random.default_rng(3).normal(size=(6, 2, 12, 12)).astype('float32')\n"
    "first = Sequential([Input(shape=(2, 12, 12)), *layers('channels_first')])\n"
    "last = Sequential([Input(shape=(12, 12, 2)), *layers('channels_last')])\n"
    "last.set_weights(first.get_weights())\n"
    "answers = first.predict(rows, verbose=0)\n"
    "same = last.predict(rows.transpose(0, 2, 3, 1), verbose=0).transpose(0, 3, 1, 2)\n"
    "print(answers.shape == same.shape, np.abs(answers - same).max() < 1e-5)",
    "network = Sequential([first, Flatten(), Dense(1)])\n"
    "network.compile(loss='mse', optimizer='sgd')\n"
    "before = first.get_weights()[0]\n"
    "network.fit(rows, np.ones(6), epochs=1, verbose=0)\n"
    "print(np.abs(first.get_weights()[0] - before).max() > 0, first.layers[0].get_config()['data_format'])",
]


@pytest.mark.slow
@pytest.mark.parametrize("keras", ["keras3", "keras2"])
def test_the_same_numbers(tmp_path: Path, keras: str) -> None:
    run = run_cells(tmp_path, CELLS, datasets=(), keras=keras)
    assert [cell["failure"] for cell in run.of("cell")] == [None, None]
    assert [run.text(position).splitlines()[-1] for position in (1, 2)] == ["True True", "True channels_first"]
    assert "layers with data_format='channels_first'" in {said["asked"] for said in run.of("substitution")}
