"""The data set `imdb`: film reviews, negative or positive, as tables and in Keras's integer form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from grader.datasets.cache import cache_folder, cached
from grader.datasets.forms import TextForm
from grader.datasets.imdb_files import (
    CLASSES,
    INDEX_FILE,
    digest_of,
    find_reviews,
    raw_bytes,
    read_reviews,
    read_word_index,
)
from grader.datasets.integer_form import IntegerForm, word_index
from grader.datasets.labelled_text import TextRow, TextSource, from_jsonl, to_jsonl
from grader.datasets.profiles import Profile, caps_of
from grader.datasets.served import TextDataset, build_text_dataset
from grader.datasets.splitting import PROCEDURE, SplitIndex, make_split, thin
from grader.datasets.synthetic.imdb import synthetic_reviews

NAME: Final = "imdb"
QUICK_TRAIN_ROWS: Final = 2000
QUICK_TEST_ROWS: Final = 500
KNOWN_DIGEST: Final = "6fe88cf6b6b4c9939a3a9fe2ee8970c5306a7ec410697b15648d33eed43b911a"
KNOWN_ROWS: Final = 50_000
FORMS: Final = (
    TextForm(
        id="kaggle",
        file="IMDB Dataset.csv",
        names=(
            "IMDB Dataset.csv", "IMDB_Dataset.csv", "IMDB_dataset.csv", "IMDB.csv", "imdb.csv", "imdb_dataset.csv",
            "imdb_reviews.csv", "train_imdb.csv", "a1_IMDB_Dataset.csv", "movie_reviews.csv", "imdb_data.csv",
        ),
        delimiter=",",
        header=("review", "sentiment"),
        encoding="utf-8",
        order=("text", "label"),
    ),
    TextForm(
        id="labeled-train-data",
        file="labeledTrainData.tsv",
        names=("labeledTrainData.tsv",),
        delimiter="\t",
        header=("id", "sentiment", "review"),
        encoding="utf-8",
        order=("name", "label", "text"),
        codes=CLASSES,
    ),
)  # fmt: skip


def open_imdb(data: Path | None, profile: str) -> TextDataset:
    """From a data folder when one is given, else the embedded synthetic reviews.

    Raises: DataError for a folder or file that is missing or malformed; UsageError for an unknown profile.
    """
    chosen = caps_of(profile).with_rows(QUICK_TRAIN_ROWS, QUICK_TEST_ROWS)
    source, split, index = _synthetic() if data is None else _real(data, chosen)
    return build_text_dataset(
        NAME,
        source,
        split,
        classes=CLASSES,
        positive="positive",
        forms=FORMS,
        profile=chosen,
        integers=IntegerForm(module="imdb", index=index, index_file=INDEX_FILE),
    )


def _synthetic() -> tuple[TextSource, SplitIndex, Mapping[str, int]]:
    source = synthetic_reviews()
    split = make_split(source.rows)
    return source, split, word_index(source.rows[position].text for position in split.train)


def _real(data: Path, profile: Profile) -> tuple[TextSource, SplitIndex, Mapping[str, int]]:
    path = find_reviews(data)
    raw = raw_bytes(path)
    digest = digest_of(raw)

    def chosen_rows() -> bytes:
        rows = read_reviews(raw, path)
        split = make_split(rows)
        train = thin(rows, split.train, profile.max_train_rows)
        test = thin(rows, split.test, profile.max_test_rows)
        head = {"rows": len(rows), "train": len(train), "test": len(test)}
        return json.dumps(head).encode() + b"\n" + to_jsonl(rows[position] for position in (*train, *test))

    key = f"{NAME} {PROCEDURE} {profile.max_train_rows} {profile.max_test_rows} {path.suffix} {digest}"
    head, _, body = cached(f"{NAME}-{profile.name}", key, chosen_rows, cache_folder()).partition(b"\n")
    counts = json.loads(head)
    rows, train_rows = from_jsonl(body), int(counts["train"])
    notes = () if digest == KNOWN_DIGEST else (_unknown_file(path, int(counts["rows"]), digest),)
    source = TextSource(rows=rows, kind="real", origin=str(path), digest=digest, notes=notes)
    split = SplitIndex(train=tuple(range(train_rows)), test=tuple(range(train_rows, len(rows))))
    return source, split, _index_beside(path, rows[:train_rows])


def _index_beside(path: Path, train: tuple[TextRow, ...]) -> Mapping[str, int]:
    published = path.parent / INDEX_FILE
    return read_word_index(published) if published.is_file() else word_index(row.text for row in train)


def _unknown_file(path: Path, rows: int, digest: str) -> str:
    return (
        f"{path.name} is not the known table of reviews ({KNOWN_ROWS:,} rows): it has {rows:,} rows and sha256 "
        f"{digest[:12]}…; it was split by the same procedure, under its own digest."
    )
