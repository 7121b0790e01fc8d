"""A course's data folder: where in it a data set's file lies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.faults import DataError


def require_folder(data: Path) -> None:
    """Raises: DataError when nothing is there."""
    if not data.exists():
        raise DataError(
            "this data folder does not exist",
            where=str(data),
            fix="give --data a folder that is there, or leave it out",
        )


def find_file(data: Path, candidates: Sequence[str], *, dataset: str, fix: str) -> Path:
    """The first of the candidates below `data`; `data` itself where it is a file.

    Raises: DataError when the folder or the file is missing; `fix` says what to put there.
    """
    require_folder(data)
    if data.is_file():
        return data
    for candidate in candidates:
        path = data / candidate
        if path.is_file():
            return path
    raise DataError(f"this folder has no {dataset} file; looked for {', '.join(candidates)}", where=str(data), fix=fix)
