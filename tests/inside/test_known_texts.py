"""Texts in a list teach the order in which their labels come."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from grader.inside.gateway.codes import learn_codes
from grader.inside.gateway.review_files import aclimdb_tree
from grader.inside.known_texts import KnownTexts
from grader.inside.served import load_all
from grader.inside.trackers import RowTrackers
from tests.inside.data_sets import write_reviews


def context_of(folder: Path) -> SimpleNamespace:
    rows = write_reviews(folder / "data")
    job = SimpleNamespace(cells=())
    return SimpleNamespace(
        rows=RowTrackers(load_all(folder / "data", ("imdb",))), private=folder, job=job, reviews=rows
    )


def test_labels_of_texts_drawn_at_random_are_known(tmp_path: Path) -> None:
    context = context_of(tmp_path)
    drawn = random.Random(4).sample(range(200), 50)
    labels = np.array([int(context.reviews[row][0] == "positive") for row in drawn])
    assert context.rows.identify(None, labels).indices is None
    KnownTexts(context).look({"texts": [context.reviews[row][1] for row in drawn], "n": 3})  # type: ignore[arg-type]
    assert context.rows.identify(None, labels).indices.tolist() == drawn


def test_token_codes_are_known_by_the_texts_they_were_made_of(tmp_path: Path) -> None:
    context = context_of(tmp_path)
    drawn = [7, 3, 40, 11, 90, 2, 65, 31, 8, 77, 19]
    texts = [context.reviews[row][1] for row in drawn]
    codes = [[len(word) for word in text.split()] for text in texts]
    learn_codes(context, texts, codes)  # type: ignore[arg-type]
    padded = np.zeros((len(codes), 80), dtype=np.int32)
    for place, row in enumerate(codes):
        padded[place, : len(row)] = row
    assert context.rows.identify(padded[::-1], None).indices.tolist() == drawn[::-1]


def test_the_folder_of_reviews_has_them_all(tmp_path: Path) -> None:
    folder = aclimdb_tree(context_of(tmp_path))  # type: ignore[arg-type]
    assert folder is not None
    assert {part.name for part in folder.iterdir()} == {"train", "test"}
    assert [len(list((folder / side).glob("*/*.txt"))) for side in ("train", "test")] == [200, 60]
    assert {file.stem.split("_")[1] for file in (folder / "train" / "pos").iterdir()} == {"8"}
