"""A layer of TensorFlow Hub: where it is said to be fresh, what the probe sees of it, and what it can be asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.evidence.wire.weights import FRESH_WEIGHTS
from tests.inside.builders import run_cells

pytestmark = pytest.mark.slow

CELLS = [
    "import tensorflow as tf, tensorflow_hub as hub\n"
    "name = 'https://tfhub.dev/google/tf2-preview/gnews-swivel-20dim/1'\n"
    "layer = hub.KerasLayer(name, input_shape=[], dtype=tf.string)",
    "model = tf.keras.Sequential([layer, tf.keras.layers.Dense(1)])\nprint(len(model.trainable_weights))",
    "print(model.predict(tf.constant(['a', 'b']), verbose=0).shape)",
    "model.save('kept')\nagain = tf.keras.models.load_model('kept')\n"
    "import numpy as np\nprint(np.allclose(again(tf.constant(['a cat'])), model(tf.constant(['a cat']))))",
    "signed = hub.load(name).signatures['default'](tf.constant(['a']))\n"
    "print({key: tuple(value.shape) for key, value in signed.items()})",
    "pictures = hub.load('https://tfhub.dev/google/imagenet/mobilenet_v2_035_96/feature_vector/5')\n"
    "print(pictures(tf.zeros((2, 96, 96, 3))).shape)",
    "hub.load('https://tfhub.dev/google/nobody-knows/1')",
]


def test_it_is_said_to_be_fresh_where_it_is_loaded_and_where_a_model_is_made_of_it(tmp_path: Path) -> None:
    run = run_cells(tmp_path, CELLS, keras="keras2")
    assert {cell["position"] for cell in run.of("cell") if cell["status"] != "ok"} == {7}
    said = [one["cell"] for one in run.of("substitution") if one["served"] == FRESH_WEIGHTS]
    assert said[:2] == [1, 2]
    assert 3 not in said
    assert [run.text(number).strip().splitlines()[-1] for number in (2, 3, 4, 5, 6)] == [
        "2", "(2, 1)", "True", "{'default': (1, 20), 'outputs': (1, 20)}", "(2, 1280)",
    ]  # fmt: skip
    models = {model["cell"]: model for model in run.of("model") if "model" in model["names"] or model["cell"] == 2}
    layer = models[2]["layers"][0]
    assert (layer["class_name"], layer["parameters"], layer["trainable"]) == ("KerasLayer", 400_020, 0)
    assert [note["cell"] for note in run.of("note") if "nobody-knows/1 is not at hand" in note["text"]] == [7]
