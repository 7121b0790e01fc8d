"""Pictures recognised by their content, whatever a notebook has scaled them to and however it has laid them out.

Scaling and normalising (x / 255, x / 127.5 - 1, mean and deviation of each channel) are increasing functions of a
pixel's value, the same for all pixels of a channel. What no such function changes is which of two pixels of one
channel is the brighter, or that they are equal: the answers for a fixed list of pairs, hashed, are a picture's mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Marks = npt.NDArray[np.uint64]
Values = npt.NDArray[Any]

# With 192 pairs the 12,000 pictures of the CIFAR-10 subset have 12,000 marks, and the 70,000 of Fashion-MNIST,
# whose borders are all alike, have 69,978.
PAIRS: Final = 192
AT_ONCE: Final = 2048  # rows


class Pictures:
    """The marks of all served pictures, computed when first asked for."""

    def __init__(self, images: Values) -> None:
        """`images` has shape (rows, height, width) or (rows, height, width, channels)."""
        self._images = images
        self._height, self._width = (int(side) for side in images.shape[1:3])
        self._channels = int(images.shape[3]) if images.ndim == 4 else 1
        self._first, self._second, self._weights = _pairs(self._height, self._width, self._channels)
        self._sorted: tuple[Marks, npt.NDArray[np.int64]] | None = None  # marks in rising order, and their rows

    def candidates(self, values: Values) -> tuple[list[list[int]], npt.NDArray[np.int64]] | None:
        """For each row of `values` the served rows that look like it.

        Returns: lists of rows, and (rows,) the first of each; None where `values` cannot hold the pictures, or any
        row of it is none of them.
        """
        for rows, first, second in self._layouts(values):
            if self._find(marks_of(rows[:1], first, second, self._weights)) is None:
                continue  # the first row tells another layout, or other data, at once
            found = self._find(marks_of(rows, first, second, self._weights))
            if found is not None:
                starts, ends, order = found
                if (ends - starts == 1).all():
                    return [], order[starts]
                lists = [sorted(order[a:b].tolist()) for a, b in zip(starts, ends, strict=True)]
                return lists, np.asarray([rows[0] for rows in lists], dtype=np.int64)
        return None

    def _layouts(self, values: Values) -> Iterator[tuple[Values, npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
        """`values` as (rows, numbers), with where the two pixels of each pair lie in a row of it."""
        if values.dtype.kind not in "biuf" or values.ndim not in (2, 3, 4) or values.shape[0] == 0:
            return
        flat = values.reshape(values.shape[0], -1)
        for shape, last in self._shapes(values):
            height, width, channels = shape
            if flat.shape[1] != height * width * channels or height < self._height or width < self._width:
                continue
            places = [
                self._placed(pair, height, width, channels, channels_last=last) for pair in (self._first, self._second)
            ]
            yield flat, places[0], places[1]

    def _shapes(self, values: Values) -> Iterator[tuple[tuple[int, int, int], bool]]:
        """(height, width, channels) a row may have, and whether channels come last."""
        own = (self._height, self._width, self._channels)
        if values.ndim == 2:
            yield own, True
            if self._channels > 1:
                yield own, False
        elif values.ndim == 3 and self._channels == 1:
            yield (int(values.shape[1]), int(values.shape[2]), 1), True
        elif values.ndim == 4:
            sides = tuple(int(side) for side in values.shape[1:])
            # A grey picture may have been repeated into three channels: the first one is looked at.
            if sides[2] == self._channels or (self._channels == 1 and sides[2] == 3):
                yield (sides[0], sides[1], sides[2]), True
            if sides[0] == self._channels or (self._channels == 1 and sides[0] == 3):
                yield (sides[1], sides[2], sides[0]), False

    def _placed(
        self, pair: npt.NDArray[np.int64], height: int, width: int, channels: int, *, channels_last: bool
    ) -> npt.NDArray[np.int64]:
        """Where pixels (row, column, channel) lie in a flattened row; a larger picture has a border all around."""
        down, right, channel = pair
        down, right = down + (height - self._height) // 2, right + (width - self._width) // 2
        places = (down * width + right) * channels + channel
        return np.asarray(places if channels_last else (channel * height + down) * width + right)

    def _find(self, marks: Marks) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]] | None:
        known, order = self._known()
        starts, ends = np.searchsorted(known, marks, "left"), np.searchsorted(known, marks, "right")
        return (starts, ends, order) if (ends > starts).all() else None

    def _known(self) -> tuple[Marks, npt.NDArray[np.int64]]:
        if self._sorted is None:
            flat = self._images.reshape(self._images.shape[0], -1)
            first, second = (
                self._placed(pair, self._height, self._width, self._channels, channels_last=True)
                for pair in (self._first, self._second)
            )
            marks = marks_of(flat, first, second, self._weights)
            order = np.argsort(marks, kind="stable")
            self._sorted = (marks[order], order.astype(np.int64))
        return self._sorted


def marks_of(
    rows: Values, first: npt.NDArray[np.int64], second: npt.NDArray[np.int64], weights: tuple[Marks, Marks]
) -> Marks:
    """One mark per row of `rows` (n, numbers): the hash of which of each pair of numbers is the larger."""
    marks = np.empty(rows.shape[0], dtype=np.uint64)
    for start in range(0, rows.shape[0], AT_ONCE):
        some = rows[start : start + AT_ONCE]
        left, right = some.take(first, axis=1), some.take(second, axis=1)
        marks[start : start + AT_ONCE] = (left > right) @ weights[0] + (left < right) @ weights[1]
    return marks


def _pairs(
    height: int, width: int, channels: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], tuple[Marks, Marks]]:
    """Two pixels of one channel for each pair, as (3, PAIRS) of row, column, channel; and the weights of the hash."""
    chance = np.random.Generator(np.random.PCG64(1))
    channel = chance.integers(0, channels, PAIRS)
    first = np.stack([chance.integers(0, height, PAIRS), chance.integers(0, width, PAIRS), channel])
    second = np.stack([chance.integers(0, height, PAIRS), chance.integers(0, width, PAIRS), channel])
    brighter, darker = (chance.integers(0, 2**64, PAIRS, dtype=np.uint64) for _ in range(2))
    return first, second, (brighter, darker)
