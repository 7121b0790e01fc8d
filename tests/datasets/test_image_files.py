"""Files of pictures: read when they are whole, refused with their place and the reason when not."""

from __future__ import annotations

import gzip
import hashlib
import io
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.datasets import idx_files
from grader.datasets.cifar10_files import FILE, read_cifar10
from grader.datasets.idx_files import FASHION, FILES, MNIST, IdxSet, read_idx_set
from grader.faults import DataError

IMAGES, LABELS, TEST_IMAGES, TEST_LABELS = FILES


def idx(array: np.ndarray, magic: int | None = None) -> bytes:
    first = 0x800 + array.ndim if magic is None else magic
    return gzip.compress(struct.pack(f">{1 + array.ndim}I", first, *array.shape) + array.astype(np.uint8).tobytes(), 1)


def fashion(folder: Path, **changed: bytes) -> Path:
    """All four files, ten pictures of each class a side, but for those given."""
    labels = np.arange(100) % 10
    images = np.random.default_rng(1).integers(0, 256, (100, 28, 28))
    whole = {IMAGES: idx(images), LABELS: idx(labels), TEST_IMAGES: idx(images[::-1]), TEST_LABELS: idx(labels[::-1])}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (whole | changed).items():
        (folder / name).write_bytes(content)
    return folder


def subset(folder: Path, **changed: np.ndarray | None) -> Path:
    labels = np.arange(100) % 10
    images = np.random.default_rng(1).integers(0, 256, (100, 32, 32, 3)).astype(np.uint8)
    arrays = {"x_train": images, "y_train": labels, "x_test": images[::-1], "y_test": labels[::-1]} | changed
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / FILE, **{name: array for name, array in arrays.items() if array is not None})
    return folder


@pytest.mark.parametrize("wanted", [FASHION, MNIST], ids=lambda each: each.title)
@pytest.mark.parametrize("flat", [False, True])
def test_whole_idx_files_are_read_in_order(tmp_path: Path, wanted: IdxSet, flat: bool) -> None:
    fashion(tmp_path if flat else tmp_path / wanted.folder)
    source = read_idx_set(tmp_path, wanted)
    assert source.classes == wanted.classes
    assert (source.train.images.shape, source.test.images.shape) == ((100, 28, 28), (100, 28, 28))
    assert np.array_equal(source.train.images, source.test.images[::-1])
    assert source.train.labels.tolist() == [n % 10 for n in range(100)]
    assert f"not the published {wanted.title}" in source.notes[0]


def test_a_set_in_its_own_folder_is_not_mistaken_for_the_one_beside_it(tmp_path: Path) -> None:
    fashion(tmp_path)
    digits = fashion(tmp_path / "mnist", **{IMAGES: idx(np.zeros((100, 28, 28)))})
    assert read_idx_set(tmp_path, MNIST).origin == str(digits)
    assert read_idx_set(tmp_path, FASHION).origin == str(tmp_path)


def test_the_files_of_the_other_set_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    labels = hashlib.sha256((fashion(tmp_path) / LABELS).read_bytes()).hexdigest()
    clothes = replace(FASHION, digests={**FASHION.digests, LABELS: labels})
    monkeypatch.setattr(idx_files, "_SETS", (clothes, MNIST))
    with pytest.raises(DataError, match="is a file of Fashion-MNIST") as caught:
        read_idx_set(tmp_path, MNIST)
    assert caught.value.where.endswith(LABELS)
    assert read_idx_set(tmp_path, clothes).notes


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        pytest.param(IMAGES, b"no gzip", "not a whole gzip", id="no gzip"),
        pytest.param(IMAGES, idx(np.zeros((100, 28, 28)))[:-20], "not a whole gzip", id="cut short"),
        pytest.param(IMAGES, b"", "is empty", id="empty"),
        pytest.param(IMAGES, gzip.compress(b"abc"), "too short", id="no head"),
        pytest.param(IMAGES, idx(np.zeros((100, 28, 28)), magic=7), "begins with 0x00000007", id="other magic"),
        pytest.param(IMAGES, idx(np.zeros((100, 32, 32))), "32 x 32, expected 28 x 28", id="other size"),
        pytest.param(LABELS, idx(np.zeros(99)), "99 labels for the 100", id="too few labels"),
        pytest.param(LABELS, idx(np.arange(100) % 11), "class 10 is beyond", id="an eleventh class"),
        pytest.param(LABELS, idx(np.arange(100) % 9), "0 pictures of class 9", id="a class too few"),
        pytest.param(
            TEST_LABELS,
            gzip.compress(struct.pack(">2I", 0x801, 100) + b"12"),
            "announces 100 bytes and holds 2",
            id="less than announced",
        ),
    ],
)
def test_a_damaged_idx_file_is_named(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    fashion(tmp_path / "fashion-mnist", **{name: content})
    with pytest.raises(DataError, match=what) as caught:
        read_idx_set(tmp_path, FASHION)
    assert caught.value.where.endswith(name)
    assert "embedded synthetic" in caught.value.fix


def test_the_subset_is_read_in_order(tmp_path: Path) -> None:
    source = read_cifar10(subset(tmp_path / "cifar10").parent)
    assert source.train.images.shape == (100, 32, 32, 3)
    assert np.array_equal(source.train.labels, source.test.labels[::-1])
    assert "100 training and 100 test pictures, a part of" in source.notes[0]


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        pytest.param({"y_test": None}, "no array y_test", id="an array is missing"),
        pytest.param({"x_test": np.zeros((100, 3, 32, 32), np.uint8)}, "x_test is uint8", id="channels first"),
        pytest.param({"x_train": np.zeros((100, 32, 32, 3))}, "x_train is float64", id="no bytes"),
        pytest.param({"y_train": np.arange(90) % 10}, "expected 100 class codes", id="too few labels"),
        pytest.param({"y_train": np.arange(100) % 10 - 1}, "codes beyond 0 to 9", id="a code below 0"),
        pytest.param({"y_train": np.zeros(100, np.int64)}, "0 pictures of class 1", id="one class alone"),
        pytest.param({"y_train": np.array([{}] * 100)}, "not a whole .npz file", id="pickled objects"),
    ],
)
def test_a_subset_of_another_shape_is_refused(tmp_path: Path, changed: dict[str, np.ndarray], what: str) -> None:
    subset(tmp_path / "cifar10", **changed)
    with pytest.raises(DataError, match=what) as caught:
        read_cifar10(tmp_path)
    assert caught.value.where.endswith(FILE)


@pytest.mark.parametrize("content", [b"PK\x03\x04 half a file", b"text", b"", b"\x93NUMPY"])
def test_what_is_no_npz_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(DataError, match=r"whole|empty"):
        read_cifar10(tmp_path)


def test_a_bare_array_is_no_subset(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    np.save(buffer, np.zeros(3))
    (tmp_path / FILE).write_bytes(buffer.getvalue())
    with pytest.raises(DataError, match="whole"):
        read_cifar10(tmp_path)


def test_every_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        read_cifar10(tmp_path / "nowhere")
    with pytest.raises(DataError, match=f"lacks cifar10/{FILE}"):
        read_cifar10(tmp_path)
    (fashion(tmp_path / "fashion-mnist") / LABELS).unlink()
    with pytest.raises(DataError, match=f"lacks fashion-mnist/{LABELS}") as caught:
        read_idx_set(tmp_path, FASHION)
    assert caught.value.what.count("ubyte") == 1
