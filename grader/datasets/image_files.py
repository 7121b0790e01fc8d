"""What the readers of picture files have in common: finding them, reading them, and what is said when that fails."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from grader.datasets.data_folder import require_folder
from grader.datasets.labelled_images import ImageRows
from grader.faults import DataError

MAX_BYTES: Final = 512 * 1024**2
MIN_ROWS_PER_CLASS: Final = 10  # fewer cannot be measured with


def find_files(data: Path, folder: str, files: tuple[str, ...], fix: str) -> tuple[Path, ...]:
    """The files `<data>/<folder>/<file>`; where not all of them are there, `<data>/<file>`, if all of those are.

    Raises: DataError when the data folder or any of the files is missing; every missing one is named.
    """
    require_folder(data)
    paths = tuple(data / folder / file for file in files)
    missing = [f"{folder}/{path.name}" for path in paths if not path.is_file()]
    if not missing:
        return paths
    flat = tuple(data / file for file in files)
    if not all(path.is_file() for path in flat):
        raise DataError(f"this folder lacks {', '.join(missing)}", where=str(data), fix=fix)
    return flat


def read_bytes(path: Path, fix: str) -> bytes:
    """A whole file.

    Raises: DataError when it cannot be read, is empty or is far too large.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DataError(f"{size:,} bytes are over the cap of {MAX_BYTES:,}", where=str(path), fix=fix)
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=str(path), fix=fix) from error
    if not raw:
        raise DataError("is empty", where=str(path), fix=fix)
    return raw


def require_classes(rows: ImageRows, classes: int, path: Path, fix: str) -> None:
    """Raises: DataError unless every class code is below `classes` and each class has rows enough."""
    counts = np.bincount(rows.labels, minlength=classes)
    if counts.size > classes:
        raise DataError(
            f"class {counts.size - 1} is beyond the {classes} classes, 0 to {classes - 1}", where=str(path), fix=fix
        )
    fewest = int(counts.argmin())
    if counts[fewest] < MIN_ROWS_PER_CLASS:
        what = f"has {counts[fewest]} pictures of class {fewest}, at least {MIN_ROWS_PER_CLASS} are needed"
        raise DataError(what, where=str(path), fix=fix)
