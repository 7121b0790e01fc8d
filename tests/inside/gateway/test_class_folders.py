"""Labelled pictures as folders of files, on both plans."""

from __future__ import annotations

import csv
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from PIL import Image

from grader.evidence.wire.job import JobCell
from grader.inside.context import Context
from grader.inside.gateway.class_folders import ClassFolders, class_folders, tree_for
from grader.inside.served import Served, load_served
from grader.inside.trackers import RowTrackers
from tests.inside.data_sets import write_images


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    folder = tmp_path_factory.mktemp("served")
    write_images(folder, "cifar10", train=60, test=20)
    found = load_served(folder, "cifar10")
    assert found is not None
    return found


def trees(served: Served, private: Path, code: str) -> tuple[ClassFolders, ...]:
    cells = (JobCell(position=1, kind="code", source=code),)
    context = SimpleNamespace(private=private, job=SimpleNamespace(cells=cells))
    return class_folders(served, cast(Context, context))


def test_rows_are_recognised_in_what_is_read(served: Served, tmp_path: Path) -> None:
    (tree,) = trees(served, tmp_path, "ImageFolder(root)")
    side = tree.find("/content/drive/MyDrive/CIFAR-10/Test")
    assert side is not None
    files = sorted(side.glob("*/*.png"), key=lambda file: int(file.stem))
    pixels = np.stack([np.asarray(Image.open(file)) for file in files])
    found = RowTrackers([served]).identify(pixels, None)
    assert found.split == "test"
    assert found.indices is not None
    assert found.indices.tolist() == list(range(served.train_rows, served.count))
    assert [served.classes[code] for code in served.codes[served.train_rows :]] == [file.parent.name for file in files]


@pytest.mark.parametrize(
    ("path", "inner"),
    [
        ("data/cifar10", ""),
        ("cifar_10/training/a", "train/a"),
        (r"C:\data\cifar10\validation", "test"),
        ("data/cifar100/train", None),
        ("cifar-10-batches-py", None),
        ("data/train", None),
        ("cifar10.h5", None),
        ("https://x.org/cifar10/train", None),
    ],
)
def test_a_path_is_found_by_the_data_sets_name(served: Served, tmp_path: Path, path: str, inner: str | None) -> None:
    (tree,) = trees(served, tmp_path, "flow_from_directory(x)")
    expected = tmp_path / "cifar10-pictures" / inner if inner is not None else None
    assert tree.find(path) == expected


def test_kaggles_plan_has_numbers_and_a_table(served: Served, tmp_path: Path) -> None:
    (tree,) = trees(served, tmp_path, "pd.read_csv('../input/cifar-10/trainLabels.csv')")
    table = tree.find("/kaggle/input/cifar-10/trainLabels.csv")
    assert table is not None
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["label"] for row in rows] == [served.classes[code] for code in served.codes[: served.train_rows]]
    assert len(list((table.parent / "test").glob("*.png"))) == served.test_rows


def test_no_pictures_are_written_where_no_code_reads_files(served: Served, tmp_path: Path) -> None:
    assert trees(served, tmp_path, "keras.datasets.cifar10.load_data()") == ()
    assert tree_for((), "data/train") is None
    assert list(tmp_path.iterdir()) == []
