"""MNIST and Fashion-MNIST as files: four gzipped idx files each, as published and under the same names."""

from __future__ import annotations

import gzip
import hashlib
import io
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from grader.datasets.image_files import MAX_BYTES, find_files, read_bytes, require_classes
from grader.datasets.labelled_images import ByteArray, ImageRows, ImageSource
from grader.faults import DataError

CLASSES: Final = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
)  # fmt: skip
DIGITS: Final = tuple("0123456789")
FILES: Final = tuple(f"{side}-{what}-ubyte.gz" for side in ("train", "t10k") for what in ("images-idx3", "labels-idx1"))


@dataclass(frozen=True, slots=True, kw_only=True)
class IdxSet:
    """A data set that is published as idx files."""

    title: str
    folder: str  # of a data folder
    classes: tuple[str, ...]
    digests: Mapping[str, str]  # sha256 of each file as published, hex


FASHION: Final = IdxSet(
    title="Fashion-MNIST",
    folder="fashion-mnist",
    classes=CLASSES,
    digests={
        "train-images-idx3-ubyte.gz": "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        "train-labels-idx1-ubyte.gz": "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "t10k-images-idx3-ubyte.gz": "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        "t10k-labels-idx1-ubyte.gz": "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    },
)
MNIST: Final = IdxSet(
    title="MNIST",
    folder="mnist",
    classes=DIGITS,
    digests={
        "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    },
)
SIDE: Final = 28  # pixels

_BYTES_OF_RANK: Final = {1: 0x00000801, 3: 0x00000803}  # magic numbers: unsigned bytes, so many dimensions
_SETS: Final = (FASHION, MNIST)


def read_idx_set(data: Path, wanted: IdxSet) -> ImageSource:
    """The pictures of a data folder, in the order of its files.

    Raises: DataError for a file that is missing, damaged, of another shape, or of the other set of these names.
    """
    repair = _repair(wanted)
    paths = find_files(data, wanted.folder, FILES, repair)
    raw = [read_bytes(path, repair) for path in paths]
    digests = [hashlib.sha256(content).hexdigest() for content in raw]
    for path, digest in zip(paths, digests, strict=True):
        owner = next((each for each in _SETS if each is not wanted and each.digests[path.name] == digest), None)
        if owner is not None:
            raise DataError(f"is a file of {owner.title}, by its sha256", where=str(path), fix=repair)
    train = _side(wanted, paths[0], raw[0], paths[1], raw[1])
    test = _side(wanted, paths[2], raw[2], paths[3], raw[3])
    other = [path.name for path, digest in zip(paths, digests, strict=True) if digest != wanted.digests[path.name]]
    notes = (f"{', '.join(other)}: not the published {wanted.title}, by its sha256.",) if other else ()
    return ImageSource(
        train=train, test=test, classes=wanted.classes, kind="real", origin=str(paths[0].parent), notes=notes
    )  # fmt: skip


def _repair(wanted: IdxSet) -> str:
    return (
        f"put the four files of {wanted.title} there as published (train and t10k, images-idx3-ubyte.gz and "
        "labels-idx1-ubyte.gz), or leave out --data to use the embedded synthetic pictures"
    )


def _side(wanted: IdxSet, images_path: Path, images_raw: bytes, labels_path: Path, labels_raw: bytes) -> ImageRows:
    repair = _repair(wanted)
    images = read_idx(images_path, images_raw, 3, repair)
    labels = read_idx(labels_path, labels_raw, 1, repair)
    if images.shape[1:] != (SIDE, SIDE):
        shown = " x ".join(map(str, images.shape[1:]))
        raise DataError(f"holds pictures of {shown}, expected {SIDE} x {SIDE}", where=str(images_path), fix=repair)
    if images.shape[0] != labels.size:
        what = f"has {labels.size:,} labels for the {images.shape[0]:,} pictures of {images_path.name}"
        raise DataError(what, where=str(labels_path), fix=repair)
    rows = ImageRows(images=images, labels=labels)
    require_classes(rows, len(wanted.classes), labels_path, repair)
    return rows


def read_idx(path: Path, raw: bytes, rank: int, repair: str) -> ByteArray:
    """The array of unsigned bytes in a gzipped idx file of `rank` dimensions.

    Raises: DataError, with `repair` as what to do, when it is no such file or not a whole one.
    """
    try:
        with gzip.open(io.BytesIO(raw)) as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"is not a whole gzip file ({error})", where=str(path), fix=repair) from error
    head = 4 + 4 * rank
    if len(content) < head:
        raise DataError("is too short for an idx file", where=str(path), fix=repair)
    magic, *shape = struct.unpack(f">{1 + rank}I", content[:head])
    if magic != _BYTES_OF_RANK[rank]:
        what = f"begins with {magic:#010x}, expected {_BYTES_OF_RANK[rank]:#010x}"
        raise DataError(what, where=str(path), fix=repair)
    size = int(np.prod(shape, dtype=np.int64))
    if len(content) - head != size:
        announced = " x ".join(map(str, shape))
        what = f"announces {announced} bytes and holds {len(content) - head:,}"
        raise DataError(what, where=str(path), fix=repair)
    return np.frombuffer(content, dtype=np.uint8, offset=head).reshape(shape)
