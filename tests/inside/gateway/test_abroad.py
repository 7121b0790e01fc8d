"""Mounts, downloads, archives and packages as notebooks ask for them, on small data sets of every kind."""

from __future__ import annotations

from functools import partial

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
HEAD = """
import glob, gzip, io, json, os, pathlib, pickle, shutil, subprocess, tarfile, urllib.request, zipfile
import numpy as np, pandas as pd, requests
from PIL import Image
def shell(line):
    out = get_ipython().getoutput(line)
    return list(out)
d = '/content/drive/MyDrive/'
"""
CASES = [
    # Mounts and other people's folders
    ("(np.save('/home/bob/a/x.npy', np.arange(3)), int(np.load('/home/bob/a/x.npy').sum()))[1]", 3),
    ("(pd.DataFrame({'a': [1]}).to_csv(d + 'new/out.csv'), open('/content/gdrive/My Drive/new/out.csv').read())[1]",
     ",a\n0,1\n"),
    ("(shutil.copytree(d + 'new', 'C:/old'), os.listdir('C:\\\\old'))[1]", ["out.csv"]),
    ("[os.path.exists(p) for p in ('/Users/eve/x', d, '/kaggle/working', '/gdrive/MyDrive')]",
     [False, True, True, True]),
    ("sorted(os.listdir('/kaggle/input'))", [
        "cifar10-python", "facebook-hateful-meme-dataset", "fashionmnist", "imdb-dataset-of-50k-movie-reviews",
        "sms-spam-collection-dataset",
    ]),
    ("len(glob.glob('/kaggle/input/facebook-hateful-meme-dataset/data/img/*.png'))", 90),
    ("shell('ls /kaggle/input/imdb-dataset-of-50k-movie-reviews; ls /home/bob/a')", ["IMDB Dataset.csv", "x.npy"]),
    # Downloads
    ("len(gzip.decompress(requests.get('http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
     "t10k-labels-idx1-ubyte.gz', stream=True).content))", 88),
    ("b''.join(requests.get('https://x.org/spam.csv').iter_content(64))[:5]", b"v1,v2"),
    ("urllib.request.urlopen('https://raw.githubusercontent.com/me/spam-data/main/spam.csv').read(5)", b"v1,v2"),
    ("(lambda answer: (answer.read(2), answer.close(), answer.read()))(urllib.request.urlopen('https://x.org/spam.csv'))",
     (b"v1", None, b"")),
    ("os.path.getsize(urllib.request.urlretrieve('https://x.org/data/sms-messages.csv', 'k.csv')[0]) > 999", True),
    ("shell('wget -q https://x.org/SMSSpamCollection -O mine.txt && wc -l < mine.txt')", ["300"]),
    ("shell('curl -s https://x.org/train-labels-idx1-ubyte.gz | gunzip | wc -c')", ["308"]),
    ("shell('wget https://x.org/malicious-urls.txt || echo $?')[-1]", "4"),
    ("subprocess.run(['curl', '-O', 'https://x.org/urls.txt']).returncode", 6),
    ("shell('git clone -q https://github.com/zalandoresearch/fashion-mnist.git; ls fashion-mnist/data/fashion')[-1]",
     "train-labels-idx1-ubyte.gz"),
    ("shell('kaggle competitions download -c digit-recognizer; echo $?')[-1]", "1"),
    # Archives
    ("'aclImdb/test/neg' in tarfile.open('/content/aclImdb_v1.tar.gz').getnames()", True),
    ("shell('mkdir -p /raw && tar -xzf " + "/content/drive/MyDrive/cifar-10-python.tar.gz -C /raw; ls /raw')",
     ["cifar-10-batches-py"]),
    ("zipfile.ZipFile('/kaggle/input/imdb-reviews.zip').namelist()", ["IMDB Dataset.csv"]),
    ("(shutil.unpack_archive('hateful_memes.zip', 'm'), sorted(os.listdir('m/data')))[1]",
     ["dev.jsonl", "img", "test.jsonl", "train.jsonl"]),
    ("shell('unzip -qo my_sms_data.zip -d un && ls un')[-1]", "spam.csv"),
    ("os.path.exists('weights.zip')", False),
    ("shell('test -e /gdrive/MyDrive/memes/cleaned.zip; echo $?')", ["1"]),
    ("shell('test -e /gdrive/MyDrive/memes/data.zip; echo $?')", ["0"]),
    ("shell('7z x -y data/train.7z -opics > /dev/null; ls pics')[-1]", "train"),
    ("shell('wget -q https://x.org/spam-data.zip -O s.zip && 7z x s.zip -osz && ls sz')[-1]", "spam.csv"),
    ("(__import__('pyunpack').Archive('sms_spam.rar').extractall('rar'), 'spam.csv' in os.listdir('rar'))[1]", True),
    ("(__import__('patoolib').extract_archive('/content/imdb_reviews.7z', outdir='p'), os.listdir('p'))[1]",
     ["IMDB Dataset.csv"]),
    ("shell('7z x no_such.7z; echo $?')[-1]", "2"),
    ("__import__('gdown').download(id='1', output='spam.csv')", "spam.csv"),
    ("get_ipython().run_cell_magic('bash', '--out got', \"# it's here\\nx=5\\nfor i in 1 2; do\\necho $i\\ndone\\n"
     "curl -sO https://x.org/SMSSpamCollection\\n[[ $x == 5 ]] && wc -l < SMSSpamCollection\") or got.split()",
     ["1", "2", "300"]),
    # What is a person's own is left alone
    ("(open('data.zip', 'wb').write(b'x'), open('data.zip', 'rb').read())[1]", b"x"),
    ("shell('echo mine > spam.csv; cat spam.csv')", ["mine"]),
    ("gzip.open('/content/data/Train_Labels.gz').read(4)", b"\x00\x00\x08\x01"),
]  # fmt: skip
FAILING = [
    ("requests.get('https://example.org/x.bin')", "ConnectionError", "example.org"),
    ("urllib.request.urlopen('http://yann.lecun.com/exdb/mnist/train-images-idx3-ubyte.gz')", "URLError", "lecun.com"),
    ("import socket; socket.create_connection(('nobody.example', 80))", "gaierror", "nobody.example"),
    ("import rarfile; rarfile.RarFile('photos.rar').extractall()", "FileNotFoundError", None),
    ("open('/Users/eve/none.bin')", "FileNotFoundError", None),
]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Run:
    cells = [HEAD, *(f"print(repr({code}))" for code, _ in CASES), *(code for code, *_ in FAILING)]
    return run_cells(tmp_path_factory.mktemp("abroad"), cells, datasets=EVERY, writers=WRITERS)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[code for code, _ in CASES])
def test_it_is_answered_with_course_data(asked: Run, number: int) -> None:
    assert asked.text(number + 2) == f"{CASES[number][1]!r}\n", asked.cell(number + 2)["failure"]


@pytest.mark.parametrize("number", range(len(FAILING)), ids=[code for code, *_ in FAILING])
def test_the_codes_own_error_stands_and_the_host_is_noted(asked: Run, number: int) -> None:
    _, error, host = FAILING[number]
    assert asked.cell(len(CASES) + 2 + number)["failure"]["name"] == error
    notes = [note["text"] for note in asked.of("note") if note["about"] == "network"]
    assert host is None or any(host in note for note in notes)


def test_downloads_are_said_by_their_address(asked: Run) -> None:
    said = {s["asked"]: s for s in asked.of("substitution")}
    assert said["https://x.org/SMSSpamCollection"]["how"] == "wget"
    assert said["https://x.org/data/sms-messages.csv"]["served"].startswith("sms-spam")
    assert not any("served-" in name for name in said)  # our own packing is no request of the notebook's
