"""Figures of one process, read from an open /proc folder.

Always relative to a descriptor: a path could lead elsewhere once a process is gone and its number is used again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

_MOST: Final = 64 * 1024  # bytes of one file; those read here are far smaller
_STATUS: Final = re.compile(rb"^(RssAnon|RssShmem|VmSwap|VmPTE|Threads):\s+(\d+)", re.MULTILINE)
_ROLLUP: Final = re.compile(rb"^(Pss_Anon|Pss_Shmem|SwapPss):\s+(\d+)", re.MULTILINE)
_NUMBERS: Final = re.compile(rb"^NSpid:((?:\s+\d+)+)$", re.MULTILINE)
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Status:
    threads: int
    resident: int  # bytes of anonymous and shared memory, swap included; pages of files are not counted
    tables: int = 0  # bytes of its page tables: looking at much memory takes them, also without filling any of it


def read(folder: int, name: str) -> bytes:
    """The file's beginning, or nothing: a process may be gone, or hidden, at any moment."""
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_CLOEXEC, dir_fd=folder)
    except OSError:
        return b""
    try:
        return os.read(descriptor, _MOST)
    except OSError:
        return b""
    finally:
        os.close(descriptor)


@contextmanager
def machine() -> Iterator[int]:
    """The machine's own /proc, where processes have the numbers we know them by."""
    descriptor = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def pids(folder: int) -> list[int]:
    try:
        return [int(name) for name in os.listdir(folder) if name.isdigit()]
    except OSError:
        return []


def status(folder: int, pid: int) -> Status:
    """A process that is gone has one thread and no memory: it was there a moment ago."""
    found = dict(_STATUS.findall(read(folder, f"{pid}/status")))
    kilobytes = sum(int(found.get(key, 0)) for key in (b"RssAnon", b"RssShmem", b"VmSwap"))
    tables = int(found.get(b"VmPTE", 0))
    return Status(threads=int(found.get(b"Threads", 1)), resident=kilobytes * 1024, tables=tables * 1024)


def inner_pid(folder: int, pid: int) -> int | None:
    """The number a process has in its own, innermost, pid namespace; None when it is gone."""
    found = _NUMBERS.search(read(folder, f"{pid}/status"))
    return int(found[1].split()[-1]) if found else None


def proportional(folder: int, pid: int) -> int | None:
    """Bytes of anonymous and shared memory, each page divided by the number of its users; None when unknown.

    The shares of a whole tree add up to what the tree holds. Private pages alone would not: what a parent
    filled before it forked is private to nobody.
    """
    found = _ROLLUP.findall(read(folder, f"{pid}/smaps_rollup"))
    return sum(int(kilobytes) for _, kilobytes in found) * 1024 if found else None


def cpu_seconds(folder: int, pid: int) -> float:
    """User and system time of the process and of the children it has waited for."""
    # The name in brackets may hold anything, brackets and blanks too; what follows the last one is numbers.
    fields = read(folder, f"{pid}/stat").rpartition(b")")[2].split()
    return sum(int(field) for field in fields[11:15]) / _TICKS if len(fields) > 15 else 0.0


def program(folder: int, pid: int) -> int:
    """A number that a process shares with those it forks, until they start another program; 0 when unknown.

    It is where the stack begins, which the kernel draws anew for each program and our filter keeps all from changing.
    """
    fields = read(folder, f"{pid}/stat").rpartition(b")")[2].split()
    return int(fields[25]) if len(fields) > 25 else 0
