"""The raw log of an attempt (what bypassed the notebook's own outputs), cleaned and cut for keeping."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from grader.evidence.clean import clean_text

KEPT: Final = 512 * 1024  # bytes from each end


def cleaned_log(path: Path) -> str:
    """The text of a log: its beginning and its end where it is long, and how much lies between.

    Raises: OSError when the host's file cannot be read.
    """
    # A link in its place would be the sandbox's work; the host writes a plain file.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size <= 2 * KEPT:
            return _clean(file.read(2 * KEPT))
        head = file.read(KEPT)
        file.seek(size - KEPT)
        tail = file.read(KEPT)
    return f"{_clean(head)}\n[… {size - 2 * KEPT:,} bytes left out …]\n{_clean(tail)}"


def _clean(data: bytes) -> str:
    return clean_text(data.decode("utf-8", "replace"))
