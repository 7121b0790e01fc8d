"""Which caption belongs to a picture: served ones are known by where they lie, and by what they show."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.inside.content import IntArray, Values
from grader.inside.served import Served

PLACES: Final = 64  # pixels of each picture that are compared before whole pictures are
MOST: Final = 1.0  # of 255; libraries round a picture's greys differently, and nothing else may differ
_GREY: Final = np.asarray([0.299, 0.587, 0.114], dtype=np.float32)  # shares of red, green and blue

Levels = npt.NDArray[np.float32]  # from 0 to 255


@dataclass(frozen=True, slots=True)
class _Known:
    file: Path
    text: str


class CaptionedPictures:
    """The pictures with captions of all served data sets; each file is read when one of its size is asked about."""

    def __init__(self, served: Sequence[Served]) -> None:
        self._known = [
            _Known(each.folder.resolve() / caption.img, text)
            for each in served
            for caption, text in zip(each.captions, each.texts if each.captions else (), strict=True)
        ]
        self._samples: dict[tuple[int, int], Levels] = {}

    def of_file(self, file: str) -> str | None:
        """The caption of a served file, or of a link to one; None: it is another's."""
        return self._by_file.get(os.path.realpath(file))

    def of_array(self, picture: Values) -> str | None:
        """The caption of the served picture that an array holds, unchanged but for its scale and its order of colours.

        Args: shape (height, width), with 1, 3 or 4 channels behind it if any; 0 to 255, or floats from 0 to 1. Grey
            is what Pillow and OpenCV make of colours.
        Returns: None for any other picture, and for one that is there with several captions.
        """
        for colours in _as_colours(picture):
            found = {self._known[row].text for row in self._rows(colours)}
            if found:
                return found.pop() if len(found) == 1 else None
        return None

    def _rows(self, colours: Levels) -> Iterator[int]:
        """The pictures that are the same at some places, and then everywhere."""
        size = (int(colours.shape[0]), int(colours.shape[1]))
        rows = self._by_size.get(size)
        if rows is None:
            return
        near = np.abs(_as_grey(self._sampled(size), colours) - _some(colours)).max(axis=(1, 2)) <= MOST
        for row in rows[near]:
            if np.abs(_as_grey(_read(self._known[row].file), colours) - colours).max() <= MOST:
                yield int(row)

    def _sampled(self, size: tuple[int, int]) -> Levels:
        """(pictures of that size, PLACES, 3)."""
        if size not in self._samples:
            self._samples[size] = np.stack([_some(_read(self._known[row].file)) for row in self._by_size[size]])
        return self._samples[size]

    @cached_property
    def _by_file(self) -> dict[str, str]:
        return {os.path.realpath(known.file): known.text for known in self._known}

    @cached_property
    def _by_size(self) -> dict[tuple[int, int], IntArray]:
        from PIL import Image

        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row, known in enumerate(self._known):
            with Image.open(known.file) as image:  # its size alone is read
                found[image.height, image.width].append(row)
        return {size: np.asarray(rows, dtype=np.int64) for size, rows in found.items()}


def _as_colours(picture: Values) -> Iterator[Levels]:
    """What an array may mean: (height, width, 3) for red, green and blue in either order, or (height, width, 1)."""
    if picture.ndim not in (2, 3) or picture.dtype.kind not in "biuf" or picture.size == 0:
        return
    levels = np.asarray(picture, dtype=np.float32)
    if picture.dtype.kind in "fb" and levels.max() <= 1:
        levels = levels * 255
    if levels.ndim == 2:
        levels = levels[..., None]
    channels = levels.shape[2]
    if channels in (3, 4):
        yield levels[..., :3]
        yield levels[..., 2::-1]
    if channels == 1 or (channels in (3, 4) and not np.ptp(levels[..., :3], axis=2).any()):
        yield levels[..., :1]


def _as_grey(pictures: Levels, like: Levels) -> Levels:
    """Colours in the last axis as they are, or as one grey where `like` has no colours."""
    return (pictures @ _GREY)[..., None] if like.shape[-1] == 1 else pictures


def _some(picture: Levels) -> Levels:
    """The colours of the pixels that are looked at first: (PLACES, channels), the same places for each size."""
    pixels = picture.reshape(-1, picture.shape[-1])
    return pixels[np.random.Generator(np.random.PCG64(1)).integers(0, len(pixels), PLACES)]


def _read(file: Path) -> Levels:
    from PIL import Image

    with Image.open(file) as image:
        opened: Any = image.convert("RGB")
        return np.asarray(opened, dtype=np.float32)
