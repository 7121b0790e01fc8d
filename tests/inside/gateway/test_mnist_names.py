"""Which of MNIST's family a path or an address means: the files of all of them have the same names."""

from __future__ import annotations

import pytest

from grader.inside.gateway.mnist_names import CLOTHES, DIGITS, OTHER, likelier, means_another, spoken_of


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("http://yann.lecun.com/exdb/mnist/train-images-idx3-ubyte.gz", DIGITS),
        ("https://ossci-datasets.s3.amazonaws.com/mnist/t10k-labels-idx1-ubyte.gz", DIGITS),
        ("data/MNIST/raw/train-images-idx3-ubyte", DIGITS),
        ("/kaggle/input/digit-recognizer/train.csv", DIGITS),
        ("mnist_784", DIGITS),
        ("my-mnist-classifier", DIGITS),
        ("renamed_mnist/train-images-idx3-ubyte.gz", DIGITS),
        ("data_path_mnist/train.csv", DIGITS),
        ("another_mnist", DIGITS),
        ("myMNIST/ProjectMNIST/loadmnist.csv", DIGITS),
        ("handwritten-digits-mnist", DIGITS),
        ("data/FashionMNIST/raw/train-images-idx3-ubyte", CLOTHES),
        ("/content/mnist/fashion/train-images-idx3-ubyte.gz", CLOTHES),
        ("https://github.com/zalandoresearch/fashion-mnist", CLOTHES),
        ("EMNIST/raw/train-images-idx3-ubyte", OTHER),
        ("../input/sign-language-mnist/train.csv", OTHER),
        ("kmnist", OTHER),
        ("mnist_corrupted", OTHER),
        ("Kuzushiji-MNIST", OTHER),
        ("notMNIST_small.tar.gz", OTHER),
        ("../input/chinese-mnist/chinese_mnist.csv", OTHER),
        ("oracle-mnist", OTHER),
        ("femnist", OTHER),
        ("extended_mnist", OTHER),
        ("MultiMNIST", OTHER),
        ("MultiDigitMNIST", OTHER),
        ("data/path_mnist", OTHER),
        ("PneumoniaMNIST", OTHER),
        ("bloodmnist.npz", OTHER),
        ("3d-mnist", OTHER),
        ("train-images-idx3-ubyte.gz", ""),
        ("C:/data/t10k-labels.gz", ""),
    ],
)
def test_it_is_named(text: str, named: str) -> None:
    assert spoken_of(text) == named
    assert [name for name in (DIGITS, CLOTHES) if means_another(text, name)] == [
        name for name in (DIGITS, CLOTHES) if named not in ("", name)
    ]
    assert not means_another(text, "cifar10")


@pytest.mark.parametrize(
    ("source", "meant"),
    [
        ("open('train-images-idx3-ubyte')", DIGITS),
        ("# MNIST\nopen('train-images-idx3-ubyte')", DIGITS),
        ("# Fashion-MNIST, fashion_mnist", CLOTHES),
        ("# Fashion-MNIST is like MNIST and unlike MNIST", DIGITS),
    ],
)
def test_a_name_alone_means_what_the_notebook_speaks_of(source: str, meant: str) -> None:
    assert likelier(source) == meant
