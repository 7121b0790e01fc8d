"""A GAN in the manner of 2017, on either Keras: `Model(input=, output=)`, targets with one axis and with two."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inside.builders import run_cells

CELLS = [
    "import numpy as np\nfrom keras.layers import Dense, Input\nfrom keras.models import Model, Sequential\n"
    "made, judge = Sequential([Dense(7, input_dim=2)]), Sequential([Dense(1, activation='sigmoid', input_dim=7)])\n"
    "judge.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])\n"
    "judge.trainable = False; noise = Input(shape=(2,))\n"
    "gan, twin = Model(inputs=noise, output=judge(made(noise))), Model(input=noise, output=made(noise))\n"
    "gan.compile(loss='binary_crossentropy', optimizer='adam')\n"
    "print(gan.count_params(), isinstance(twin, Model), Model(inputs=noise, outputs=twin(noise)).count_params())",
    "built = Sequential([Input(shape=(3,)), Dense(4)])\n"
    "print(built.output.shape, Model(built.input, built.output).count_params(), Sequential.output is not None)",
    "rows = np.random.normal(size=(8, 7)); drawn = np.random.normal(size=(8, 2))\n"
    "for step in range(2):\n"
    "    judge.train_on_batch(rows, np.repeat(0.9, 8)); judge.train_on_batch(rows, np.zeros((8, 1)))\n"
    "    gan.train_on_batch(drawn, np.ones(8)); gan.test_on_batch(drawn, np.ones((8, 1)))\n"
    "answers = judge.predict(rows, verbose=0)\n"
    "print(np.isclose(judge.test_on_batch(rows, np.ones(8))[0], -np.log(answers).mean(), atol=1e-4))",
]


@pytest.mark.slow
@pytest.mark.parametrize("keras", ["keras3", "keras2"])
def test_it_is_built_and_trained(tmp_path: Path, keras: str) -> None:
    run = run_cells(tmp_path, CELLS, datasets=(), keras=keras)
    assert [cell["failure"] for cell in run.of("cell")] == [None] * 3
    assert [run.text(position).splitlines()[-1] for position in (1, 2, 3)] == [
        "29 True 21", "(None, 4) 16 True", "True",
    ]  # fmt: skip
    assert {said["asked"] for said in run.of("substitution")} >= {
        "Model(output=)", "Model(input=, output=)", *(["Sequential.output before a call"] if keras == "keras3" else []),
    }  # fmt: skip


WORDS = [
    "import numpy as np\nfrom keras.layers import GRU, Dense, Embedding\nfrom keras.models import Sequential\n"
    "layers = [Embedding(9, 4, input_length=5), GRU(3, return_sequences=True), Dense(1, activation='sigmoid')]\n"
    "model = Sequential(layers)\n"
    "model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])\n"
    "texts, labels = np.random.randint(0, 9, (32, 5)), np.arange(32) % 2\n"
    "print(len(model.fit(texts, labels, epochs=2, verbose=0).history['loss']))",
    "answers = model.predict(texts, verbose=0)[..., 0]\n"
    "each = -np.where(labels[:, None] == 1, np.log(answers), np.log(1 - answers))\n"
    "print(np.isclose(model.evaluate(texts, labels, verbose=0)[0], each.mean(), atol=1e-4))",
]


@pytest.mark.slow
def test_an_answer_for_each_word_is_compared_with_the_one_target(tmp_path: Path) -> None:
    run = run_cells(tmp_path, WORDS, datasets=(), keras="keras2")
    assert [cell["failure"] for cell in run.of("cell")] == [None] * 2
    assert [run.text(position).splitlines()[-1] for position in (1, 2)] == ["2", "True"]
