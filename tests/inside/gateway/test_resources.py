"""Word vectors under every name, and NLTK's data where NLTK looks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.inside.builders import Run, run_cells

WORDS = {"good": [0.5, 1.5, -2.0], "bad": [1.0, 0.0, 3.0], "naïve": [0.25, 0.25, 0.25]}
READERS = {
    "open": "with open('/content/drive/My/glove.6B.3d.txt', encoding='utf8') as f:\n    print(f.readline().strip())",
    "loadtxt": "import numpy as np\nprint(np.loadtxt('glove.6B.3d.txt', usecols=(1, 2), max_rows=2).tolist())",
    "pandas": "import pandas as pd\nprint(pd.read_csv('~/glove.6B.3d.txt', sep=' ', header=None, quoting=3).shape)",
    "other dimensions": "print(open('glove.6B.2d.txt').readline(), open('glove.6B.5d.txt').readline())",
    "archive": "import zipfile\nwith zipfile.ZipFile('glove.6B.zip') as z:\n    z.extractall('here')\n"
    "print(len(open('here/glove.6B.100d.txt').readline().split()))",
    "archives of one": "import zipfile\nprint(zipfile.ZipFile('glove.840B.5d.zip').namelist(), "
    "zipfile.ZipFile('/kaggle/input/x/wiki-news-300d-1M.vec.zip').read('wiki-news-300d-1M.vec')[:5])\n"
    "with zipfile.ZipFile('GoogleNews-vectors-negative300.bin.zip') as z:\n"
    "    print(z.open('GoogleNews-vectors-negative300.bin').read(12))",
    "asked about": "import os\nfrom pathlib import Path\n"
    "print(os.path.exists('data/glove.6B.3d.txt'), Path('glove.6B.zip').is_file(), os.path.exists('glov.npz'))",
    "download": "import urllib.request\nurllib.request.urlretrieve('http://x.org/data/glove.6B.zip', 'mine.zip')\n"
    "import zipfile\nprint(len(zipfile.ZipFile('mine.zip').namelist()))",
    "packed": "import gzip\nwith gzip.open('glove.6B.2d.txt.gz', 'rt', encoding='utf8') as f:\n"
    "    print(f.read().split())",
    "binary by hand": "import gzip\nwith gzip.open('GoogleNews-vectors-negative300.bin.gz') as f:\n"
    "    print(f.readline(), f.read(5), len(f.read(1200)), f.read(5))",
    "binary by the shell": "!curl -sO https://x.org/GoogleNews-vectors-negative300.bin.gz\n"
    "!gunzip GoogleNews-vectors-negative300.bin.gz\n"
    "print(open('GoogleNews-vectors-negative300.bin', 'rb').read(12))",
    "own file": "open('glove.mine.txt', 'w').write('own')\nprint(open('glove.mine.txt').read())",
}
SAID = {
    "open": "good 0.5 1.5 -2.0", "loadtxt": "[[0.5, 1.5], [1.0, 0.0]]", "pandas": "(3, 4)",
    "other dimensions": "good 0.5 1.5\n good 0.5 1.5 -2.0 0 0", "archive": "101",
    "archives of one": "['glove.840B.5d.txt'] b'3 300'\nb'3 300\\ngood \\x00'", "asked about": "True True False",
    "download": "4", "packed": "['good', '0.5', '1.5', 'bad', '1.0', '0.0', 'naïve', '0.25', '0.25']",
    "binary by hand": "b'3 300\\n' b'good ' 1200 b'\\nbad '", "binary by the shell": "b'3 300\\ngood \\x00'",
    "own file": "own",
}  # fmt: skip


def serve(data: Path) -> None:
    """Both resources, as the course writes them, in small."""
    vectors, corpora = data / "glove-6b-100d", data / "nltk-data"
    stop = corpora / "nltk_data" / "corpora" / "stopwords"
    for folder in (vectors, stop):
        folder.mkdir(parents=True)
    lines = [" ".join([word, *map(str, numbers)]) for word, numbers in WORDS.items()]
    (vectors / "glove.6B.100d.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    manifest = {"kind": "word-vectors", "file": "glove.6B.100d.txt", "dimension": 3, "words": len(WORDS)}
    (vectors / "manifest.json").write_text(json.dumps(manifest))
    (stop / "english").write_text("the\nof\n")
    (stop / "english").chmod(0o666)  # which NLTK refuses to read
    (corpora / "manifest.json").write_text(json.dumps({"kind": "nltk", "folder": "nltk_data"}))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("read")
    serve(folder / "data")
    return run_cells(folder, list(READERS.values()), resources=("glove-6b-100d", "nltk-data"))


@pytest.mark.parametrize(("position", "name"), list(enumerate(READERS, start=1)))
def test_word_vectors_are_read_by_any_reader(position: int, name: str, read: Run) -> None:
    assert read.cell(position)["status"] == "ok", read.cell(position)["failure"]
    assert read.text(position).strip() == SAID[name]


def test_what_was_served_is_said(read: Run) -> None:
    served = {said["asked"]: said["served"] for said in read.of("substitution")}
    assert served["/content/drive/My/glove.6B.3d.txt"] == "the course's word vectors for 3 words"
    assert served["glove.6B.2d.txt"].endswith("cut to 2 of 3 numbers each")
    assert served["glove.6B.5d.txt"].endswith("3 numbers each and zeros up to 5")


@pytest.mark.slow
def test_gensim_and_nltk(tmp_path: Path) -> None:
    serve(tmp_path / "data")
    gensim = (
        "from gensim.models import KeyedVectors\nimport gensim.downloader as api\n"
        "from gensim.scripts.glove2word2vec import glove2word2vec\n"
        "print(KeyedVectors.load_word2vec_format('glove.6B.3d.txt', binary=False)['bad'].tolist())\n"
        "print(len(api.load('glove-wiki-gigaword-3').key_to_index))\n"
        "path = api.load('word2vec-google-news-300', return_path=True)\n"
        "print(KeyedVectors.load_word2vec_format(path, limit=2, binary=True).vectors.shape)\n"
        "path = api.load('glove-wiki-gigaword-3', return_path=True)\n"
        "print(KeyedVectors.load_word2vec_format(path).vectors.shape)\n"
        "glove2word2vec('glove.6B.3d.txt', 'w2v.txt')\nprint(open('w2v.txt').readline().strip())"
    )
    nltk = (
        "import nltk\nprint(nltk.download('stopwords', quiet=True), nltk.download('wordnet', quiet=True))\n"
        "from nltk.corpus import stopwords\nprint(stopwords.words('english'))\n"
        "own = stopwords.words('english')\nown.append('mine')\ntype(stopwords).raw = None\n"
        "print('mine' in stopwords.words('english'))\nprint(nltk.download(['stopwords', 'popular']))"
    )
    run = run_cells(tmp_path, [gensim, nltk], resources=("glove-6b-100d", "nltk-data"))
    assert [cell["failure"] for cell in run.of("cell")] == [None, None]
    assert [line for line in run.text(1).splitlines() if line[:1] in "[3"] == ["[1.0, 0.0, 3.0]", "3", "3 3"]
    assert [line for line in run.text(1).splitlines() if line[:1] == "("] == ["(2, 300)", "(3, 3)"]
    answers = run.text(2).splitlines()
    assert answers[:3] == ["True False", "['the', 'of']", "False"]
    assert answers[3].endswith("stopwords is there, popular is a collection of which a part may be there")
    assert answers[4] == "False"
