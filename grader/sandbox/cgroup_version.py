"""What a control group tells and is told, whichever version of the interface the machine has."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSample:
    """What all processes of a group use now, by the kernel's own count; everything is charged once, to its maker."""

    current: int  # bytes charged, the cache of files included, which the kernel takes back when it needs it
    peak: int  # the most `current` has ever been; 0 where the kernel does not say
    held: int  # bytes of anonymous memory, swap, and what the kernel holds for it: page tables, pipes, sockets
    shared: int  # bytes of shared memory: anonymous, and whatever lies in a tmpfs
    cpu_seconds: float  # of the living and of the dead; 0.0 where it is not counted
    processes: int  # and threads


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEvents:
    """What has happened to a group since it was made."""

    oom_kills: int = 0  # processes the kernel has killed for lack of memory
    memory_refusals: int = 0  # times the group's own memory limit stood in the way; else the machine itself had none
    process_refusals: int = 0  # times a process or thread was refused


class Version(Protocol):
    """How groups are made here; `name` is that of a folder that the group has below each of `parents`."""

    label: ClassVar[str]  # "v1", "v2": for people

    @property
    def parents(self) -> Sequence[Path]: ...

    def limit(self, name: str, *, memory_bytes: int, processes: int) -> None:
        """Raises: OSError when the kernel refuses."""
        ...

    def sample(self, name: str) -> GroupSample: ...

    def events(self, name: str) -> GroupEvents: ...

    def strike(self, name: str) -> bool:
        """Kill everybody in one call; False where the kernel has none."""
        ...


def write(path: Path, text: str) -> None:
    """Into a file that the kernel has made. Raises: OSError when it is not there, or refuses the text."""
    descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode("ascii"))
    finally:
        os.close(descriptor)


def number(path: Path) -> int:
    """The number in a file; 0 when there is no such file, since kernels differ in what they count, or it says "max"."""
    text = _text(path).strip()
    return int(text) if text.isdigit() else 0


def table(path: Path) -> dict[str, int]:
    """Lines of a name and a number; empty when there is no such file."""
    pairs = (line.split() for line in _text(path).splitlines())
    return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2 and pair[1].isdigit()}


def numbers(path: Path) -> list[int]:
    """One number a line; a process of another pid namespace shows as 0 and is left out."""
    return [int(line) for line in _text(path).split() if line.isdigit() and int(line) > 0]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""
