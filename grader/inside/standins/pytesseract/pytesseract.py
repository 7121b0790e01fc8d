"""`pytesseract.pytesseract`: texts of pictures, and tables of where each word stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, Final

import numpy as np

from grader.inside.content import Values
from grader.inside.standins import lettering
from grader.inside.standins.lettering import Box, Lettering

tesseract_cmd = "tesseract"  # may be set to anything: no such program is started
PAGE_END: Final = "\f"
SURE: Final = 100
COLUMNS: Final = (
    "level", "page_num", "block_num", "par_num", "line_num", "word_num", "left", "top", "width", "height", "conf",
    "text",
)  # fmt: skip


class Output:
    """The forms that an answer may have."""

    BYTES = "bytes"
    DATAFRAME = "data.frame"
    DICT = "dict"
    STRING = "string"


class TesseractError(RuntimeError):
    """What Tesseract ends with."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)
        self.status, self.message = status, message


class TesseractNotFoundError(OSError):
    """Never raised: there is always an answer."""


def get_tesseract_version(**_: Any) -> str:
    """That no Tesseract is meant."""
    return "0+standin"


def get_languages(config: str = "") -> list[str]:
    """Those that a plain Tesseract has."""
    del config
    return ["eng", "osd"]


def image_to_string(
    image: Any, lang: str | None = None, config: str = "", nice: int = 0, output_type: str = Output.STRING,
    timeout: float = 0,
) -> Any:  # fmt: skip
    """The lines of a picture, an empty one between its upper and its lower part, and the mark of a page's end.

    Args: a path, a Pillow image or an array; `output_type` "bytes" or "dict" for another form of it.
    Raises: TesseractError for a path at which there is no picture; TypeError for what is none.
    """
    del lang, config, nice, timeout
    seen = _lettering(image)
    parts = ["".join(f"{line.text}\n" for line in lines) for lines in seen.parts]
    text = "\n".join(parts) + PAGE_END
    return {Output.BYTES: text.encode(), Output.DICT: {"text": text}, Output.STRING: text}[output_type]


def image_to_data(
    image: Any, lang: str | None = None, config: str = "", nice: int = 0, output_type: str = Output.STRING,
    timeout: float = 0, pandas_config: dict[str, Any] | None = None,
) -> Any:  # fmt: skip
    """A row for the page (level 1), each block (2), paragraph (3), line (4) and word (5), with its box in pixels.

    Args and raises: as `image_to_string`; `output_type` may be "data.frame" too, which `pandas_config` is for.
    """
    del lang, config, nice, timeout
    rows = list(_rows(_lettering(image)))
    text = "\n".join("\t".join(map(str, row)) for row in [COLUMNS, *rows]) + "\n"
    forms: dict[str, Callable[[], Any]] = {
        Output.BYTES: text.encode,
        Output.DATAFRAME: lambda: _frame(text, pandas_config),
        Output.DICT: lambda: {name: [row[place] for row in rows] for place, name in enumerate(COLUMNS)},
        Output.STRING: lambda: text,
    }
    return forms[output_type]()


def _rows(seen: Lettering) -> Iterator[tuple[Any, ...]]:
    yield 1, 1, 0, 0, 0, 0, *_measures(Box(0, 0, seen.width, seen.height)), -1, ""
    for block, lines in enumerate(seen.parts, start=1):
        around = lettering.as_one(lines).box
        yield 2, 1, block, 0, 0, 0, *_measures(around), -1, ""
        yield 3, 1, block, 1, 0, 0, *_measures(around), -1, ""
        for number, line in enumerate(lines, start=1):
            yield 4, 1, block, 1, number, 0, *_measures(line.box), -1, ""
            for place, word in enumerate(line.words(), start=1):
                yield 5, 1, block, 1, number, place, *_measures(word.box), SURE, word.text


def _measures(box: Box) -> tuple[int, int, int, int]:
    return box.left, box.top, box.right - box.left, box.bottom - box.top


def _frame(text: str, settings: dict[str, Any] | None) -> Any:
    import csv

    import pandas as pd

    return pd.read_csv(BytesIO(text.encode()), **{"quoting": csv.QUOTE_NONE, "sep": "\t", **(settings or {})})


def _lettering(image: Any) -> Lettering:
    if isinstance(image, str):
        try:
            return lettering.in_file(image, "pytesseract")
        except OSError as error:
            raise TesseractError(1, f"image file {image} cannot be opened: {error}") from error
    from PIL import Image

    opened: Any = Image.fromarray(image) if isinstance(image, np.ndarray) else image
    if not isinstance(opened, Image.Image):
        raise TypeError(f"pytesseract reads a path, a Pillow image or an array, not {type(image)}")
    pixels: Values = np.asarray(opened if opened.mode in ("1", "L") else opened.convert("RGB"))
    return lettering.in_array(pixels, "pytesseract")
