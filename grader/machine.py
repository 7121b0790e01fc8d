"""What this machine has to give to those who divide it."""

from __future__ import annotations

import os
import sys


def usable_cores() -> int:
    """Processor cores that this process may use, at least 1."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def available_memory() -> int:
    """Bytes that can be had without anything being swapped out."""
    import psutil

    return int(psutil.virtual_memory().available)
