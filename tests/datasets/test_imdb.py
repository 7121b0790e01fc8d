from __future__ import annotations

import csv
import json
import lzma
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import GaussianNB

from grader.datasets.catalogue import open_dataset
from grader.datasets.imdb import KNOWN_DIGEST, open_imdb
from grader.datasets.imdb_files import CLASSES, digest_of, raw_bytes, read_reviews
from grader.datasets.integer_form import word_index, words_of
from grader.datasets.labelled_text import TextRow, digest_rows
from grader.datasets.splitting import make_split
from grader.datasets.synthetic.imdb import MAX_WORDS, MIN_WORDS, synthetic_reviews
from grader.faults import DataError
from tests.datasets.builders import real_data

REAL = real_data()
HEADER = "review,sentiment\n"
REVIEWS = HEADER + "".join(f'"Film {n}, ""good"" or not.<br />",{CLASSES[n % 2]}\n' for n in range(60))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "grader"


def _collection(folder: Path, text: str = REVIEWS) -> Path:
    (folder / "imdb").mkdir(parents=True)
    path = folder / "imdb" / "imdb_reviews.csv.xz"
    path.write_bytes(lzma.compress(text.encode()))
    return path


@pytest.mark.parametrize(("profile", "train", "test"), [("quick", 2000, 500), ("full", 4000, 1000)])
def test_the_embedded_set_at_each_profile(profile: str, train: int, test: int) -> None:
    dataset = open_imdb(None, profile)
    assert (dataset.served.source, dataset.served.train_rows, dataset.served.test_rows) == ("synthetic", train, test)
    assert (dataset.labels.classes, dataset.labels.positive) == (("negative", "positive"), "positive")
    assert float(dataset.labels.codes[train:].mean()) == 0.5
    assert dataset.labels.texts == tuple(row.text for row in dataset.rows)


def test_the_embedded_reviews_are_as_announced() -> None:
    rows = synthetic_reviews().rows
    lengths = [len(row.text.split()) for row in rows]
    assert MIN_WORDS <= min(lengths) <= max(lengths) <= MAX_WORDS
    assert sum(row.label == "positive" for row in rows) == len(rows) // 2
    assert sum("<br />" in row.text for row in rows) > len(rows) // 4
    assert digest_rows(rows)[:16] == "824be368529e417e"


def test_both_tables_and_the_integers_hold_the_served_rows_in_order(tmp_path: Path) -> None:
    dataset = open_imdb(None, "quick")
    dataset.serve(tmp_path)
    folder = tmp_path / "imdb"
    rows = [(row.label, row.text) for row in dataset.rows]
    with (folder / "IMDB Dataset.csv").open(encoding="utf-8", newline="") as stream:
        table = list(csv.reader(stream))
    assert table[0] == ["review", "sentiment"]
    assert [(label, text) for text, label in table[1:]] == rows
    with (folder / "labeledTrainData.tsv").open(encoding="utf-8", newline="") as stream:
        table = list(csv.reader(stream, delimiter="\t"))
    assert table[0] == ["id", "sentiment", "review"]
    assert [(CLASSES[int(code)], text) for _, code, text in table[1:]] == rows
    assert [name for name, *_ in table[1:3]] == [
        f"{n}_{8 if label == 'positive' else 3}" for n, (label, _) in enumerate(rows[:2])
    ]
    keras = json.loads((folder / "manifest.json").read_text("utf-8"))["keras"]
    index = json.loads((folder / keras["word_index"]).read_text("utf-8"))
    word = {rank: word for word, rank in index.items()}
    with np.load(folder / keras["sequences"]) as arrays:
        values, lengths = arrays["values"], arrays["lengths"]
    assert (keras["module"], values.dtype, lengths.dtype) == ("imdb", np.int32, np.int32)
    reviews = np.split(values, np.cumsum(lengths)[:-1])
    for (_, text), ranks in zip(rows[:50] + rows[-50:], reviews[:50] + reviews[-50:], strict=True):
        assert [word[rank] for rank in ranks.tolist()] == [w for w in words_of(text) if w in index]


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        open_imdb(None, "quick").serve(tmp_path / folder)
    for path in (tmp_path / "a" / "imdb").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / "imdb" / path.name).read_bytes()


def test_sealed_reviews_keep_texts_labels_and_integers_together(tmp_path: Path) -> None:
    dataset = open_imdb(None, "quick").sealed(b"secret")
    dataset.serve(tmp_path)
    truth = {row.text: row.label for row in synthetic_reviews().rows}
    assert dataset.labels.texts == tuple(row.text for row in dataset.rows)
    assert [CLASSES[code] for code in dataset.labels.codes] == [truth[row.text] for row in dataset.rows]
    with np.load(tmp_path / "imdb" / "sequences.npz") as arrays:
        assert arrays["lengths"][-1] == len(words_of(dataset.rows[-1].text))


