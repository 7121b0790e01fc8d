"""Texts in a column of a table, in either Keras: the training, and the rows that the probe sees in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inside.builders import TEST_ROWS, TRAIN_ROWS, run_cells

TRAINED = """
import numpy as np, pandas as pd
from tensorflow import keras
rows = pd.read_csv("SMSSpamCollection", sep="\\t", names=["label", "text"], quoting=3)
y = (rows.pop("label") == "spam").astype(int)
words = keras.layers.TextVectorization(100, output_sequence_length=8)
words.adapt(rows.text.values)
model = keras.Sequential([words, keras.layers.Embedding(100, 2), keras.layers.GlobalAveragePooling1D(),
                          keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
"""
USED = """
model.fit(rows, y, epochs=2, validation_split=0.2, verbose=0)
print(model.predict(rows.text.values, verbose=0).shape, model.predict(["free prize"], verbose=0).shape)
print(np.allclose(model.predict(rows.text.values, verbose=0), model.predict(list(rows.text), verbose=0)))
"""


@pytest.mark.slow
@pytest.mark.parametrize("keras", ["keras3", "keras2"])
def test_texts_of_a_table_train_a_model_and_are_recognised(keras: str, tmp_path: Path) -> None:
    run = run_cells(tmp_path, [TRAINED, USED], keras=keras)
    assert [cell["failure"] for cell in run.of("cell")] == [None, None]
    count = TRAIN_ROWS + TEST_ROWS
    assert run.text(2).splitlines()[-2:] == [f"({count}, 1) (1, 1)", "True"]
    fit = run.of("fit")[-1]
    assert (fit["epochs_run"], fit["rows"]["count"], fit["rows"]["how"]) == (2, count * 8 // 10, "content")
    assert any(said["asked"].startswith("texts in pandas's StringArray") for said in run.of("substitution"))
