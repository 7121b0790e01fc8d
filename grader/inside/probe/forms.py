"""What a model takes and gives, framework-neutral, and how pictures lie in its arrays."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from grader.inside.probe.arrays import Array

Shape = tuple[int | None, ...]
# Flattened pictures are known by their length alone: 28 x 28 grey, 32 x 32 in colour and grey.
USUAL: Final = {784: (28, 28, 1), 3072: (32, 32, 3), 1024: (32, 32, 1)}
LEAST_SIDE: Final = 8
MOST_SIDE: Final = 512


@dataclass(frozen=True, slots=True)
class Port:
    """One input: shape without the batch axis, and whether it takes whole numbers."""

    shape: Shape
    whole: bool


@dataclass(frozen=True, slots=True)
class Form:
    """Inputs in the order in which they are handed over; shapes of outputs without the batch axis."""

    inputs: tuple[Port, ...]
    outputs: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """How one picture lies in a row of an array."""

    height: int
    width: int
    channels: int
    order: Literal["hwc", "chw", "hw"]

    @property
    def size(self) -> tuple[int, int, int]:
        return self.height, self.width, self.channels

    def pictures(self, values: Array) -> Array:
        """Rows of this layout as (count, height, width, channels)."""
        if self.order == "chw":
            return values.reshape(-1, self.channels, self.height, self.width).transpose(0, 2, 3, 1)
        return values.reshape(-1, *self.size)

    def rows(self, pictures: Array, shape: Shape) -> Array:
        """Pictures (count, height, width, channels) as rows of that shape in this layout."""
        laid = pictures.transpose(0, 3, 1, 2) if self.order == "chw" else pictures
        return np.ascontiguousarray(laid).reshape(len(pictures), *[size or 0 for size in shape])


def layout_of(shape: Shape, *, channels_first: bool) -> Layout | None:
    """The picture that a row of this shape is; None for what is none."""
    sizes = [int(size) for size in shape if size is not None]
    if len(sizes) != len(shape) or not sizes:
        return None
    if len(sizes) == 1:
        usual = USUAL.get(sizes[0])
        return Layout(*usual, "chw" if channels_first else "hwc") if usual is not None else None
    if len(sizes) == 2:
        return _layout(sizes[0], sizes[1], 1, "hw")
    if len(sizes) != 3:
        return None
    if sizes[2] in (1, 3) and not (channels_first and sizes[0] in (1, 3)):
        return _layout(sizes[0], sizes[1], sizes[2], "hwc")
    return _layout(sizes[1], sizes[2], sizes[0], "chw") if sizes[0] in (1, 3) else None


def _layout(height: int, width: int, channels: int, order: Literal["hwc", "chw", "hw"]) -> Layout | None:
    fits = LEAST_SIDE <= height <= MOST_SIDE and LEAST_SIDE <= width <= MOST_SIDE
    # A picture of one channel is no window of one-hot words: its sides are alike.
    fits = fits and max(height, width) <= 2 * min(height, width)
    return Layout(height, width, channels, order) if fits else None


def vector_of(shape: Shape) -> int | None:
    """Length of a vector, (n,) or (n, 1, 1) or (1, 1, n); None for anything else and for single numbers."""
    if not shape or any(size is None for size in shape):
        return None
    length = math.prod(int(size or 0) for size in shape)
    return length if length > 1 and max(int(size or 0) for size in shape) == length else None


def snapped(least: float, most: float) -> tuple[float, float]:
    """The range that values were scaled to: 0..1, -1..1 or 0..255, else what was seen."""
    margin = 0.05
    if most <= 1 + margin and least >= -margin:
        return 0.0, 1.0
    if most <= 1 + margin and least >= -1 - margin:
        return -1.0, 1.0
    if least >= 0 and 1 < most <= 255:
        return 0.0, 255.0
    return (least, most) if least < most else (least, least + 1.0)


def as_bytes(values: Array, low: float, high: float) -> npt.NDArray[np.uint8]:
    """Values from `low` to `high` as 0..255, those outside cut."""
    share = (np.nan_to_num(values.astype(np.float64), nan=low) - low) / (high - low)
    return np.clip(np.rint(share * 255), 0, 255).astype(np.uint8)
