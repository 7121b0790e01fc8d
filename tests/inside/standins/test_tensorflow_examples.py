"""The stand-in for the tutorials of TensorFlow 1: parts, batches, and whose rows they are known to be."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.inside.standins.tensorflow_examples.tutorials.mnist.input_data import DataSet
from tests.inside.builders import Run, run_cells
from tests.inside.data_sets import write_images

CELLS = [
    """
from tensorflow.examples.tutorials.mnist import input_data
mnist = input_data.read_data_sets("MNIST_data/", one_hot=True)
print(mnist.train.num_examples, mnist.validation.num_examples, mnist.test.images.shape, mnist.train.labels.shape)
print(mnist.train.images.dtype, mnist.train.images.max() <= 1, mnist.test.next_batch(16)[0].shape)
""",
    """
import tensorflow.examples.tutorials.mnist.input_data as reader
import numpy as np
whole = reader.read_data_sets("data", reshape=False, validation_size=0)
print(whole.train.images.shape, whole.train.labels.dtype, whole.validation.num_examples)
print(reader.read_data_sets("data", validation_size=0).validation.images.shape)
from tensorflow import keras
L = keras.layers
model = keras.Sequential([L.Dense(10, activation="softmax", input_shape=(784,))])
model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
model.fit(mnist.train.images, mnist.train.labels, epochs=1, verbose=0)
model.evaluate(mnist.test.images, mnist.test.labels, verbose=0)
""",
    "input_data.read_data_sets('fashion')",
]


@given(st.integers(1, 40), st.integers(1, 40), st.booleans(), st.data())
def test_each_row_comes_once_in_an_epoch(count: int, size: int, shuffle: bool, data: st.DataObject) -> None:
    size = min(size, count)
    part = DataSet(np.arange(count), np.arange(count) * 2)
    seen = list[int]()
    for _ in range(data.draw(st.integers(1, 8))):
        images, labels = part.next_batch(size, shuffle=shuffle)
        assert len(images) == size
        assert labels.tolist() == (images * 2).tolist()
        seen += images.tolist()
    for start in range(0, len(seen) - count + 1, count):
        assert sorted(seen[start : start + count]) == list(range(count))
    assert part.epochs_completed == (len(seen) - 1) // count


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Run:
    writer = partial(write_images, dataset="mnist", size=28, channels=0)
    return run_cells(tmp_path_factory.mktemp("examples"), CELLS, datasets=("mnist",), writers=[writer], keras="keras2")


@pytest.mark.slow
def test_parts_are_of_the_published_shape_and_share(ran: Run) -> None:
    assert ran.cell(1)["failure"] is None
    assert ran.text(1).splitlines()[-2:] == ["275 25 (80, 784) (275, 10)", "float32 True (16, 784)"]
    assert ran.cell(2)["failure"] is None
    assert ran.text(2).splitlines()[0] == "(300, 28, 28, 1) uint8 0"
    assert ran.text(2).splitlines()[1] == "(0, 784)"


@pytest.mark.slow
def test_the_rows_of_a_fit_are_known(ran: Run) -> None:
    rows = ran.of("fit")[-1]["rows"]
    assert (rows["from_train"], rows["from_test"], rows["how"]) == (275, 0, "content")


@pytest.mark.slow
def test_what_is_not_served_is_said(ran: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert ran.cell(3)["failure"]["name"] == "URLError"
    assert any("read_data_sets('fashion')" in note["text"] for note in ran.of("note"))
    without = run_cells(tmp_path_factory.mktemp("without"), CELLS[:1])
    assert "No module named 'tensorflow.examples'" in without.cell(1)["failure"]["message"]
