"""Which data a notebook is given: what it speaks of, nothing where it reads nothing, all where that cannot be told."""

from __future__ import annotations

import pytest

from grader.datasets.catalogue import names
from grader.datasets.resources import resource_names
from grader.evidence.wire.job import JobCell
from grader.trial.spoken import WORDS, spoken_of


def cells(code: str, text: str = "") -> list[JobCell]:
    return [JobCell(position=1, kind="text", source=text), JobCell(position=2, kind="code", source=code)]


def test_every_data_set_and_resource_has_its_words() -> None:
    assert set(WORDS) == {*names(), *resource_names()}


@pytest.mark.parametrize(
    ("code", "text", "datasets", "resources"),
    [
        pytest.param("pd.read_csv('SMSSpamCollection')", "", ("sms-spam",), (), id="by a file's name"),
        pytest.param("(x, y), _ = fashion_mnist.load_data()", "", ("fashion-mnist",), (), id="by a module"),
        pytest.param("df = pd.read_csv('data.csv')", "Movie reviews", ("imdb",), (), id="by prose"),
        pytest.param("open('rt-polarity.pos')", "", ("imdb",), (), id="by sentences of reviews"),
        pytest.param("cifar10.load_data()", "imdb, imdb, imdb", ("cifar10", "imdb"), (), id="code before prose"),
        pytest.param("import nltk; imdb.load_data(); open('glove.txt')", "", ("imdb",), ("glove-6b-100d", "nltk-data"),
                     id="with resources"),
        pytest.param("from textblob import TextBlob", "", (), ("nltk-data",), id="what TextBlob reads"),
        pytest.param("from rake_nltk import Rake", "", (), ("nltk-data",), id="what packages named after NLTK read"),
        pytest.param("print(1 + 1)", "", (), (), id="nothing is read"),
        pytest.param("pd.read_csv('data.csv')", "", names(), (), id="something is read, nobody knows what"),
        pytest.param("mnist.load_data()", "", ("mnist",), (), id="plain MNIST is not Fashion-MNIST"),
        pytest.param("datasets.FashionMNIST('.')", "Fashion MNIST, fashion-mnist", ("fashion-mnist",), (),
                     id="MNIST is not heard in Fashion-MNIST"),
        pytest.param("torchvision.datasets.EMNIST('.', 'letters')", "", names(), (), id="nor in that of letters"),
        pytest.param("read('notMNIST', 'sign-language-mnist', 'mnist_m')\nload_dataset('medmnist')",
                     "Kuzushiji MNIST, BloodMNIST", names(), (), id="nor in those of signs, cells and others"),
        pytest.param("from keras import x; loadMNIST(), load_mnist_rows()", "", ("mnist",), (), id="in functions"),
        pytest.param("pd.read_csv('../input/digit-recognizer/train.csv')", "", ("mnist",), (), id="by a competition"),
    ],
)  # fmt: skip
def test_it_is_given(code: str, text: str, datasets: tuple[str, ...], resources: tuple[str, ...]) -> None:
    spoken = spoken_of(cells(code, text))
    assert (spoken.datasets, spoken.resources) == (datasets, resources)
    assert spoken.sure == (datasets != names())
