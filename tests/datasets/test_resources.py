from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from grader.datasets.integer_form import words_of
from grader.datasets.resources import open_resource, resource_names
from grader.datasets.synthetic.imdb import synthetic_reviews
from grader.datasets.synthetic.review_phrases import BAD, GOOD, SLOTS
from grader.faults import CourseError, DataError, UsageError
from tests.datasets.builders import real_data

REAL = real_data()
NUMBERS = " 0.5" * 100


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    assert resource_names() == ("glove-6b-100d", "nltk-data")
    with pytest.raises(CourseError, match="did you mean 'glove-6b-100d'"):
        open_resource("glove-6b-50d", data=None, profile="quick")


@pytest.mark.parametrize("name", resource_names())
def test_each_is_served_the_same_every_time(tmp_path: Path, name: str) -> None:
    resource = open_resource(name, data=None, profile="quick")
    served = resource.served
    assert (served.source, served.train_rows, served.test_rows) == ("synthetic", 0, 0)
    assert open_resource(name, data=None, profile="quick").served == served
    assert open_resource(name, data=None, profile="full").served.digest != served.digest
    for folder in ("a", "b"):
        resource.serve(tmp_path / folder)
    files = sorted(path for path in (tmp_path / "a").rglob("*") if path.is_file())
    for path in files:
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()
    manifest = json.loads((tmp_path / "a" / name / "manifest.json").read_text("utf-8"))
    assert (manifest["dataset"], manifest["source"], manifest["profile"]) == (name, "synthetic", "quick")
    assert (tmp_path / "a" / name / (manifest.get("file") or manifest["folder"])).exists()


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(UsageError):
        open_resource("nltk-data", data=None, profile="quik")


def _vectors(folder: Path, data: Path | None) -> dict[str, np.ndarray]:
    open_resource("glove-6b-100d", data=data, profile="quick").serve(folder)
    lines = (folder / "glove-6b-100d" / "glove.6B.100d.txt").read_text("utf-8").splitlines()
    return {line.split(" ")[0]: np.array(line.split(" ")[1:], dtype=np.float64) for line in lines}


def test_the_embedded_vectors_cover_the_reviews_and_tell_praise_from_blame(tmp_path: Path) -> None:
    vectors = _vectors(tmp_path, None)
    assert {vector.shape for vector in vectors.values()} == {(100,)}
    reviews = synthetic_reviews().rows[:100]
    assert all(word in vectors for row in reviews for word in words_of(row.text))
    good = np.mean([vectors[word] for word in GOOD], axis=0)
    bad = np.mean([vectors[word] for word in BAD], axis=0)
    closer = [np.linalg.norm(vectors[w] - good) < np.linalg.norm(vectors[w] - bad) for w in (*GOOD, *BAD)]
    assert closer == [True] * len(GOOD) + [False] * len(BAD)


@pytest.mark.parametrize("name", ["glove/glove.6B.100d.subset.txt.gz", "glove/glove.6B.100d.txt"])
def test_vectors_of_a_data_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir()
    text = f"the{NUMBERS}\nof{NUMBERS}".encode()
    path.write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    assert sorted(_vectors(tmp_path / "served", tmp_path)) == ["of", "the"]
    assert open_resource("glove-6b-100d", data=tmp_path, profile="quick").served.source == "real"


@pytest.mark.parametrize(
    ("content", "where"),
    [
        pytest.param(b"the 1 2\n", ":1", id="too few numbers"),
        pytest.param(b"the" + b" x" * 100, ":1", id="no numbers"),
        pytest.param(f"the{NUMBERS}\nof 1\n".encode(), ":2", id="a short line"),
        pytest.param(b"", ":1", id="empty"),
    ],
)
def test_malformed_vectors_are_refused_with_their_line(tmp_path: Path, content: bytes, where: str) -> None:
    (tmp_path / "glove.6B.100d.txt").write_bytes(content)
    with pytest.raises(DataError, match="a word and 100 numbers") as caught:
        open_resource("glove-6b-100d", data=tmp_path, profile="quick")
    assert caught.value.where.endswith(where)


@pytest.mark.parametrize("name", resource_names())
def test_a_data_folder_without_it_is_refused_with_advice(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="this folder has no") as caught:
        open_resource(name, data=tmp_path, profile="quick")
    assert "leave out --data" in caught.value.fix


