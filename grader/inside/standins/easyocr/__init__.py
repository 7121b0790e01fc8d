"""`easyocr.Reader` as coursework uses it: the captions of served pictures, and nothing of any other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from grader.inside.content import Values
from grader.inside.standins import lettering
from grader.inside.standins.lettering import Lettering, Line

__all__ = ["Reader"]
__version__ = "0+standin"

SURE: Final = 1.0  # the confidence in what the data set says itself
_CHANNELS: Final = (1, 3, 4)


class Reader:
    """Reads pictures. The settings of networks change nothing, since there are none."""

    def __init__(self, lang_list: Sequence[str], gpu: bool | str = True, *_: Any, **settings: Any) -> None:
        self.lang_list = list(lang_list)
        self.verbose = settings.get("verbose", True)
        self.device = gpu if isinstance(gpu, str) else "cpu"

    def readtext(
        self, image: object, decoder: str = "greedy", beamWidth: int = 5, batch_size: int = 1,  # noqa: N803
        workers: int = 0, allowlist: str | None = None, blocklist: str | None = None, detail: int = 1,
        rotation_info: Any = None, paragraph: bool = False, *_: Any, output_format: str = "standard", **__: Any,
    ) -> list[Any]:  # fmt: skip
        """Each line as (box, text, confidence), each paragraph as [box, text]; a box is its four corners [x, y].

        Args: a path, an address, the bytes of a file, or an array of shape (height, width) or (height, width, 3);
            `detail` 0 for the texts alone; `output_format` "dict" or "json" for names beside the values.
        Raises: ValueError for any other kind of image, as the library does; OSError where there is no picture.
        """
        del decoder, beamWidth, batch_size, workers, rotation_info
        seen = _lettering(image)
        lines = [lettering.as_one(part) for part in seen.parts] if paragraph else seen.lines
        found = [Line(_kept(line.text, allowlist, blocklist), line.box) for line in lines]
        if detail == 0:
            return [line.text for line in found]
        if output_format in ("dict", "json"):
            named: list[dict[str, Any]] = [{"boxes": line.box.corners, "text": line.text} for line in found]
            named = named if paragraph else [{**each, "confident": SURE} for each in named]
            return named if output_format == "dict" else [json.dumps(each, ensure_ascii=False) for each in named]
        if paragraph:
            return [[line.box.corners, line.text] for line in found]
        return [(line.box.corners, line.text, SURE) for line in found]

    def readtext_batched(
        self, image: object, n_width: int | None = None, n_height: int | None = None, *settings: Any, **named: Any
    ) -> list[list[Any]]:
        """As `readtext`, for each picture of a list or of an array of shape (pictures, height, width, 3).

        Boxes are those of pictures of `n_width` and `n_height`, where these are asked for.
        """
        given = image if isinstance(image, list) or (isinstance(image, np.ndarray) and image.ndim == 4) else [image]
        if n_width is None or n_height is None:
            return [self.readtext(each, *settings, **named) for each in given]
        return [self.readtext(_Resized(each, n_height, n_width), *settings, **named) for each in given]

    def detect(self, img: object, *_: Any, **__: Any) -> tuple[list[list[list[int]]], list[list[Any]]]:
        """The boxes of all lines as [left, right, top, bottom], in a list for the picture; and none that are askew."""
        boxes = [line.box for line in _lettering(img).lines]
        return [[[box.left, box.right, box.top, box.bottom] for box in boxes]], [[]]


class _Resized:
    """A picture to be read as it is, and its size thereafter."""

    def __init__(self, image: object, height: int, width: int) -> None:
        self.image = image
        self.height, self.width = height, width


def _lettering(image: object) -> Lettering:
    if isinstance(image, _Resized):
        return _lettering(image.image).resized(image.height, image.width)
    if type(image) is str:
        return lettering.in_file(image, "easyocr")
    if type(image) is bytes:
        return lettering.in_bytes(image, "easyocr")
    if type(image) is np.ndarray and (image.ndim == 2 or (image.ndim == 3 and image.shape[2] in _CHANNELS)):
        return lettering.in_array(image, "easyocr")
    if type(image).__name__ == "JpegImageFile":  # the one class of Pillow's that the library takes
        pixels: Values = np.asarray(image)
        return lettering.in_array(pixels, "easyocr")
    raise ValueError(f"easyocr reads a path or address, bytes or a numpy array of a picture, not {type(image)}")


def _kept(text: str, allowed: str | None, blocked: str | None) -> str:
    if allowed:
        return "".join(letter for letter in text if letter in allowed)
    return "".join(letter for letter in text if letter not in (blocked or ""))
