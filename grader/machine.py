"""What this machine has to give to those who divide it."""

from __future__ import annotations

import os
import sys
from typing import Final

GIB: Final = 1024**3
OF_ALL: Final = 0.8  # of the machine's memory, for the attempts that run on it
OF_FREE: Final = 0.85  # of what is free, where others take more than the rest


def usable_cores() -> int:
    """Processor cores that this process may use, at least 1."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def available_memory() -> int:
    """Bytes that can be had without anything being swapped out."""
    import psutil

    return int(psutil.virtual_memory().available)


def spare_memory(attempts: int) -> int:
    """Bytes that this machine can spare for each of so many attempts side by side; 0 where that is less than a GiB."""
    import psutil

    memory = psutil.virtual_memory()
    return shared_memory(attempts, total=memory.total, available=memory.available)


def shared_memory(attempts: int, *, total: int, available: int) -> int:
    """As `spare_memory`: a share of the total, or of what is free where that is less; in whole GiB, as it is said."""
    return int(min(OF_ALL * total, OF_FREE * available) / attempts) // GIB * GIB
