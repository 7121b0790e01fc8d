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
    return loaded(tmp_path_factory.mktemp("served"), "cifar10")


@pytest.fixture(scope="module", params=["mnist", "fashion-mnist"])
def grey(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Served:
    return loaded(tmp_path_factory.mktemp("grey"), request.param)


def loaded(folder: Path, dataset: str) -> Served:
    size, channels = (32, 3) if dataset == "cifar10" else (28, 0)
    write_images(folder, dataset, train=60, test=20, size=size, channels=channels)
    found = load_served(folder, dataset)
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


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("data/{}/train", True),
        ("{}_png/testing/a", True),
        ("{}-jpg-dataset", True),
        ("{}_samples", False),
        ("{}_gan/train", False),
        ("out_{}", False),
        ("{}.images", False),
    ],
)
def test_results_called_after_mnist_are_not_its_pictures(grey: Served, tmp_path: Path, path: str, found: bool) -> None:
    (tree,) = trees(grey, tmp_path, "ImageFolder(root)")
    assert (tree.find(path.format(grey.dataset)) is not None) == found


@pytest.mark.parametrize(
    ("code", "own"),
    [
        pytest.param("os.mkdir('{}_images')", True, id="made"),
        pytest.param("out = './{}_images/'\nos.makedirs(out + 'epochs')", True, id="made below a variable"),
        pytest.param("Path('x', '{}_images').mkdir()", True, id="made as a path"),
        pytest.param("!mkdir -p data/{}_images", True, id="made in the shell"),
        pytest.param("def keep(name, to='{}_images'):\n    plt.savefig(f'{to}/{name}.png')", True, id="drawn into"),
        pytest.param("save_image(x, '{}_images/1.png')", True, id="saved into"),
        pytest.param("pack.extractall('{}_images')", True, id="unpacked into"),
        pytest.param("shutil.copy('{}_images/train/1.png', 'out')", False, id="copied from"),
        pytest.param("urlretrieve('https://x.org/{}_images/a.gz', 'a.gz')", False, id="downloaded from"),
        pytest.param("images = load('{}_images')\nnp.save('x.npy', images)", False, id="read"),
    ],
)
def test_a_folder_that_the_code_makes_is_its_own(grey: Served, tmp_path: Path, code: str, own: bool) -> None:
    (tree,) = trees(grey, tmp_path, "ImageFolder(root)\n" + code.replace("{}", grey.dataset))
    assert (tree.find(f"{grey.dataset}_images") is None) == own


@pytest.mark.parametrize(
    ("code", "reads"),
    [("plt.savefig('vae.png')", False), ("plot_model(m, to_file='m.png')", False), ("imread(f'{n}.png')", True)],
)
def test_figures_that_are_saved_are_no_pictures_that_are_read(
    served: Served, tmp_path: Path, code: str, reads: bool
) -> None:
    assert bool(trees(served, tmp_path, code)) == reads


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


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("from keras.datasets import mnist\nkeras.datasets.fashion_mnist.load_data()\nfashion_mnist", "fashion-mnist"),
        ("from keras.datasets import mnist\nImageFolder('classes')", "mnist"),
    ],
)
def test_of_two_grey_sets_a_folder_without_a_name_means_the_one_spoken_of(
    tmp_path: Path, code: str, meant: str
) -> None:
    both = [loaded(tmp_path / name, name) for name in ("mnist", "fashion-mnist")]
    found = [tree for one in both for tree in trees(one, tmp_path / "private", f"{code}\nImageFolder('classes')")]
    folder = tree_for(tuple(found), "classes")
    assert folder is not None
    assert folder.is_relative_to(tmp_path / "private" / f"{meant}-pictures")
