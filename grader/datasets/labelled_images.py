"""Rows of a data set whose examples are one small picture and one class."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

ByteArray = npt.NDArray[np.uint8]
IntArray = npt.NDArray[np.int64]

PROCEDURE: Final = "images-1"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImageRows:
    """Pictures, (rows, height, width) or (rows, height, width, 3), and the code of each one's class, (rows,)."""

    images: ByteArray
    labels: ByteArray

    def __post_init__(self) -> None:
        if self.images.dtype != np.uint8 or self.labels.dtype != np.uint8 or self.labels.ndim != 1:
            raise ValueError("pictures and classes are bytes")
        if self.images.ndim not in (3, 4) or self.images.shape[0] != self.labels.size:
            raise ValueError(f"{self.images.shape} pictures do not go with {self.labels.size} classes")

    @property
    def count(self) -> int:
        return int(self.labels.size)

    def at(self, positions: IntArray) -> ImageRows:
        """These rows, in this order."""
        return ImageRows(images=self.images[positions], labels=self.labels[positions])

    def npy(self) -> tuple[bytes, bytes]:
        """Both arrays as .npy files; the same bytes for the same rows."""
        return _npy(self.images), _npy(self.labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageSource:
    """All rows of a set's own training and test files, or of a generator."""

    train: ImageRows
    test: ImageRows
    classes: tuple[str, ...]
    kind: str  # "real" or "synthetic"
    origin: str  # for people: the files' folder, or which generator
    notes: tuple[str, ...] = ()  # what staff should know of this source


def digest_images(rows: ImageRows) -> str:
    """sha256 of both arrays as .npy files, hex."""
    pictures, codes = rows.npy()
    return hashlib.sha256(pictures + codes).hexdigest()


def thin_images(rows: ImageRows, most: int | None) -> ImageRows:
    """At most `most` rows, each class in proportion, chosen by the order of a hash of the picture, in file order.

    As the choice depends on the picture alone, it is the same in whatever order a copy of the set has its rows.
    """
    if most is None or rows.count <= most:
        return rows
    room = _shares(rows.labels, most)
    ranks = [_rank(image.tobytes()) for image in rows.images]
    kept = []
    for position in sorted(range(rows.count), key=lambda place: (ranks[place], place)):
        code = int(rows.labels[position])
        if room[code] > 0:
            room[code] -= 1
            kept.append(position)
    return rows.at(np.array(sorted(kept), dtype=np.int64))


def count_repeats(train: ImageRows, test: ImageRows) -> int:
    """Test pictures that also stand, pixel for pixel, among the training pictures."""
    seen = {image.tobytes() for image in train.images}
    return sum(image.tobytes() in seen for image in test.images)


def _shares(labels: ByteArray, total: int) -> Counter[int]:
    """`total` shared out in proportion to the classes' counts by largest remainder; ties go to the lower code."""
    counts = Counter(labels.tolist())
    whole = labels.size
    shares = Counter({code: count * total // whole for code, count in counts.items()})
    by_remainder = sorted(counts, key=lambda code: (-(counts[code] * total % whole), code))
    for code in by_remainder[: total - shares.total()]:
        shares[code] += 1
    return shares


def _rank(picture: bytes) -> bytes:
    return hashlib.sha256(f"{PROCEDURE} thin ".encode() + picture).digest()


def _npy(array: ByteArray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(array), allow_pickle=False)
    return buffer.getvalue()
