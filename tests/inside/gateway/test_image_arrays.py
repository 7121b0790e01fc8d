"""What the name of a file of arrays means."""

from __future__ import annotations

import pytest

from grader.inside.gateway.image_arrays import asked_of


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        pytest.param("data/mnist/train_data.npy", ("train", "images"), id="data"),
        pytest.param("fashion_mnist/train_label.npy", ("train", "labels"), id="label"),
        pytest.param("cifar10\\X_test.npy", ("test", "images"), id="x"),
        pytest.param("y_train.npy", ("train", "labels"), id="y"),
        pytest.param("fashion-mnist_test_targets.npy", ("test", "labels"), id="behind a name"),
        pytest.param("testing_images.npy", ("test", "images"), id="testing"),
        pytest.param("mnist/train.npy", None, id="both or neither"),
        pytest.param("x_train_y.npy", None, id="one too many"),
        pytest.param("train_latents.npy", None, id="of the notebook's own"),
        pytest.param("train_data.npz", None, id="several in one"),
    ],
)
def test_asked_of(path: str, asked: tuple[str, str] | None) -> None:
    assert asked_of(path) == asked
