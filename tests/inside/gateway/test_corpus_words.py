"""What is added to a corpus of NLTK's, where it lacks words that the code names."""

from __future__ import annotations

import ast
import zipfile
from pathlib import Path

import pytest

from grader.inside.gateway.corpus_words import AROUND, SENTENCES, _add, _reads

PLAIN = "The bank rose by ten cents. Farmers sold wheat in the market of the town."


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "reuters.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("reuters/README", "zeppelin")
        archive.writestr("reuters/test/1", PLAIN)
        archive.writestr("reuters/test/2", "Autumn came.")
    return path


def read(packed: Path, name: str) -> str:
    with zipfile.ZipFile(packed) as archive:
        return archive.read(name).decode()


def test_only_what_no_text_has_is_added_to_the_first(packed: Path) -> None:
    assert _add(packed, "reuters", ["zeppelin", "bank", "autumn"]) == ["zeppelin"]
    assert read(packed, "reuters/test/1").startswith(PLAIN)
    added = read(packed, "reuters/test/1").removeprefix(PLAIN).split("\n")[2:-1]
    assert len(added) == SENTENCES
    assert {line.split()[AROUND] for line in added} == {"zeppelin"}
    assert {word for line in added for word in line.split()} - {"zeppelin", "."} <= set(PLAIN.replace(".", "").split())
    assert (read(packed, "reuters/test/2"), read(packed, "reuters/README")) == ("Autumn came.", "zeppelin")


def test_a_corpus_that_knows_them_stays_as_it_is(packed: Path) -> None:
    before = packed.read_bytes()
    assert _add(packed, "reuters", ["bank", "autumn"]) == []
    assert packed.read_bytes() == before


def test_a_tagged_corpus_has_tagged_words(tmp_path: Path) -> None:
    path = tmp_path / "brown.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("brown/ca01", "\n\tTwo/cd computers/nns waited/vbd near/in the/at office/nn ./.\n")
    assert _add(path, "brown", ["zeppelin", "Two"]) == ["zeppelin"]
    added = read(path, "brown/ca01").split("\n\n")[-1].split()
    assert added.count("zeppelin/nn") == SENTENCES
    assert all("/" in word for word in added)


@pytest.mark.parametrize(
    ("source", "is_read"),
    [
        ("from nltk.corpus import stopwords, reuters", True),
        ("nltk.corpus.reuters.words()", True),
        ("from keras.datasets import reuters", False),
        ("print('reuters')", False),
    ],
)
def test_what_is_read(source: str, is_read: bool) -> None:
    assert _reads(ast.parse(source), "reuters") == is_read
