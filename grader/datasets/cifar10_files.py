"""CIFAR-10 as a file: a balanced subset in one .npz, opened without pickle."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from grader.datasets.image_files import find_files, read_bytes, require_classes
from grader.datasets.labelled_images import ByteArray, ImageRows, ImageSource
from grader.faults import DataError

CLASSES: Final = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
FILE: Final = "cifar10_subset.npz"
SHAPE: Final = (32, 32, 3)
WHOLE: Final = (50_000, 10_000)  # training and test pictures of the set as published

_REPAIR: Final = (
    "put cifar10_subset.npz there, with x_train and x_test uint8 (rows, 32, 32, 3) and y_train and y_test (rows,), "
    "or leave out --data to use the embedded synthetic pictures"
)


def read_cifar10(data: Path) -> ImageSource:
    """The pictures of a data folder, in the order of its file.

    Raises: DataError for a file that is missing, damaged or of another shape.
    """
    (path,) = find_files(data, "cifar10", (FILE,), _REPAIR)
    raw = read_bytes(path, _REPAIR)
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
            held = {name: np.asarray(arrays[name]) for name in ("x_train", "y_train", "x_test", "y_test")}
    except KeyError as error:
        raise DataError(f"has no array {str(error.args[0]).split()[0]}", where=str(path), fix=_REPAIR) from error
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, TypeError, AttributeError) as error:
        raise DataError(f"is not a whole .npz file ({error})", where=str(path), fix=_REPAIR) from error
    train, test = (_side(held, side, path) for side in ("train", "test"))
    found = (train.count, test.count)
    part = (
        f"{path.name} holds {found[0]:,} training and {found[1]:,} test pictures, "
        f"a part of CIFAR-10's {WHOLE[0]:,} and {WHOLE[1]:,}."
    )
    notes = () if found == WHOLE else (part,)
    return ImageSource(train=train, test=test, classes=CLASSES, kind="real", origin=str(path), notes=notes)


def _side(held: Mapping[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]], side: str, path: Path) -> ImageRows:
    images, labels = held[f"x_{side}"], held[f"y_{side}"]
    if images.dtype != np.uint8 or images.shape[1:] != SHAPE:
        shown = f"{images.dtype} {images.shape}"
        raise DataError(f"x_{side} is {shown}, expected uint8 (rows, 32, 32, 3)", where=str(path), fix=_REPAIR)
    if labels.dtype.kind not in "iu" or labels.size != len(images):
        shown = f"{labels.dtype} {labels.shape}"
        raise DataError(f"y_{side} is {shown}, expected {len(images):,} class codes", where=str(path), fix=_REPAIR)
    codes = labels.reshape(-1).astype(np.int64)
    if codes.size and not 0 <= codes.min() <= codes.max() < len(CLASSES):
        raise DataError(f"y_{side} has codes beyond 0 to {len(CLASSES) - 1}", where=str(path), fix=_REPAIR)
    bytes_of: ByteArray = images.astype(np.uint8, copy=False)
    rows = ImageRows(images=bytes_of, labels=codes.astype(np.uint8))
    require_classes(rows, len(CLASSES), path, _REPAIR)
    return rows
