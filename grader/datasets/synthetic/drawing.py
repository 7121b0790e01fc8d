"""Simple drawings, many at once, the same to the byte on every machine.

Every draw is a digest of its name, and all arithmetic is element by element in float64, with no more than
+, -, *, / and square roots, which IEEE 754 fixes to the last bit. Sines, sums over axes and matrix products are
left alone: libraries compute them in different ways.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from grader.datasets.labelled_images import ByteArray, ImageRows, ImageSource

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Point: TypeAlias = tuple[float, float]

_UNIT: Final = 1.0 / (1 << 32)
_AT_ONCE: Final = 30  # pictures drawn together: more leave the processor's cache, fewer cost calls


class Draws:
    """An endless row of random numbers that belongs to a name."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._calls = 0

    def uniform(self, low: float, high: float, shape: tuple[int, ...]) -> FloatArray:
        """Numbers from `low` up to, not including, `high`."""
        self._calls += 1
        stream = hashlib.shake_256(f"{self._name} {self._calls}".encode())
        raw = np.frombuffer(stream.digest(4 * math.prod(shape)), dtype="<u4").reshape(shape)
        return low + (high - low) * (raw * _UNIT)

    def below(self, count: int, shape: tuple[int, ...]) -> IntArray:
        """Whole numbers from 0 to `count` - 1."""
        return self.uniform(0, count, shape).astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """An upright ellipse, in the drawing's own units: x to the right, y down, the drawing within -1 to 1."""

    x: float
    y: float
    across: float  # half axes
    down: float
    tone: str
    often: float = 1.0  # share of the drawings that have this part


@dataclass(frozen=True, slots=True, kw_only=True)
class Polygon:
    """A convex polygon; its corners in either direction."""

    corners: tuple[Point, ...]
    tone: str
    often: float = 1.0


Part: TypeAlias = Disc | Polygon


def box(left: float, top: float, right: float, bottom: float, tone: str, often: float = 1.0) -> Polygon:
    return Polygon(corners=((left, top), (right, top), (right, bottom), (left, bottom)), tone=tone, often=often)


def bar(start: Point, end: Point, width: float, tone: str, often: float = 1.0) -> Polygon:
    """A straight line of some width."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = math.sqrt(across * across + down * down)
    x, y = -down / length * width / 2, across / length * width / 2
    corners = (
        (start[0] + x, start[1] + y),
        (end[0] + x, end[1] + y),
        (end[0] - x, end[1] - y),
        (start[0] - x, start[1] - y),
    )
    return Polygon(corners=corners, tone=tone, often=often)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Where and how large each of n drawings stands; all of shape (n, 1, 1), lengths in pixels."""

    x: FloatArray
    y: FloatArray
    size: FloatArray  # pixels per unit
    stretch: FloatArray  # width over height
    lean: FloatArray  # tangent of half the angle it is turned by
    mirror: FloatArray  # 1 or -1


def draw_parts(
    images: FloatArray, parts: Sequence[Part], tones: Mapping[str, FloatArray], pose: Pose, draws: Draws, wobble: float
) -> None:
    """Paint the same parts, one over the other, onto n images at once.

    Args: `images` of shape (n, channels, height, width), changed in place; `tones` of shape (n, channels) by name;
        `wobble`: how far each part may be off its place, in the drawing's units.
    """
    n, _, height, width = images.shape
    across = np.arange(width, dtype=np.float64).reshape(1, 1, width) - pose.x
    down = np.arange(height, dtype=np.float64).reshape(1, height, 1) - pose.y
    squared = pose.lean * pose.lean
    cosine, sine = (1 - squared) / (1 + squared), 2 * pose.lean / (1 + squared)
    x = (across * cosine + down * sine) * pose.mirror / (pose.size * pose.stretch)
    y = (down * cosine - across * sine) / pose.size
    for part in parts:
        shift = draws.uniform(-wobble, wobble, (2, n, 1, 1))
        inside = _depth(part, x - shift[0], y - shift[1]) * pose.size
        cover = np.clip(inside + 0.5, 0.0, 1.0)
        if part.often < 1:
            cover = cover * (draws.uniform(0, 1, (n, 1, 1)) < part.often)
        images += (tones[part.tone][:, :, None, None] - images) * cover[:, None]


def _depth(part: Part, x: FloatArray, y: FloatArray) -> FloatArray:
    """How far inside a part each point lies, in the drawing's units; below 0 outside."""
    if isinstance(part, Disc):
        a, b = (x - part.x) / part.across, (y - part.y) / part.down
        return (1 - np.sqrt(a * a + b * b)) * min(part.across, part.down)
    corners = part.corners
    edges = list(zip(corners, (*corners[1:], corners[0]), strict=True))
    turn = math.copysign(1.0, sum(p[0] * q[1] - q[0] * p[1] for p, q in edges))
    depth: FloatArray | None = None
    for p, q in edges:
        run, rise = q[0] - p[0], q[1] - p[1]
        side = (run * (y - p[1]) - rise * (x - p[0])) * (turn / math.sqrt(run * run + rise * rise))
        depth = side if depth is None else np.minimum(depth, side)
    assert depth is not None
    return depth


def clouds(n: int, side: int, cells: int, draws: Draws) -> FloatArray:
    """Smooth noise in -1..1, shape (n, 1, side, side): random values at cells + 1 knots a side, linear between."""
    knots = draws.uniform(-1, 1, (n, cells + 1, cells + 1))
    place = np.arange(side, dtype=np.float64) * cells / side
    low = place.astype(np.int64)
    part = place - low
    rows = knots[:, low, :] * (1 - part)[None, :, None] + knots[:, low + 1, :] * part[None, :, None]
    smooth = rows[:, :, low] * (1 - part) + rows[:, :, low + 1] * part
    return np.asarray(smooth[:, None], dtype=np.float64)


def draw_rows(
    name: str, classes: Sequence[str], each: int, pictures: Callable[[str, int, Draws], ByteArray]
) -> ImageRows:
    """Shuffled rows, `each` of every class; `pictures` draws so many of one class.

    `each` must be a multiple of the number drawn together, 30.
    """
    parts = [
        pictures(label, _AT_ONCE, Draws(f"{name} {label} {batch}"))
        for label in classes
        for batch in range(each // _AT_ONCE)
    ]
    labels = np.repeat(np.arange(len(classes), dtype=np.uint8), each)
    order = np.argsort(Draws(f"{name} order").uniform(0, 1, (labels.size,)), kind="stable")
    return ImageRows(images=np.concatenate(parts)[order], labels=labels[order])


def drawn_source(
    name: str,
    what: str,
    classes: tuple[str, ...],
    each: tuple[int, int],
    pictures: Callable[[str, int, Draws], ByteArray],
    seed: int,
) -> ImageSource:
    """All rows of a data set of drawn pictures, shuffled: `each` are those of every class for training and test."""
    return ImageSource(
        train=draw_rows(f"{name} {seed} train", classes, each[0], pictures),
        test=draw_rows(f"{name} {seed} test", classes, each[1], pictures),
        classes=classes,
        kind="synthetic",
        origin=f"grader's own {what}, seed {seed}",
    )


def to_bytes(images: FloatArray) -> ByteArray:
    """Brightness 0..255, rounded half up and cut at both ends, channels first; returned with channels last."""
    whole = np.clip(np.floor(images + 0.5), 0.0, 255.0).astype(np.uint8)
    return np.ascontiguousarray(np.moveaxis(whole, 1, -1))