def test_an_nltk_folder_must_be_whole_and_its_links_stay_out(tmp_path: Path) -> None:
    root = tmp_path / "nltk_data"
    (root / "corpora" / "stopwords").mkdir(parents=True)
    (root / "corpora" / "stopwords" / "english").write_text("the\n")
    with pytest.raises(DataError, match="lacks tokenizers/punkt_tab"):
        open_resource("nltk-data", data=tmp_path, profile="quick")
    (root / "tokenizers" / "punkt_tab" / "english").mkdir(parents=True)
    (root / "tokenizers" / "punkt_tab" / "english" / "abbrev_types.txt").write_text("")
    (root / "link").symlink_to("/etc/hostname")
    resource = open_resource("nltk-data", data=tmp_path, profile="quick")
    resource.serve(tmp_path / "served")
    served = tmp_path / "served" / "nltk-data" / "nltk_data"
    assert (served / "corpora" / "stopwords" / "english").read_text() == "the\n"
    assert not (served / "link").exists()


ASK = """
import json, sys
from nltk import pos_tag
from nltk.corpus import stopwords, wordnet
from nltk.stem import WordNetLemmatizer
from nltk.tokenize import word_tokenize
lemma = WordNetLemmatizer().lemmatize
given = json.load(sys.stdin)
print(json.dumps({
    "stop": stopwords.words("english"),
    "tokens": word_tokenize("Mr. Hale isn't bad. I liked it!"),
    "nouns": [lemma(word) for word in given["nouns"]],
    "verbs": [lemma(word, "v") for word in given["verbs"]],
    "tags": [tag for _, tag in pos_tag(["The", "movie", "bored", "Zork"])],
    "film": str(wordnet.synsets("film")[0].hypernyms()[0]),
}))
"""


@pytest.fixture
def ask(tmp_path: Path) -> Callable[[Path | None, dict[str, list[str]]], dict[str, list[str]]]:
    """What NLTK makes of the served folder, asked in a process of its own: it finds its data once for all."""

    def answer(data: Path | None, given: dict[str, list[str]]) -> dict[str, list[str]]:
        open_resource("nltk-data", data=data, profile="quick").serve(tmp_path)
        environment = {**os.environ, "NLTK_DATA": str(tmp_path / "nltk-data" / "nltk_data"), "HOME": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", ASK],
            input=json.dumps(given), capture_output=True, text=True, check=True, env=environment,
        )  # fmt: skip
        found = json.loads(done.stdout)
        assert isinstance(found, dict)
        return found

    return answer


def test_nltk_reads_the_embedded_tree(ask: Callable[..., dict[str, list[str]]]) -> None:
    """Every plural and every verb form of the reviews' grammar leads back to another word, its base form."""
    plurals = [word for slot in ("whose", "thing", "films") for word in SLOTS[slot]]
    plurals += [word for word in SLOTS["parts"] if word.isalpha()]
    forms = [phrase.split()[0] for slot in ("does", "doing", "relish", "suffer") for phrase in SLOTS[slot]]
    found = ask(None, {"nouns": [*plurals, "children", "film"], "verbs": [*forms, "was", "watch"]})
    assert found["tokens"] == ["Mr.", "Hale", "is", "n't", "bad", ".", "I", "liked", "it", "!"]
    assert {"the", "and", "not", "isn't"} <= set(found["stop"])
    assert [word for word, base in zip(plurals, found["nouns"], strict=False) if word == base] == []
    assert [word for word, base in zip(forms, found["verbs"], strict=False) if word == base] == []
    assert found["nouns"][-2:] == ["child", "film"]
    assert found["verbs"][-2:] == ["be", "watch"]
    assert len(found["tags"]) == 4
    assert found["film"] == "Synset('entity.n.01')"


@pytest.mark.real_data
def test_nltk_reads_the_real_tree(ask: Callable[..., dict[str, list[str]]]) -> None:
    found = ask(REAL, {"nouns": ["movies", "children"], "verbs": ["was"]})
    assert (found["nouns"], found["verbs"]) == (["movie", "child"], ["be"])
    assert len(found["stop"]) == 198
