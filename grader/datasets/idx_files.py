"""Fashion-MNIST as files: four gzipped idx files, as published."""

from __future__ import annotations

import gzip
import hashlib
import io
import struct
import zlib
from pathlib import Path
from typing import Final

import numpy as np

from grader.datasets.image_files import MAX_BYTES, find_files, read_bytes, require_classes
from grader.datasets.labelled_images import ByteArray, ImageRows, ImageSource
from grader.faults import DataError

CLASSES: Final = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
)  # fmt: skip
KNOWN_DIGESTS: Final = {
    "train-images-idx3-ubyte.gz": "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    "train-labels-idx1-ubyte.gz": "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
    "t10k-images-idx3-ubyte.gz": "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
    "t10k-labels-idx1-ubyte.gz": "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
}
SIDE: Final = 28  # pixels

_BYTES_OF_RANK: Final = {1: 0x00000801, 3: 0x00000803}  # magic numbers: unsigned bytes, so many dimensions
_REPAIR: Final = (
    "put the four files of Fashion-MNIST there as published (train and t10k, images-idx3-ubyte.gz and "
    "labels-idx1-ubyte.gz), or leave out --data to use the embedded synthetic pictures"
)


def read_fashion_mnist(data: Path) -> ImageSource:
    """The pictures of a data folder, in the order of its files.

    Raises: DataError for a file that is missing, damaged or of another shape.
    """
    paths = find_files(data, "fashion-mnist", tuple(KNOWN_DIGESTS), _REPAIR)
    raw = [read_bytes(path, _REPAIR) for path in paths]
    train = _side(paths[0], raw[0], paths[1], raw[1])
    test = _side(paths[2], raw[2], paths[3], raw[3])
    other = [
        path.name
        for path, content in zip(paths, raw, strict=True)
        if hashlib.sha256(content).hexdigest() != KNOWN_DIGESTS[path.name]
    ]
    notes = (f"{', '.join(other)}: not the published Fashion-MNIST, by its sha256.",) if other else ()
    return ImageSource(
        train=train, test=test, classes=CLASSES, kind="real", origin=str(paths[0].parent), notes=notes
    )  # fmt: skip


def _side(images_path: Path, images_raw: bytes, labels_path: Path, labels_raw: bytes) -> ImageRows:
    images = read_idx(images_path, images_raw, 3)
    labels = read_idx(labels_path, labels_raw, 1)
    if images.shape[1:] != (SIDE, SIDE):
        shown = " x ".join(map(str, images.shape[1:]))
        raise DataError(f"holds pictures of {shown}, expected {SIDE} x {SIDE}", where=str(images_path), fix=_REPAIR)
    if images.shape[0] != labels.size:
        what = f"has {labels.size:,} labels for the {images.shape[0]:,} pictures of {images_path.name}"
        raise DataError(what, where=str(labels_path), fix=_REPAIR)
    rows = ImageRows(images=images, labels=labels)
    require_classes(rows, len(CLASSES), labels_path, _REPAIR)
    return rows


def read_idx(path: Path, raw: bytes, rank: int) -> ByteArray:
    """The array of unsigned bytes in a gzipped idx file of `rank` dimensions.

    Raises: DataError when it is no such file or not a whole one.
    """
    try:
        with gzip.open(io.BytesIO(raw)) as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"is not a whole gzip file ({error})", where=str(path), fix=_REPAIR) from error
    head = 4 + 4 * rank
    if len(content) < head:
        raise DataError("is too short for an idx file", where=str(path), fix=_REPAIR)
    magic, *shape = struct.unpack(f">{1 + rank}I", content[:head])
    if magic != _BYTES_OF_RANK[rank]:
        what = f"begins with {magic:#010x}, expected {_BYTES_OF_RANK[rank]:#010x}"
        raise DataError(what, where=str(path), fix=_REPAIR)
    size = int(np.prod(shape, dtype=np.int64))
    if len(content) - head != size:
        announced = " x ".join(map(str, shape))
        what = f"announces {announced} bytes and holds {len(content) - head:,}"
        raise DataError(what, where=str(path), fix=_REPAIR)
    return np.frombuffer(content, dtype=np.uint8, offset=head).reshape(shape)
