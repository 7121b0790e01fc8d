"""File descriptors with one owner, so that none is left open whatever happens."""

from __future__ import annotations

import os
import resource
from types import TracebackType
from typing import Final, Self

ENOUGH: Final = 65536


def allow_many() -> None:
    """Let this process hold as many descriptors as the system lets it, up to more than enough.

    The kernel refuses to send one while more of the same user's are on their way, in nobody's hands, than the sender
    may hold. Student code can put some four thousand on their way, and may run as the same user as we do.
    """
    most, allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if allowed == resource.RLIM_INFINITY else min(ENOUGH, allowed)
    if most != resource.RLIM_INFINITY and most < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, allowed))


class Descriptors:
    """Opens descriptors and closes on exit those not yet closed. None is inherited unless named at the start."""

    def __init__(self) -> None:
        self._open = set[int]()

    def pipe(self) -> tuple[int, int]:
        """Read end, write end."""
        ends = os.pipe()
        self._open.update(ends)
        return ends

    def holding(self, data: bytes) -> int:
        """A descriptor from which `data` can be read, once, from the beginning."""
        descriptor = os.memfd_create("grader", os.MFD_CLOEXEC)
        self._open.add(descriptor)
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.lseek(descriptor, 0, os.SEEK_SET)
        return descriptor

    def close(self, *descriptors: int) -> None:
        for descriptor in descriptors:
            if descriptor in self._open:
                self._open.remove(descriptor)
                os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close(*tuple(self._open))