def test_words_are_read_as_the_published_index_reads_them() -> None:
    assert words_of("It's É GOOD.<br />A 'B-movie'\x85here") == ["it's", "É", "good", "br", "a", "'b", "movie'\x85here"]
    assert word_index(["b a b", "c a"]) == {"a": 1, "b": 2, "c": 3}


def test_a_table_of_reviews_is_split_by_the_procedure_and_kept_in_the_cache(tmp_path: Path, cache: Path) -> None:
    path = _collection(tmp_path)
    rows = read_reviews(raw_bytes(path), path)
    split = make_split(rows)
    dataset = open_imdb(tmp_path, "full")
    assert dataset.rows == tuple(rows[i] for i in (*split.train, *split.test))
    assert dataset.rows[0].text.endswith('"good" or not.<br />')
    assert "not the known table of reviews" in dataset.notes[0]
    kept = list(cache.iterdir())
    assert len(kept) == 1
    assert open_imdb(tmp_path, "full").served == dataset.served
    for damage in (b"", kept[0].read_bytes()[:-5], kept[0].read_bytes().replace(b"Film", b"Folm")):
        kept[0].write_bytes(damage)
        assert open_imdb(tmp_path, "full").served == dataset.served


def test_another_file_is_not_answered_from_the_cache(tmp_path: Path) -> None:
    _collection(tmp_path / "a")
    _collection(tmp_path / "b", REVIEWS.replace("Film 1,", "Film one,"))
    first, second = (open_imdb(tmp_path / folder, "full") for folder in "ab")
    assert first.served.digest != second.served.digest
    assert any("Film one," in row.text for row in second.rows)


def test_without_a_writable_cache_everything_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _collection(tmp_path)
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert open_imdb(tmp_path, "full").served.train_rows == 48


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("a,b\n1,2\n", "found a, b", id="other columns"),
        pytest.param(HEADER + "x,maybe\n", "line 2: 'maybe' is neither positive nor negative", id="label"),
        pytest.param(HEADER + "x\n", "line 2: this row is shorter", id="short row"),
        pytest.param(HEADER + "x,positive\n", "at least 10 are needed", id="too few"),
        pytest.param(HEADER + "x,maybe\n" * 12, "and 2 more", id="many"),
    ],
)
def test_a_malformed_table_is_refused_with_its_place(tmp_path: Path, text: str, what: str) -> None:
    path = _collection(tmp_path, text)
    with pytest.raises(DataError, match=what) as caught:
        open_dataset("imdb", data=tmp_path, profile="quick")
    assert str(path) in caught.value.where


@pytest.mark.parametrize("raw", [b"no xz", lzma.compress(REVIEWS.encode())[:-20]])
def test_a_damaged_archive_is_refused(tmp_path: Path, raw: bytes) -> None:
    _collection(tmp_path).write_bytes(raw)
    with pytest.raises(DataError):
        open_imdb(tmp_path, "quick")


def test_a_missing_folder_and_a_folder_without_the_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        open_imdb(tmp_path / "nowhere", "quick")
    with pytest.raises(DataError, match=r"looked for imdb/imdb_reviews.csv.xz"):
        open_imdb(tmp_path, "quick")


@pytest.mark.parametrize("content", ["[1]", '{"a": "b"}', '{"a": 0}', "no json"])
def test_a_word_index_that_is_none_is_refused(tmp_path: Path, content: str) -> None:
    _collection(tmp_path)
    (tmp_path / "imdb" / "imdb_word_index.json").write_text(content)
    with pytest.raises(DataError, match=r"JSON|mapping"):
        open_imdb(tmp_path, "quick")


@pytest.mark.real_data
def test_the_real_reviews_have_the_words_of_the_published_index() -> None:
    """The published integer form has 5,942,841 + 5,745,105 words, all of them in the index but those of test texts."""
    assert REAL is not None
    path = REAL / "imdb" / "imdb_reviews.csv.xz"
    assert digest_of(raw_bytes(path)) == KNOWN_DIGEST
    dataset = open_imdb(REAL, "full")
    assert (dataset.served.train_rows, dataset.served.test_rows, dataset.notes) == (40_000, 10_000, ())
    assert dataset.integers is not None
    known = dataset.integers.index
    assert len(known) == 88_584
    assert sum(word in known for row in dataset.rows for word in words_of(row.text)) == 5_942_841 + 5_745_105
    assert TextRow("positive", "") not in dataset.rows


def test_counting_words_tells_much_and_not_all() -> None:
    """TF-IDF with naive Bayes, the coursework's own baseline, is far from chance and far from certain."""
    dataset = open_imdb(None, "quick")
    assert dataset.labels.texts is not None
    train, test = dataset.labels.texts[:2000], dataset.labels.texts[2000:]
    words = TfidfVectorizer(max_features=5000, stop_words="english")
    model = GaussianNB().fit(words.fit_transform(train).toarray(), dataset.labels.codes[:2000])
    share = model.score(words.transform(test).toarray(), dataset.labels.codes[2000:])
    assert 0.75 <= share <= 0.88
