"""Pictures, reviews and memes, in the spellings in which notebooks load them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.inside.builders import Run, run_cells
from tests.inside.data_sets import write_images, write_memes, write_reviews

WRITERS = (
    partial(write_images, dataset="cifar10"),
    partial(write_images, dataset="fashion-mnist", size=28, channels=0, seed=9),
    write_reviews,
    write_memes,
)
EVERY = ("cifar10", "fashion-mnist", "imdb", "memes", "sms-spam")

FILES_HEAD = """
import glob, gzip, json, os, pickle, shutil, urllib.request
from pathlib import Path
import numpy as np, pandas as pd
from PIL import Image
ROOT = '/kaggle/input/facebook-hateful-memes/'
"""
FILES = [
    # Memes
    ("pd.read_json('/content/data/train.jsonl', lines=True).shape", (50, 4)),
    ("list(pd.read_json(ROOT + 'dev_seen.jsonl', lines=True).columns)", ["id", "img", "label", "text"]),
    ("len([json.loads(line) for line in open('data/test.jsonl')])", 20),
    ("pd.read_json(Path('hateful_memes') / 'test_unseen.jsonl', lines=True).id.tolist()[0]", 1490),
    ("Image.open(ROOT + pd.read_json('train.jsonl', lines=True).img[3]).size", (24, 24)),
    ("Image.open(os.path.join('/content/hateful', 'img', '01021.png')).convert('RGB').size", (24, 24)),
    ("len(os.listdir(ROOT + 'img'))", 90),
    ("len(glob.glob('/content/drive/MyDrive/memes/img/*.png'))", 90),
    ("len(list(Path('/data/memes/img').glob('*.png')))", 90),
    ("os.path.exists(ROOT + 'img/01021.png'), os.path.exists(ROOT + 'img/1.png')", (True, False)),
    ("os.path.isdir('/content/img'), os.path.isfile('/content/img'), Path(ROOT + 'img').is_dir()", (True, False, True)),
    ("sorted(os.listdir('hateful_memes'))", ["dev.jsonl", "img", "test.jsonl", "train.jsonl"]),
    ("Path('hateful_memes', 'mine.txt').write_text('x'), open('hateful_memes' + '/mine.txt').read()", (1, "x")),
    # Pictures in their own files
    ("pickle.load(open('/content/data/data_batch_2', 'rb'), encoding='bytes')[b'data'].shape", (60, 3072)),
    ("len(os.listdir('/content/cifar-10-batches-py'))", 7),
    ("len(pickle.load(open('data/test_batch', 'rb'), encoding='latin1')['labels'])", 80),
    ("gzip.open('/content/t10k-labels-idx1-ubyte.gz', 'rb').read(8)", b"\x00\x00\x08\x01\x00\x00\x00P"),
    ("gzip.open(urllib.request.urlretrieve('https://x.org/t10k-labels-idx1-ubyte.gz', 'here.gz')[0]).read(3)",
     b"\x00\x00\x08"),
    ("np.frombuffer(open('data/train-images-idx3-ubyte', 'rb').read(), np.uint8, offset=16).shape", (300 * 784,)),
    ("pd.read_csv('/kaggle/input/fashionmnist/fashion-mnist_test.csv').shape", (80, 785)),
    ("pd.read_csv('fashion-mnist_train.csv').iloc[:, 1:].to_numpy().dtype.name", "int64"),
    ("pd.read_csv('../fashion-mnist/test.csv').columns[:2].tolist()", ["label", "pixel1"]),
    # Reviews
    ("pd.read_csv('/content/IMDB Dataset.csv').shape", (260, 2)),
    ("list(pd.read_csv('imdb_dataset.csv').columns)", ["review", "sentiment"]),
    ("pd.read_csv('archive/movie-imdb.csv').sentiment.unique().tolist()", ["positive", "negative"]),
    ("pd.read_csv('labeledTrainData.tsv', delimiter='\\t', quoting=3).id[2]", '"2_8"'),
    ("pd.read_csv('labeledTrainData.tsv', sep='\\t').id.str.split('_').str[1].unique().tolist()", ["8", "3"]),
    ("open('/content/labeledTrainData.tsv').readline()", "id\tsentiment\treview\n"),
    ("pd.read_csv('spam.csv').shape", (300, 2)),
    ("pd.read_csv('my_sms.csv').shape[0]", 300),
    ("sorted(os.listdir('aclImdb'))", ["test", "train"]),
    ("sorted(os.listdir('/content/aclImdb/train'))", ["neg", "pos", "unsup"]),
    ("sum(len(os.listdir(f'aclImdb/train/{c}')) for c in ('pos', 'neg'))", 200),
    ("len(glob.glob('/content/aclImdb/test/*/*.txt'))", 60),
    ("open(glob.glob('aclImdb/train/pos/*.txt')[0]).read()[:6]", "<br />"),
    ("len([open(os.path.join(d, f)).read() for d, _, fs in os.walk('aclImdb') for f in fs])", 260),
    # Folders that code deletes: a link of ours is gone, what it led to is not, and its name is the code's to use
    ("os.path.islink('aclImdb'), shutil.rmtree('aclImdb/'), os.path.lexists('aclImdb')", (True, None, False)),
    ("shutil.rmtree('acl' + 'Imdb'), len(os.listdir('acl' + 'Imdb/test/pos')) > 9", (None, True)),
    ("os.makedirs('acl' + 'Imdb'), os.listdir('acl' + 'Imdb'), shutil.rmtree('acl' + 'Imdb')", (None, [], None)),
]  # fmt: skip


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Run:
    cells = [FILES_HEAD, "df = pd.read_csv('IMDB Dataset.csv')\ndf['review'], df['sentiment']\nd = None"]
    cells += [f"print(repr(({code})))" for code, _ in FILES]
    return run_cells(tmp_path_factory.mktemp("files"), cells, datasets=EVERY, writers=WRITERS)


@pytest.mark.parametrize("number", range(len(FILES)), ids=[code for code, _ in FILES])
def test_files_and_folders(loaded: Run, number: int) -> None:
    assert loaded.text(number + 3) == f"{FILES[number][1]!r}\n", loaded.cell(number + 3)["failure"]


def test_what_was_served_is_said_once(loaded: Run) -> None:
    said = [s["served"] for s in loaded.of("substitution")]
    assert said.count("memes, 90 pictures") == 1
    assert said.count("memes, 50 train rows") == 1
    assert said.count("imdb, 200 training and 60 test reviews, a file each") == 1
    assert loaded.status == 0, loaded.log


KERAS_HEAD = """
import numpy as np, tensorflow as tf, keras, tf_keras
from tensorflow.keras.datasets import cifar10
from keras.datasets import imdb, fashion_mnist
from tensorflow.keras.preprocessing.sequence import pad_sequences
from sklearn.model_selection import train_test_split
def of(parts):
    (a, b), (c, d) = parts
    return a.shape, b.shape, c.shape, d.shape, str(a.dtype), str(b.dtype)
