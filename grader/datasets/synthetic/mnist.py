"""Synthetic handwritten digits in the manner of MNIST: 28 x 28, white strokes on black, the same on every machine.

A digit has up to three ways of being written; five pictures at a time share one, with its corners moved about and a
pen of some width. Slant, place, size and ink vary from picture to picture. Right answers on the 600 test pictures after
training on all 3,000: nearest class mean 49 %, a linear model 64 %, a small convolutional network 97 % (ten epochs); on
the quick profile's rows, after five epochs, 47 %, 56 % and 78 %.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np

from grader.datasets.idx_files import DIGITS
from grader.datasets.labelled_images import ByteArray, ImageSource
from grader.datasets.synthetic.drawing import (
    Disc,
    Draws,
    Part,
    Point,
    Pose,
    bar,
    clouds,
    draw_parts,
    drawn_source,
    to_bytes,
)

TRAIN_EACH: Final = 300  # pictures of each class
TEST_EACH: Final = 60
SIDE: Final = 28
SEED: Final = 20261126

Stroke: TypeAlias = tuple[Point, ...]  # what a pen goes through without being lifted
_TOGETHER: Final = 5  # pictures by one hand
_PEN: Final = (0.15, 0.42)  # widths, in the drawing's units
_UNSTEADY: Final = 0.13  # how far a corner may be off its place

_BOWL: Final[Stroke] = ((0.3, 0.0), (0.45, 0.4), (0.25, 0.8), (-0.1, 0.87), (-0.45, 0.65))
_LOOP: Final[Stroke] = (
    (0.38, -0.5),
    (0.1, -0.85),
    (-0.3, -0.75),
    (-0.42, -0.4),
    (-0.2, -0.05),
    (0.2, -0.1),
    (0.38, -0.5),
)
_CROOK: Final[Stroke] = ((-0.45, -0.5), (-0.2, -0.82), (0.2, -0.82), (0.45, -0.5), (0.3, -0.1), (-0.1, 0.4))
_WAYS: Final[Mapping[str, tuple[tuple[Stroke, ...], ...]]] = {
    "0": (
        (
            ((0, -0.85), (0.38, -0.6), (0.5, 0), (0.38, 0.6), (0, 0.85), (-0.38, 0.6), (-0.5, 0), (-0.38, -0.6),
             (0, -0.85)),
        ),
        (((0.2, -0.8), (-0.2, -0.75), (-0.45, -0.2), (-0.4, 0.5), (0, 0.85), (0.4, 0.5), (0.45, -0.3), (0.05, -0.9)),),
    ),
    "1": (
        (((0, -0.87), (0, 0.87)),),
        (((-0.3, -0.45), (0.05, -0.87), (0.05, 0.87)),),
        (((-0.25, -0.55), (0.05, -0.87), (0.05, 0.85)), ((-0.35, 0.85), (0.4, 0.85))),
    ),
    "2": (
        ((*_CROOK, (-0.5, 0.85), (0.5, 0.85)),),
        ((*_CROOK, (-0.45, 0.82), (-0.35, 0.5), (0.1, 0.8), (0.5, 0.75)),),
    ),
    "3": (
        (((-0.4, -0.65), (-0.1, -0.87), (0.25, -0.8), (0.4, -0.5), (0.25, -0.15), (-0.1, -0.05), *_BOWL),),
        (((-0.4, -0.85), (0.4, -0.85), (-0.05, -0.15), *_BOWL),),
    ),
    "4": (
        (((-0.35, -0.85), (-0.45, 0.15), (0.5, 0.15)), ((0.3, -0.5), (0.25, 0.87))),
        (((0.2, -0.87), (-0.5, 0.25), (0.5, 0.25)), ((0.2, -0.87), (0.2, 0.87))),
    ),
    "5": (
        (((0.45, -0.85), (-0.3, -0.85), (-0.38, -0.1), (0.1, -0.2), *_BOWL),),
        (((-0.3, -0.85), (-0.38, -0.15), (0.1, -0.15), *_BOWL), ((-0.3, -0.85), (0.4, -0.8))),
    ),
    "6": (
        (
            ((0.3, -0.85), (-0.15, -0.5), (-0.42, 0.1), (-0.35, 0.65), (0, 0.87), (0.38, 0.65), (0.38, 0.25),
             (0.05, 0.02), (-0.35, 0.25)),
        ),
    ),
    "7": (
        (((-0.45, -0.8), (0.45, -0.8), (0.1, 0.0), (-0.1, 0.87)),),
        (((-0.45, -0.8), (0.45, -0.8), (0.1, 0.05), (-0.1, 0.87)), ((-0.2, 0.05), (0.38, 0.05))),
        (((-0.45, -0.45), (-0.42, -0.8), (0.42, -0.85), (0.1, 0.0), (-0.05, 0.87)),),
    ),
    "8": (
        (
            ((0, -0.05), (0.35, -0.35), (0.3, -0.75), (0, -0.87), (-0.3, -0.75), (-0.35, -0.35), (0, -0.05), (0.4, 0.3),
             (0.35, 0.75), (0, 0.87), (-0.35, 0.75), (-0.4, 0.3), (0, -0.05)),
        ),
    ),
    "9": (
        (_LOOP, ((0.38, -0.5), (0.35, 0.2), (0.2, 0.87))),
        (_LOOP, ((0.38, -0.5), (0.4, 0.3), (0.15, 0.8), (-0.3, 0.8))),
    ),
}  # fmt: skip


@functools.cache
def synthetic_mnist(seed: int = SEED) -> ImageSource:
    """All rows, shuffled, each class as often as any other."""
    return drawn_source("mnist", "digits", DIGITS, (TRAIN_EACH, TEST_EACH), _pictures, seed)


def _pictures(label: str, n: int, draws: Draws) -> ByteArray:
    return np.concatenate([_by_one_hand(label, draws) for _ in range(n // _TOGETHER)])


def _by_one_hand(label: str, draws: Draws) -> ByteArray:
    n, ways = _TOGETHER, _WAYS[label]
    one = (n, 1, 1)
    images = np.zeros((n, 1, SIDE, SIDE))
    pose = Pose(
        x=13.5 + draws.uniform(-3, 3, one),
        y=13.5 + draws.uniform(-3, 3, one),
        size=draws.uniform(7.5, 12, one),
        stretch=draws.uniform(0.7, 1.3, one),
        lean=draws.uniform(-0.1, 0.22, one),  # most people's digits lean to the right
        mirror=np.ones(one),
    )
    parts = _written(ways[int(draws.below(len(ways), (1,))[0])], draws)
    draw_parts(images, parts, {"ink": draws.uniform(150, 255, (n, 1))}, pose, draws, wobble=0.03)
    # A pen gives ink unevenly; the ground stays black.
    uneven = 1 + 0.25 * clouds(n, SIDE, 7, draws) + draws.uniform(-0.1, 0.1, (n, 1, SIDE, SIDE))
    return to_bytes(images * uneven)[..., 0]


def _written(strokes: tuple[Stroke, ...], draws: Draws) -> tuple[Part, ...]:
    """Lines with round ends between corners that an unsteady hand has moved; strokes that met still meet."""
    corners = list(dict.fromkeys(corner for stroke in strokes for corner in stroke))
    off = draws.uniform(-_UNSTEADY, _UNSTEADY, (len(corners), 2)).tolist()
    moved = {(x, y): (x + dx, y + dy) for (x, y), (dx, dy) in zip(corners, off, strict=True)}
    width = float(draws.uniform(*_PEN, (1,))[0])
    ends = [Disc(x=x, y=y, across=width / 2, down=width / 2, tone="ink") for x, y in moved.values()]
    lines = [bar(moved[a], moved[b], width, "ink") for stroke in strokes for a, b in pairwise(stroke)]
    return (*ends, *lines)
