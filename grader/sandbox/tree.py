"""A tree of processes as the supervisor sees it: something to look at and something to kill."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from grader.sandbox import procfs
from grader.sandbox.watchdog import Sample

_SIZEABLE: Final = 32 * 1024**2  # bytes; below it, pages counted twice after a fork do not matter
_REFINE_EVERY: Final = 5  # samples; walking page tables costs milliseconds for each gigabyte
_CPU_EVERY: Final = 4
_NOTHING: Final = procfs.Status(threads=0, resident=0)
FIRST_STARTED: Final = 2  # number of the process that a namespace's init starts first


class ProcessTree(Protocol):
    def sample(self, *, closely: bool = False) -> Sample:
        """What the tree uses now; `closely` asks for figures good enough to end an attempt on."""
        ...

    def kill(self) -> None:
        """Kill every process of the tree; none is left on return."""
        ...

    def close(self) -> None: ...


class NamespaceTree:
    """All processes of one pid namespace, seen through its own /proc.

    Its first process is the sandbox's own and only waits. What memory it has, every fork of it was born with: the
    libraries of a warm parent. That is nobody's doing and taken off what such a process has. One that has started
    another program since, as all behind a single-use bubblewrap have, was born with nothing.

    Nothing can leave a pid namespace, so this list is complete whatever a process does to hide; and when its
    first process is killed the kernel kills all others. The folders stay readable after their end.
    """

    def __init__(self, init: int, folders: Sequence[str]) -> None:
        """`init` is the namespace's first process as numbered here; `folders` are mount points inside.

        Raises: OSError when it is gone already.
        """
        self._first = init
        root = Path("/proc") / str(init) / "root"
        self._held = list[int]()
        try:
            self._init = self._hold(os.pidfd_open(init))
            self._proc = self._hold(_open_folder(root / "proc"))
            self._disks = tuple(self._hold(_open_folder(root / folder.lstrip("/"))) for folder in folders)
        except OSError:
            self.close()
            raise
        self._samples = 0
        self._shared = 0  # bytes that the cheap sum counts more than once, when last looked at
        self._cpu = 0.0

    def _hold(self, descriptor: int) -> int:
        self._held.append(descriptor)
        return descriptor

    def sample(self, *, closely: bool = False) -> Sample:
        self._samples += 1
        everyone = procfs.pids(self._proc)
        states = {pid: procfs.status(self._proc, pid) for pid in everyone if pid != 1}
        own = {pid: _grown(state, self._born_with(pid)) for pid, state in states.items()}
        large = {pid for pid, size in own.items() if size > _SIZEABLE}
        if len(large) < 2:
            self._shared = 0
        elif closely or self._samples % _REFINE_EVERY == 0:
            self._shared = sum(max(0, own[pid] - self._share(pid, states[pid])) for pid in large)
        if self._samples % _CPU_EVERY == 0:
            self._cpu = max(self._cpu, sum(procfs.cpu_seconds(self._proc, pid) for pid in everyone))
        disks = [os.fstatvfs(folder) for folder in self._disks]
        return Sample(
            memory_bytes=max(0, sum(own.values()) - self._shared),
            processes=sum(state.threads for state in states.values()),
            disk_bytes=sum((disk.f_blocks - disk.f_bfree) * disk.f_frsize for disk in disks),
            files=sum(disk.f_files - disk.f_ffree for disk in disks),
            cpu_seconds=self._cpu,
        )

    def _born_with(self, pid: int) -> procfs.Status:
        """What of its memory a process has from the first one."""
        first = procfs.program(self._proc, 1)
        forked = first != 0 and procfs.program(self._proc, pid) == first
        return procfs.status(self._proc, 1) if forked else _NOTHING

    def _share(self, pid: int, state: procfs.Status) -> int:
        """Bytes of its own, each page divided by its users; what it was born with is shared as the first one's is."""
        share = procfs.proportional(self._proc, pid)
        if share is None:
            return state.resident
        born = procfs.proportional(self._proc, 1) if self._born_with(pid) is not _NOTHING else 0
        return max(0, share - (born or 0))

    def grown(self, pid: int) -> int:
        """Bytes that a process of this machine, of this namespace, has come to since it was born."""
        with procfs.machine() as folder:
            forked = procfs.program(folder, pid) == procfs.program(folder, self._first)
            born = procfs.status(folder, self._first) if forked else _NOTHING
            return _grown(procfs.status(folder, pid), born)

    def is_runner(self, pid: int) -> bool:
        """Whether a process of this machine, of this namespace, is the first one that its init started."""
        with procfs.machine() as folder:
            return procfs.inner_pid(folder, pid) == FIRST_STARTED

    def kill(self) -> None:
        try:
            signal.pidfd_send_signal(self._init, signal.SIGKILL)
        except ProcessLookupError:
            return
        # The first process of a namespace becomes a zombie only after all others are gone.
        waiting = select.poll()
        waiting.register(self._init, select.POLLIN)
        waiting.poll(30_000)

    def close(self) -> None:
        while self._held:
            os.close(self._held.pop())


def _grown(state: procfs.Status, born: procfs.Status) -> int:
    """Bytes that a process has come to since it was born, its page tables included."""
    return max(0, state.resident - born.resident) + max(0, state.tables - born.tables)


def _open_folder(path: Path) -> int:
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