"""
CIFAR = ((300, 32, 32, 3), (300, 1), (80, 32, 32, 3), (80, 1), "uint8", "uint8")
FASHION = ((300, 28, 28), (300,), (80, 28, 28), (80,), "uint8", "uint8")
IMDB = ((200,), (200,), (60,), (60,), "object", "int64")
KERAS = [
    ("of(cifar10.load_data())", CIFAR),
    ("of(keras.datasets.cifar10.load_data())", CIFAR),
    ("of(tf.keras.datasets.cifar10.load_data())", CIFAR),
    ("of(tf_keras.datasets.cifar10.load_data())", CIFAR),
    ("of(fashion_mnist.load_data())", FASHION),
    ("of(tf.keras.datasets.fashion_mnist.load_data())", FASHION),
    ("of(imdb.load_data(num_words=10000))", IMDB),
    ("of(tf_keras.datasets.imdb.load_data())", IMDB),
    ("max(max(x) for x in imdb.load_data(num_words=100)[0][0]) < 100", True),
    ("imdb.load_data()[0][0][0][0], imdb.load_data(start_char=None)[0][0][0][0] == 1", (1, False)),
    ("len(imdb.load_data(maxlen=30)[0][0]) < 200", True),
    ("imdb.get_word_index()['word7']", 7),
    (
        """(lambda x, back: ' '.join(back[i - 3] for i in x if i > 2).startswith('word'))(
            imdb.load_data(num_words=403)[0][0][5], {v: k for k, v in imdb.get_word_index().items()})""",
        True,
    ),
    ("tf.keras.utils.text_dataset_from_directory('/content/aclImdb/test', batch_size=9).class_names", ["neg", "pos"]),
    ("tf.keras.utils.get_file('aclImdb_v1.tar.gz', 'https://x.org/aclImdb_v1.tar.gz', untar=True)[-8:]", "/aclImdb"),
]
TRAINED = """
(x, y), (xt, yt) = cifar10.load_data()
x, xt = x.astype('float32') / 255, (xt / 255.0 - .5) / .2
m = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation='softmax')])
m.compile('sgd', 'sparse_categorical_crossentropy', metrics=['accuracy'])
a, b, c, d = train_test_split(x, y, test_size=0.1, random_state=1)
h = m.fit(a, c, epochs=1, verbose=0, validation_data=(b, d))
p = m.predict(xt, verbose=0)
"""
ABSENT = """
import keras.src.utils.file_utils as ways
def urlretrieve(*_, **__):
    raise OSError('no network')
