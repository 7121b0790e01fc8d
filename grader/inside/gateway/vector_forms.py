"""Word vectors in the forms they are published in: word2vec's binary file, and packed by gzip."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path
from typing import Final

import numpy as np

_exists: Final = os.path.lexists  # as it was before questions about such names were answered by us
BINARY: Final = ".bin"
PACKED: Final = ".gz"
DOWNLOADED_BINARY: Final = ("word2vec-google-news-300", "word2vec-ruscorpora-300")  # of gensim's; all others are text
_FAST: Final = 1  # the level of compression: the file is read once


def form_of(name: str) -> tuple[bool, bool]:
    """Whether a file of this name is word2vec's binary one, and whether it is packed."""
    plain = name.casefold()
    file = plain.removesuffix(PACKED)
    return file.endswith(BINARY) or file in DOWNLOADED_BINARY, plain.endswith(PACKED)


def published(text: Path, words: int, dimension: int, *, binary: bool, packed: bool) -> Path:
    """The vectors of `text` in another form, beside it; written once.

    Args: `text` has one word a line and its numbers, without a header line.
    """
    file = _binary(text, words, dimension) if binary else text
    if not packed:
        return file
    target = file.with_name(file.name + PACKED)
    if not _exists(target):
        with file.open("rb") as plain, gzip.open(target, "wb", compresslevel=_FAST) as out:
            shutil.copyfileobj(plain, out)
    return target


def _binary(text: Path, words: int, dimension: int) -> Path:
    """A line with both counts; then each word, a blank, its numbers of four bytes each, and a line end."""
    target = text.with_suffix(BINARY)
    if not _exists(target):
        with text.open(encoding="utf-8") as lines, target.open("wb") as out:
            out.write(f"{words} {dimension}\n".encode())
            for line in lines:
                word, *numbers = line.rstrip("\n").split(" ")
                out.write(f"{word} ".encode() + np.asarray(numbers, dtype="<f4").tobytes() + b"\n")
    return target
