"""MNIST beside Fashion-MNIST and alone: neither is ever the answer to a request for the other."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.inside.builders import Run, run_cells
from tests.inside.data_sets import write_images

CLOTHES = partial(write_images, dataset="fashion-mnist", size=28, channels=0, seed=9)
DIGITS = partial(write_images, dataset="mnist", train=310, test=90, size=28, channels=0, seed=10)
HEAD = """
import gzip, io, os, urllib.request, zipfile
import gdown, numpy as np, pandas as pd, requests
from sklearn.datasets import fetch_openml
os.environ['https_proxy'] = 'http://127.0.0.1:9'  # no machine has a network now
def rows(path):
    opener = gzip.open if path.endswith('gz') else open
    with opener(path, 'rb') as file:
        return int.from_bytes(file.read(8)[4:], 'big')
def fetched(url):
    return int.from_bytes(gzip.decompress(requests.get(url).content)[4:8], 'big')
def fetched_table(url):
    return pd.read_csv(io.StringIO(requests.get(url).text), header=None)
def shell(line):
    return list(get_ipython().getoutput(line))
def names(path):
    return zipfile.ZipFile(path).namelist()
def brought(*path):
    return names(io.BytesIO(requests.get('/'.join(path)).content))
"""
# Training rows: 310 digits, 300 clothes; test rows: 90 and 80.
BOTH = [
    ("rows('data/MNIST/raw/train-images-idx3-ubyte')", 310),
    ("rows('data/FashionMNIST/raw/train-images-idx3-ubyte')", 300),
    ("rows('/content/mnist/t10k-labels-idx1-ubyte.gz'), rows('/content/fashion/t10k-labels-idx1-ubyte.gz')", (90, 80)),
    ("rows('here/train-labels-idx1-ubyte')", 310),
    ("fetched('http://yann.lecun.com/exdb/mnist/train-images-idx3-ubyte.gz')", 310),
    ("fetched('http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-images-idx3-ubyte.gz')", 300),
    ("rows(urllib.request.urlretrieve('https://x.org/t10k-labels-idx1-ubyte.gz', 'fashion/t.gz')[0])", 80),
    ("os.path.exists('EMNIST/raw/train-images-idx3-ubyte')", False),
    ("np.load('mnist.npz')['x_test'].shape", (90, 28, 28)),
    ("pd.read_csv('/kaggle/input/mnist-in-csv/mnist_test.csv').columns[:2].tolist()", ["label", "1x1"]),
    ("pd.read_csv('fashion-mnist_test.csv').shape, pd.read_csv('mnist_train.csv').shape", ((80, 785), (310, 785))),
    ("pd.read_csv('../input/digit-recognizer/train.csv').columns[:2].tolist()", ["label", "pixel0"]),
    ("pd.read_csv('../input/digit-recognizer/test.csv').shape", (90, 784)),
    ("pd.read_csv('/kaggle/input/digit-recognizer/sample_submission.csv').values.tolist()[-1]", [90, 0]),
    ("fetch_openml('mnist_784', version=1, as_frame=False).data.shape", (400, 784)),
    ("(lambda X: (X[:60000].shape, X[60000:].shape))(fetch_openml('mnist_784').data)", ((310, 784), (90, 784))),
    ("fetch_openml(data_id=40996, return_X_y=True)[1].dtype.name", "category"),
    ("(lambda t: (t.iloc[:37000].shape, t.iloc[37000:].shape))(pd.read_csv('../input/digit-recognizer/train.csv'))",
     ((273, 785), (37, 785))),
    ("pd.read_csv('../input/digit-recognizer/train.csv').values[:, 1:].reshape(42000, 28, 28).shape", (310, 28, 28)),
    ("pd.read_csv('../input/digit-recognizer/test.csv').values.reshape((28000, 28, 28)).shape", (90, 28, 28)),
    ("len(range(1, 28001)), np.arange(1, 28001).size, len(range(1, 60001))", (90, 90, 60_000)),
    ("shell('kaggle competitions download -c digit-recognizer -q; unzip -qo digit-recognizer.zip -d k; ls k')[-3:]",
     ["sample_submission.csv", "test.csv", "train.csv"]),
    ("names('mnist.zip')", ["mnist_train.csv", "mnist_test.csv"]),
    ("names('fashion/archive.zip') + names('mnist/archive.zip')[:1]", ["fashion-mnist_test.csv", "mnist_train.csv"]),
    ("[brought('https://x.org', name, 'data.zip')[0] for name in ('mnist', 'zalando')]",
     ["mnist_train.csv", "fashion-mnist_test.csv"]),
    ("pd.read_csv('/content/sample_data/mnist_test.csv', header=None).shape", (90, 785)),
    ("pd.read_csv('sample_data/mnist_train_small.csv', header=None).shape", (103, 785)),
    ("pd.read_csv('https://pjreddie.com/media/files/mnist_train.csv', header=None).shape", (310, 785)),
    ("fetched_table('https://pjreddie.com/media/files/mnist_test.csv').shape", (90, 785)),
    ("sorted(os.listdir('/kaggle/input'))", ["digit-recognizer", "fashionmnist", "mnist-dataset", "mnist-in-csv"]),
]  # fmt: skip
# Where only one of them is served: what names it or none is answered, what names the other fails as without a network.
ALONE = [
    ("rows('data/{}train-images-idx3-ubyte')", "FileNotFoundError"),
    ("fetched('https://x.org/{}t10k-images-idx3-ubyte.gz')", "ConnectionError"),
    ("names('{}archive.zip')", "FileNotFoundError"),
    ("brought('https://x.org/{}archive.zip')", "ConnectionError"),
    ("urllib.request.urlretrieve('https://www.kaggle.com/x/{}download', 'data.zip')", "URLError"),
    ("gdown.download(id='1', output='{}data.zip')", "OSError"),
    ("assert shell('wget https://x.org/{}data.zip && echo done')[-1:] == ['done']", "AssertionError"),
    ("fetch_openml('{}', n_retries=1)", "URLError"),
]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Run:
    cells = [HEAD, *(f"print(repr(({code})))" for code, _ in BOTH)]
    return run_cells(
        tmp_path_factory.mktemp("both"), cells, datasets=("fashion-mnist", "mnist"), writers=(CLOTHES, DIGITS)
    )


@pytest.mark.parametrize("number", range(len(BOTH)), ids=[code for code, _ in BOTH])
def test_each_is_found_by_its_name(both: Run, number: int) -> None:
    assert both.text(number + 2) == f"{BOTH[number][1]!r}\n", both.cell(number + 2)["failure"]


@pytest.mark.parametrize(
    ("writer", "served", "other"), [(CLOTHES, "fashion-mnist", "mnist"), (DIGITS, "mnist", "fashion-mnist")]
)
def test_one_alone_does_not_answer_for_the_other(
    tmp_path_factory: pytest.TempPathFactory, writer: object, served: str, other: str
) -> None:
    answered = [code.format(name) for name in ("", f"{served}/") for code, _ in ALONE if name or "openml" not in code]
    refused = [code.format(f"{other}/") for code, _ in ALONE]
    cells = [HEAD, *answered, *refused]
    run = run_cells(tmp_path_factory.mktemp(served), cells, datasets=(served,), writers=(writer,))
    ends = [(code, run.cell(number)["failure"]) for number, code in enumerate(cells, start=1)]
    assert [code for code, failure in ends[: -len(refused)] if failure is not None] == []
    assert [failure and failure["name"] for _, failure in ends[-len(refused) :]] == [error for _, error in ALONE]


@pytest.mark.parametrize(
    ("title", "first"), [("MNIST", "mnist_train.csv"), ("Fashion-MNIST", "fashion-mnist_train.csv")]
)
def test_an_archive_without_a_name_is_of_the_set_that_the_notebook_names(
    tmp_path: Path, title: str, first: str
) -> None:
    cells = [
        f"import zipfile  # {title}",
        "print(zipfile.ZipFile('archive.zip').namelist()[0])",
        f"zipfile.ZipFile('archive.zip').extract('{first}')\nopen('{first}').close()",
    ]
    run = run_cells(tmp_path, cells, datasets=("fashion-mnist", "mnist"), writers=(CLOTHES, DIGITS))
    assert run.text(2) == f"{first}\n", run.cell(2)["failure"]
    assert run.cell(3)["failure"] is None


def test_what_a_notebook_draws_lies_in_folders_of_its_own(tmp_path: Path) -> None:
    """Of a GAN on MNIST: results under its name, and a reader of pictures that makes the served ones possible."""
    cells = [
        "import os, matplotlib.pyplot as plt\nos.mkdir('mnist_images')\nos.mkdir('mnist_out')",
        "plt.savefig('mnist_images/epoch_1.png')\nplt.imread('mnist_images/epoch_1.png').shape[2]",
        "print([os.path.exists(f'{name}') for name in ('mnist_gan', 'mnist_samples')], os.listdir('mnist_images'))",
        "print(os.path.isdir('data/mnist/train'), len(os.listdir('data/mnist_png/test')))\nn = 1, f'{1}.png'",
    ]
    run = run_cells(tmp_path, cells, datasets=("mnist",), writers=(DIGITS,))
    assert [run.cell(number)["failure"] for number in range(1, 5)] == [None] * 4
    assert run.text(3) == "[False, False] ['epoch_1.png']\n"
    assert run.text(4) == "True 10\n"
    assert not (run.work / "mnist_images").is_symlink()
