"""What TensorFlow does with a graph before it runs it: less than by itself, and the same numbers come out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.inside.builders import run_cells

OPTIONS = """
import json
from tensorflow.python.eager import context
from tensorflow.core.protobuf.rewriter_config_pb2 import RewriterConfig as known
options = context.context().config.graph_options.rewrite_options
print(json.dumps([known.NumIterationsType.Name(options.meta_optimizer_iterations), options.disable_tfg_optimizer,
                  known.MemOptType.Name(options.memory_optimization), known.Toggle.Name(options.remapping),
                  known.Toggle.Name(options.constant_folding)]))
"""
# Without a configuration a context is as TensorFlow makes it itself; nothing has been run in it yet.
TRAIN = """
import json
import numpy as np
import tensorflow as tf
from tensorflow.python.eager import context
if {plain}:
    context.context()._config = None
import keras
from keras import layers
keras.utils.set_random_seed(5)
pictures = np.random.default_rng(1).random((96, 8, 8, 1)).astype("float32")
network = keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(4, 3, activation="relu"), layers.BatchNormalization(),
                            layers.Flatten(), layers.Dropout(0.2), layers.Dense(3, activation="softmax")])
network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(pictures, np.arange(96) % 3, epochs=2, validation_split=0.25, verbose=0).history
print(json.dumps([context.context().config.graph_options.rewrite_options.disable_tfg_optimizer, history]))
"""


def printed(folder: Path, *cells: str, **settings: Any) -> Any:
    folder.mkdir(exist_ok=True)
    run = run_cells(folder, list(cells), **settings)
    return json.loads(run.text(len(cells)))


def test_a_graph_is_looked_at_once(tmp_path: Path) -> None:
    assert printed(tmp_path, OPTIONS) == ["ONE", True, "NO_MEM_OPT", "DEFAULT", "DEFAULT"]


def test_what_a_notebook_sets_itself_holds(tmp_path: Path) -> None:
    own = "import tensorflow as tf\ntf.config.optimizer.set_experimental_options({'constant_folding': False})"
    assert printed(tmp_path, own, OPTIONS)[-2:] == ["DEFAULT", "OFF"]


def test_a_network_trains_to_the_same_numbers(tmp_path: Path) -> None:
    ours, plain = (printed(tmp_path / name, TRAIN.format(plain=name == "plain")) for name in ("ours", "plain"))
    assert (ours[0], plain[0]) == (True, False)
    assert ours[1] == plain[1]
    assert len(ours[1]["val_loss"]) == 2
