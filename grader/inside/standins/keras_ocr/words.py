"""The words of a picture as `keras_ocr` gives them: its alphabet has small letters and digits alone."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np

from grader.inside.content import Values
from grader.inside.standins import lettering
from grader.inside.standins.keras_ocr.tools import read

Word = tuple[str, Values]  # and the corners of its box, clockwise from the upper left one: shape (4, 2), as [x, y]
_OTHERS: Final = re.compile(r"[^a-z0-9]")


def words_in(image: Any) -> list[Word]:
    """In reading order. Raises: AssertionError for a path at which there is nothing, as `read` does."""
    found = []
    for line in lettering.in_array(read(image), "keras_ocr").lines:
        for word in line.words():
            text = _OTHERS.sub("", word.text.lower())
            if text:
                found.append((text, np.asarray(word.box.corners, dtype=np.float32)))
    return found
