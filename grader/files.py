"""Writing files so that they are whole or absent."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, content: bytes, *, outlives_power_cut: bool = True) -> None:
    """Replace a file in one step: a temporary name in the same folder, then renamed. Makes missing folders.

    Whenever the process ends, the old file is there or the new one. Waiting until the disk has it, so that this holds
    when the machine itself stops too, takes longer than the writing: `outlives_power_cut` False leaves it out, for a
    file that nothing is read from and that the next run writes anew.
    Raises: OSError when the folder cannot be written; the old file, if any, is untouched then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if outlives_power_cut:
                file.flush()
                os.fsync(file.fileno())
        # mkstemp makes a private file; reports and gradebooks are read by others.
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
