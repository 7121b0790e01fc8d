"""The two files of sentences, below any folder and under the names that people give them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from grader.inside.context import Context
from grader.inside.gateway.polarity_files import PolarityFiles
from grader.inside.served import LABELLED_TEXT, Served
from grader.inside.trackers import RowTrackers

TEXTS = (
    "A fine film,\nwith two   old friends.",
    "Dull from the first minute on.",
    '"Never again" is all I said.',
    "A café, a “quarrel”, and a good end.",
)
SERVED = Served(
    kind=LABELLED_TEXT, dataset="imdb", classes=("negative", "positive"), texts=TEXTS,
    codes=np.array([1, 0, 0, 1], dtype=np.int64), train_rows=3,
)  # fmt: skip


@pytest.fixture
def rows() -> RowTrackers:
    return RowTrackers([SERVED])


@pytest.fixture
def files(tmp_path: Path, rows: RowTrackers) -> PolarityFiles:
    return PolarityFiles(SERVED, cast(Context, SimpleNamespace(private=tmp_path, rows=rows)))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("rt-polarity.pos", "rt-polarity.pos"),
        ("/content/rt-polaritydata/rt-polarity.neg", "rt-polarity.neg"),
        ("C:\\data\\RT-Polarity.NEG.txt", "rt-polarity.neg"),
        ("data/rt_polarity_pos.utf8", "rt-polarity.pos"),
        ("https://example.org/raw/master/rt-polarity-negative.txt", "rt-polarity.neg"),
        ("./rt-polaritydata/", "rt-polaritydata"),
        ("data/rt-polarity", "rt-polaritydata"),
        ("rt-polaritydata.tar.gz", None),
        ("rt-polarity.csv", None),
        ("pos", None),
    ],
)
def test_what_a_path_means(files: PolarityFiles, path: str, found: str | None) -> None:
    there = files.find(path)
    assert (there.name if there is not None else None) == found


def test_each_class_has_its_texts_one_a_line_in_ascii(files: PolarityFiles) -> None:
    folder = files.find("rt-polaritydata")
    assert folder is not None
    positive, negative = ((folder / f"rt-polarity.{end}").read_bytes() for end in ("pos", "neg"))
    assert positive == b'A fine film, with two old friends.\nA cafe, a "quarrel", and a good end.\n'
    # A quote mark at the start of a line would make a table reader go on to the next one.
    assert negative == b"Dull from the first minute on.\n'Never again\" is all I said.\n"


def test_what_is_read_is_recognised(files: PolarityFiles, rows: RowTrackers) -> None:
    found = [files.find(f"rt-polarity.{end}") for end in ("pos", "neg")]
    lines = [line for file in found if file is not None for line in file.read_text().splitlines()]
    assert rows.identify(lines, None).indices.tolist() == [0, 3, 1, 2]


def test_the_link_is_laid_for_the_folder(files: PolarityFiles) -> None:
    assert files.anchor("data/rt-polaritydata/rt-polarity.pos") == "data/rt-polaritydata"
    assert files.anchor("data/rt-polarity.pos") == "data/rt-polarity.pos"


def test_what_is_said_of_them(files: PolarityFiles) -> None:
    for path, served in (
        ("rt-polarity.neg", ("rt-polarity.neg", "imdb, the 2 negative texts, one a line")),
        ("rt-polaritydata", ("rt-polaritydata", "imdb, a file for each class with one text a line")),
    ):
        found = files.find(path)
        assert found is not None
        assert files.in_words(found) == served
