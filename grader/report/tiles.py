"""Rows of small pictures as one PNG each: tiles as stored, at most 64 pixels a side, within a report's budget."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from PIL import Image

LARGEST: Final = 64  # px a side
ROW_BYTES: Final = 40_000
COLUMNS: Final = 8  # a row of fewer tiles is filled up with white, so that all tiles are printed in one size
ROWS: Final = 24  # of one report
TOTAL_BYTES: Final = 200_000  # of the report's 400 KB; the rest is for what the notebook drew
_STORED: Final = 1024  # px a side; what claims to be larger is no tile
_COLOURS: Final = (256, 64, 16)
_UNDONE: Final = 3  # a PDF holds a palette's picture as plain colours

Pictures = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One PNG with its size in px."""

    source: str  # data: address
    width: int
    height: int


@dataclass(slots=True)
class Budget:
    """What the tiles of one report may still take."""

    rows: int = ROWS
    bytes: int = TOTAL_BYTES

    def row(self, tiles: Pictures) -> Row | None:
        """The row of these tiles, (count, height, width, channels); None where it cannot be shown or no longer fits."""
        if self.rows < 1:
            return None
        encoded = encode(tiles)
        if encoded is None or encoded[3] > self.bytes:
            return None
        data, width, height, weight = encoded
        self.rows -= 1
        self.bytes -= weight
        return Row(source="data:image/png;base64," + base64.b64encode(data).decode("ascii"), width=width, height=height)


def showable(pictures: npt.NDArray[np.generic]) -> bool:
    """Whether these are pictures in grey or in colour, (count, height, width, 1 or 3), of a size a tile may have."""
    return (
        pictures.ndim == 4
        and len(pictures) > 0
        and pictures.shape[3] in (1, 3)
        and min(pictures.shape[1:3]) >= 1
        and max(pictures.shape[1:3]) <= _STORED
    )


def encode(tiles: Pictures) -> tuple[bytes, int, int, int] | None:
    """(PNG, width, height, what it weighs in a PDF), of at most ROW_BYTES; None for what is no picture."""
    from PIL import Image

    if not showable(tiles):
        return None
    small = [_tile(each) for each in tiles]
    width, height = small[0].size
    gap = max(1, round(width / 16))
    columns = max(COLUMNS, len(small))
    row = Image.new(small[0].mode, (columns * (width + gap) - gap, height), "white")
    for i, tile in enumerate(small):
        row.paste(tile, (i * (width + gap), 0))
    for colours in (None, *_COLOURS):
        drawn = row if colours is None else row.quantize(colours, dither=Image.Dither.NONE)
        out = io.BytesIO()
        drawn.save(out, "PNG", optimize=True)
        if out.tell() <= ROW_BYTES:
            return out.getvalue(), row.width, row.height, out.tell() * (1 if colours is None else _UNDONE)
    return None


def _tile(picture: Pictures) -> Image.Image:
    from PIL import Image

    plain = np.ascontiguousarray(picture[:, :, 0] if picture.shape[2] == 1 else picture, dtype=np.uint8)
    image = Image.fromarray(plain)
    scale = LARGEST / max(image.size)
    if scale >= 1:
        return image
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.BOX)


def spread(count: int, most: int) -> list[int]:
    """`most` places of `count`, evenly over all of them; all where there are no more."""
    if count <= most:
        return list(range(count))
    return [i * count // most for i in range(most)]


def pick(pictures: npt.NDArray[np.generic], places: Sequence[int]) -> Pictures:
    chosen: Pictures = pictures[np.asarray(places, dtype=np.int64)].astype(np.uint8)
    return chosen
