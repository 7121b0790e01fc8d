"""What picture data sets serve, what they keep, and what a seal hides."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from grader.datasets.catalogue import names, open_dataset
from grader.datasets.image_dataset import ImageDataset, build_image_dataset
from grader.datasets.labelled_images import ImageRows, ImageSource, count_repeats, thin_images
from grader.datasets.profiles import FULL, QUICK, profile_of
from tests.datasets.builders import real_data

SETS = ("cifar10", "fashion-mnist", "mnist")
SECRET = b"s" * 32


def opened(name: str, profile: str = "quick") -> ImageDataset:
    dataset = open_dataset(name, data=None, profile=profile)
    assert isinstance(dataset, ImageDataset)
    return dataset


def rows(labels: list[int], seed: int = 1) -> ImageRows:
    images = np.random.default_rng(seed).integers(0, 256, (len(labels), 6, 6)).astype(np.uint8)
    return ImageRows(images=images, labels=np.array(labels, dtype=np.uint8))


def test_the_catalogue_knows_them() -> None:
    assert set(SETS) <= set(names())


@pytest.mark.parametrize(
    ("name", "profile", "train", "test", "shape"),
    [
        ("cifar10", "quick", 500, 250, (32, 32, 3)),
        ("cifar10", "full", 3000, 600, (32, 32, 3)),
        ("fashion-mnist", "quick", 1000, 250, (28, 28, 1)),
        ("fashion-mnist", "full", 3000, 600, (28, 28, 1)),
        ("mnist", "quick", 1000, 250, (28, 28, 1)),
        ("mnist", "full", 3000, 600, (28, 28, 1)),
    ],
)
def test_the_embedded_sets_at_each_profile(
    name: str, profile: str, train: int, test: int, shape: tuple[int, ...]
) -> None:
    dataset = opened(name, profile)
    served, labels = dataset.served, dataset.labels
    assert (served.source, served.profile, served.train_rows, served.test_rows) == ("synthetic", profile, train, test)
    assert labels.images is not None
    assert labels.images.shape == (train + test, *shape)
    assert np.bincount(labels.codes[:train]).tolist() == [train // 10] * 10
    assert np.bincount(labels.codes[train:]).tolist() == [test // 10] * 10
    assert (dataset.repeats, dataset.notes) == (0, ())


@pytest.mark.parametrize(
    ("name", "module", "torchvision"),
    [
        ("cifar10", "cifar10", "CIFAR10"),
        ("fashion-mnist", "fashion_mnist", "FashionMNIST"),
        ("mnist", "mnist", "MNIST"),
    ],
)
def test_the_served_folder(tmp_path: Path, name: str, module: str, torchvision: str) -> None:
    dataset = opened(name)
    for folder in (tmp_path / "a", tmp_path / "b"):
        dataset.serve(folder)
    files = sorted(path.name for path in (tmp_path / "a" / name).iterdir())
    assert files == ["images.npy", "labels.npy", "manifest.json"]
    assert all((tmp_path / "a" / name / f).read_bytes() == (tmp_path / "b" / name / f).read_bytes() for f in files)
    manifest = json.loads((tmp_path / "a" / name / "manifest.json").read_text("utf-8"))
    assert (manifest["dataset"], manifest["kind"]) == (name, "labelled-images")
    assert (manifest["keras"], manifest["torchvision"]) == ({"module": module}, torchvision)
    assert manifest["classes"] == list(dataset.labels.classes)
    images = np.load(tmp_path / "a" / name / manifest["images"], allow_pickle=False)
    codes = np.load(tmp_path / "a" / name / manifest["labels"], allow_pickle=False)
    assert (images.dtype, codes.dtype) == (np.uint8, np.uint8)
    assert len(images) == len(codes) == manifest["train_rows"] + manifest["test_rows"]
    assert images.ndim == (4 if name == "cifar10" else 3)
    assert dataset.labels.images is not None
    assert np.array_equal(images.reshape(dataset.labels.images.shape), dataset.labels.images)
    assert np.array_equal(codes, dataset.labels.codes)


def test_thinning_keeps_class_balance_and_file_order_and_does_not_depend_on_it() -> None:
    whole = rows([0] * 40 + [1] * 20 + [2] * 20)
    kept = thin_images(whole, 20)
    assert kept.labels.tolist() == [0] * 10 + [1] * 5 + [2] * 5
    turned = thin_images(whole.at(np.arange(80)[::-1]), 20)
    assert np.array_equal(turned.images[::-1], kept.images)
    assert thin_images(whole, None) is thin_images(whole, 80) is whole


def test_pictures_on_both_sides_are_counted_and_told() -> None:
    train, test = rows([0, 1] * 10), rows([0, 1] * 5, seed=2)
    mixed = ImageRows(images=np.concatenate([test.images, train.images[:2]]), labels=np.tile(train.labels[:2], 6))
    assert count_repeats(train, test) == 0
    assert count_repeats(train, mixed) == 2
    source = ImageSource(train=train, test=mixed, classes=("a", "b"), kind="real", origin="here", notes=("Known.",))
    dataset = build_image_dataset("x", source, keras="x", torchvision="X", profile=FULL)
    assert dataset.repeats == 2
    assert dataset.notes == (
        "Known.",
        "2 of 12 test pictures also stand, pixel for pixel, among the training pictures.",
    )


def test_rows_that_do_not_fit_together_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="do not go with"):
        ImageRows(images=np.zeros((2, 4, 4), dtype=np.uint8), labels=np.zeros(3, dtype=np.uint8))
    with pytest.raises(ValueError, match="bytes"):
        ImageRows(images=np.zeros((2, 4, 4)), labels=np.zeros(2, dtype=np.uint8))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SETS)
def test_a_seal_hides_the_truth_of_the_test_rows_alone(tmp_path: Path, name: str) -> None:
    plain, hidden = opened(name), opened(name).sealed(SECRET)
    at, truth, shown = plain.labels.train_rows, hidden.labels.codes, hidden.labels.decoys
    assert shown is not None
    hidden.serve(tmp_path)
    images, codes = (np.load(tmp_path / name / file, allow_pickle=False) for file in ("images.npy", "labels.npy"))
    assert np.array_equal(codes, shown)
    assert np.array_equal(images[:at], plain.rows.images[:at])
    assert np.array_equal(codes[:at], plain.labels.codes[:at])
    known = {image.tobytes(): code for image, code in zip(plain.rows.images, plain.labels.codes, strict=True)}
    assert [known[image.tobytes()] for image in images] == truth.tolist()
    assert hidden.labels.images is not None
    assert np.array_equal(hidden.labels.images.reshape(images.shape), images)
    assert np.array_equal(np.bincount(shown[at:]), np.bincount(truth[at:]))
    assert 0.05 < float((shown[at:] == truth[at:]).mean()) < 0.15
    assert not np.array_equal(images[at:], plain.rows.images[at:])


def test_digests_are_of_what_is_served() -> None:
    plain, hidden = opened("cifar10").served, opened("cifar10").sealed(SECRET).served
    other, full = opened("cifar10").sealed(b"t" * 32).served, opened("cifar10", "full").served
    assert (plain.sealed, hidden.sealed) == (False, True)
    assert hidden == opened("cifar10").sealed(SECRET).served
    assert len({plain.digest, hidden.digest, other.digest, full.digest}) == 4
    assert len({plain.test_digest, hidden.test_digest, other.test_digest}) == 3
    assert plain.train_digest == hidden.train_digest


def test_a_data_sets_own_caps_hold_where_rows_are_capped_at_all() -> None:
    own = QUICK.with_rows(2000, 250)
    assert (own.max_train_rows, own.max_test_rows, own.max_epochs) == (2000, 250, QUICK.max_epochs)
    assert profile_of("full").with_rows(2000, 250) == FULL


@pytest.mark.real_data
@pytest.mark.parametrize(("name", "train", "test"), [("cifar10", 10_000, 2_000), ("fashion-mnist", 60_000, 10_000)])
def test_the_real_sets_are_split_as_published(name: str, train: int, test: int) -> None:
    dataset = open_dataset(name, data=real_data(), profile="full")
    assert (dataset.served.source, dataset.served.train_rows, dataset.served.test_rows) == ("real", train, test)
    assert np.bincount(dataset.labels.codes[train:]).tolist() == [test // 10] * 10
    assert len(dataset.notes) == (1 if name == "cifar10" else 0)
