"""Private folders for work in flight; what a killed run left behind is removed by the next."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

SCRATCH: Final = "scratch"  # under .grader/
_PREFIX: Final = "work-"
_LOCK: Final = ".lock"


@contextmanager
def scratch_folder(root: Path) -> Iterator[Path]:
    """A private folder under `root`, gone afterwards. While it is held its lock is, so that no sweep takes it."""
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=root))
    lock = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep(root: Path) -> int:
    """Remove folders whose owner is gone; another grader at work in the same course keeps its own.

    Returns: how many were removed.
    """
    removed = 0
    for folder in root.glob(f"{_PREFIX}*"):
        try:
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            continue  # being made or being removed at this very moment
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
        finally:
            os.close(lock)
    return removed
