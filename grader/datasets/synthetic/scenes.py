"""Small pictures of a place in fine or in foul weather, drawn with whole numbers alone."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from grader.datasets.synthetic.png import to_png
from grader.files import write_atomically

SIDE: Final = 96  # pixels
PLACES: Final = ("picnic", "holiday", "garden", "parade", "market")
_GROUND: Final = {
    "picnic": (96, 160, 72), "holiday": (214, 190, 130), "garden": (70, 130, 60), "parade": (130, 130, 136),
    "market": (160, 120, 84),
}  # fmt: skip
_THING: Final = {
    "picnic": (196, 60, 60), "holiday": (60, 110, 190), "garden": (200, 90, 170), "parade": (220, 150, 40),
    "market": (120, 80, 170),
}  # fmt: skip
_SKY: Final = {True: (120, 190, 240), False: (84, 88, 100)}
_LIGHT: Final = {True: 100, False: 62}  # per cent
_GRAIN: Final = 17  # brightness that a pixel may differ by

Pixels = npt.NDArray[np.int64]  # (SIDE, SIDE)
_ROWS, _COLUMNS = np.mgrid[0:SIDE, 0:SIDE].astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`seed` moves and shades what is drawn, and decides nothing else."""

    place: str  # one of PLACES
    fine: bool  # sun and a smile, or rain and a frown
    seed: int

    def png(self) -> bytes:
        return to_png(draw(self))

    def digest(self) -> str:
        return _digest(self)

    def write(self, target: Path) -> None:
        write_atomically(target, self.png())


@functools.cache
def _digest(scene: Scene) -> str:
    return hashlib.sha256(scene.png()).hexdigest()


def draw(scene: Scene) -> npt.NDArray[np.uint8]:
    """Pixels of shape (SIDE, SIDE, 3). The caption is not written into the picture: it would then hold both."""
    chance = _Chance(scene.seed)
    rows, columns = _ROWS, _COLUMNS
    horizon = 52 + chance.below(12)
    light = _LIGHT[scene.fine] + chance.below(9) - 4
    picture = np.empty((SIDE, SIDE, 3), dtype=np.int64)
    picture[:] = _SKY[scene.fine]
    picture[rows >= horizon] = np.array(_GROUND[scene.place]) * light // 100
    # The thing the place is known by, and somebody who stands beside it.
    left, size = 8 + chance.below(30), 14 + chance.below(8)
    thing = (columns >= left) & (columns < left + size) & (rows >= horizon - size // 2) & (rows < horizon + size)
    picture[thing] = np.array(_THING[scene.place]) * light // 100
    face = (horizon + 2, 62 + chance.below(18))
    picture[_disc(rows, columns, face, 13)] = np.array((240, 200, 150)) * light // 100
    for side in (-5, 5):
        picture[_disc(rows, columns, (face[0] - 4, face[1] + side), 2)] = (30, 30, 30)
    bend = (columns - face[1]) ** 2 // 12
    mouth = face[0] + (8 - bend if scene.fine else 3 + bend)
    picture[(abs(columns - face[1]) <= 6) & (abs(rows - mouth) <= 1)] = (150, 30, 30)
    above = (12 + chance.below(8), 16 + chance.below(60))
    if scene.fine:
        picture[_disc(rows, columns, above, 10)] = (255, 220, 60)
    else:
        for shift in (-9, 0, 9):
            picture[_disc(rows, columns, (above[0], above[1] + shift), 8)] = (52, 54, 62)
        drops = ((columns * 2 + rows) % 13 < 2) & (rows > above[0] + 8) & (rows < horizon)
        picture[drops] = (150, 170, 200)
    shown: npt.NDArray[np.uint8] = np.clip(picture + chance.grain(rows, columns)[..., None], 0, 255).astype(np.uint8)
    return shown


def _disc(rows: Pixels, columns: Pixels, centre: tuple[int, int], radius: int) -> npt.NDArray[np.bool_]:
    return (rows - centre[0]) ** 2 + (columns - centre[1]) ** 2 <= radius**2


class _Chance:
    """Numbers out of a hash of the seed, the same under every version of numpy."""

    def __init__(self, seed: int) -> None:
        self._bytes = hashlib.sha256(f"scene {seed}".encode()).digest()
        self._next = 0

    def below(self, count: int) -> int:
        value = int.from_bytes(self._bytes[self._next : self._next + 4], "big")
        self._next += 4
        return value % count

    def grain(self, rows: Pixels, columns: Pixels) -> Pixels:
        """A whole number from -_GRAIN/2 to _GRAIN/2 for each pixel."""
        mixed = (rows * 7919 + columns * 104729 + self.below(1 << 20)) * 2654435761 % (1 << 32)
        return (mixed >> 13) % _GRAIN - _GRAIN // 2
