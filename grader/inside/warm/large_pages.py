"""Large pages under what a warm parent holds: a fork copies one entry for each page, and there are 512 times fewer.

Linux gathers pages when asked to (`MADV_COLLAPSE`, since 6.1); where it refuses, forks cost what they cost before. A
fork that writes to a page splits it and copies a small one, so it holds no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from grader.inside.warm import syscalls

SIZE: Final = 2 * 1024**2  # bytes of a large page on x86-64, and on ARM with pages of 4 KiB


def gather() -> None:
    """Gather what this process has in memory of its own; what cannot be gathered stays as it is."""
    for start in places(Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines()):
        with suppress(OSError):  # nothing there, or a kernel that does not know how
            syscalls.collapse(start, SIZE)


def places(maps: Iterable[str]) -> Iterator[int]:
    """Addresses at which a large page fits into private writable memory that belongs to no file.

    Args: lines as `/proc/<process>/maps` has them.
    """
    for line in maps:
        span, rights, _, _, _, *name = line.split(maxsplit=5)
        if rights != "rw-p" or name not in ([], ["[heap]"]):
            continue
        first, last = (int(address, 16) for address in span.split("-"))
        yield from range(-(-first // SIZE) * SIZE, last - SIZE + 1, SIZE)