ways.urlretrieve = urlretrieve
keras.datasets.cifar100.load_data()
"""
READ = """
(x, y), (xt, yt) = imdb.load_data(num_words=200)
x, xt = pad_sequences(x, maxlen=15), pad_sequences(xt, maxlen=15, padding='post')
L = keras.layers
m = keras.Sequential([L.Embedding(200, 4), L.Flatten(), L.Dense(1, activation='sigmoid')])
m.compile('sgd', 'binary_crossentropy')
h = m.fit(x[:100], y[:100], epochs=1, verbose=0)
p = m.predict(xt, verbose=0)
"""


@pytest.fixture(scope="module")
def keras_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    cells = [KERAS_HEAD, *(f"print(repr(({code})))" for code, _ in KERAS), TRAINED, READ, ABSENT]
    return run_cells(tmp_path_factory.mktemp("keras"), cells, datasets=EVERY[:4], writers=WRITERS)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(KERAS)), ids=[code for code, _ in KERAS])
def test_keras(keras_run: Run, number: int) -> None:
    printed = keras_run.text(number + 2).splitlines()
    assert printed[-1:] == [f"{KERAS[number][1]!r}"], keras_run.cell(number + 2)["failure"]


@pytest.mark.slow
def test_what_keras_loaded_is_recognised_in_training(keras_run: Run) -> None:
    pictures, reviews = {fit["id"]: fit for fit in keras_run.of("fit")}.values()
    assert (pictures["rows"]["dataset"], pictures["rows"]["split"], pictures["rows"]["count"]) == (
        "cifar10",
        "train",
        270,
    )
    assert pictures["validation_rows"]["how"] == "content"
    assert (reviews["rows"]["dataset"], reviews["rows"]["split"], reviews["rows"]["count"]) == ("imdb", "train", 100)
    tested = {p["rows"]["dataset"]: p["rows"] for p in keras_run.of("prediction") if p["source"] == "predict"}
    assert {name: (rows["split"], rows["count"]) for name, rows in tested.items()} == {
        "cifar10": ("test", 80),
        "imdb": ("test", 60),
    }
    said = [s["served"] for s in keras_run.of("substitution") if s["asked"] == "cifar10.load_data()"]
    assert said == ["cifar10, 300 training and 80 test rows"]


@pytest.mark.slow
def test_what_is_not_served_stays_missing_and_a_note_says_what_was_looked_for(keras_run: Run) -> None:
    assert keras_run.cell(len(KERAS) + 4)["failure"] is not None
    notes = [note["text"] for note in keras_run.of("note") if note["about"] == "data"]
    assert notes == [
        "keras.datasets.cifar100 was asked for and is not served; served under such names: cifar10, fashion_mnist, imdb"
    ]


TORCH = [
    "import torch, torchvision\nfrom torchvision import datasets, transforms\n"
    "t = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5, 0.5, 0.5), (0.2, 0.25, 0.3))])",
    "d = datasets.CIFAR10('./data', train=True, download=True, transform=t)\n"
    "print(len(d), d.data.shape, type(d.targets).__name__, d.classes[:2], d[0][0].shape, d[0][1] == d.targets[0])",
    "f = torchvision.datasets.FashionMNIST(root='.', train=False, download=True, transform=transforms.ToTensor())\n"
    "print(len(f), f.data.shape, f.targets.dtype, f[3][0].shape, f.classes[0])",
    "m = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3072, 10))\n"
    "o, lf = torch.optim.SGD(m.parameters(), 0.01), torch.nn.CrossEntropyLoss()\n"
    "for x, y in torch.utils.data.DataLoader(d, batch_size=50, shuffle=True):\n"
    "    o.zero_grad(); lf(m(x), y).backward(); o.step()\n"
    "m.eval()\n"
    "test = datasets.CIFAR10('./data', train=False, transform=t)\n"
    "with torch.no_grad():\n"
    "    p = torch.cat([m(x).argmax(1) for x, y in torch.utils.data.DataLoader(test, batch_size=20)])",
    "print(torchvision.models.resnet18(weights=None).fc.in_features)",
]


@pytest.mark.slow
def test_torchvision(tmp_path: Path) -> None:
    run = run_cells(tmp_path, TORCH, datasets=EVERY[:2], writers=WRITERS)
    failures = [run.cell(n)["failure"] for n in range(1, len(TORCH) + 1)]
    assert failures == [None] * len(TORCH)
    assert run.text(2) == "300 (300, 32, 32, 3) list ['a', 'b'] torch.Size([3, 32, 32]) True\n"
    assert run.text(3) == "80 torch.Size([80, 28, 28]) torch.int64 torch.Size([1, 28, 28]) T-shirt/top\n"
    assert run.text(5) == "512\n"
    fit = run.of("fit")[0]["rows"]
    assert (fit["dataset"], fit["split"], fit["count"]) == ("cifar10", "train", 300)
    answered = [p["rows"] for p in run.of("prediction") if p["rows"]["split"] == "test"]
    assert {(rows["dataset"], rows["count"]) for rows in answered} == {("cifar10", 80)}
    asked = sorted(s["asked"] for s in run.of("substitution"))
    assert asked == ["torchvision.datasets.CIFAR10", "torchvision.datasets.FashionMNIST"]
