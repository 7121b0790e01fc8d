"""Served pictures that lie in files: read only when an array might hold them as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from grader.inside.content import IntArray, Values
from grader.inside.pictures import Pictures

MOST_BYTES: Final = 256 * 1024 * 1024  # of all pictures together; larger ones are known by their labels and texts


class PictureFiles:
    """As `Pictures`, of files that are all of one size; where they are not, nothing is recognised."""

    def __init__(self, files: list[Path]) -> None:
        self._files = files
        self._size: tuple[int, int] | None = None  # (height, width) of the first one, once read
        self._pictures: Pictures | None = None
        self._hopeless = not files

    def candidates(self, values: Values) -> tuple[list[list[int]], IntArray] | None:
        """For each row of `values` the served rows that look like it; see `Pictures.candidates`."""
        if self._hopeless or values.ndim != 4 or values.dtype.kind not in "biuf":
            return None
        height, width = self._first_size()
        if (height, width) not in (tuple(values.shape[1:3]), tuple(values.shape[2:4])):
            return None
        if self._pictures is None:
            images = self._read(height, width)
            if images is None:
                self._hopeless = True
                return None
            self._pictures = Pictures(images)
        return self._pictures.candidates(values)

    def _first_size(self) -> tuple[int, int]:
        from PIL import Image

        if self._size is None:
            with Image.open(self._files[0]) as image:
                self._size = (image.height, image.width)
        return self._size

    def _read(self, height: int, width: int) -> Values | None:
        from PIL import Image

        if len(self._files) * height * width * 3 > MOST_BYTES:
            return None
        images = np.empty((len(self._files), height, width, 3), dtype=np.uint8)
        for place, file in enumerate(self._files):
            with Image.open(file) as image:
                if (image.height, image.width) != (height, width):
                    return None
                images[place] = np.asarray(image.convert("RGB"))
        return images
