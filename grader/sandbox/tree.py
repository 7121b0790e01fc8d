"""A tree of processes as the supervisor sees it: something to look at and something to kill."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterable, Mapping, Sequence
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

    Its first process is the sandbox's own and only waits. What memory it has when nothing else runs yet, every fork of
    it is born with: the libraries of a warm parent. That is nobody's doing and taken off what such a process has. One
    that has started another program since, as all behind a single-use bubblewrap have, was born with nothing.

    A process can give back what it was born with and fill as much with its own. How much of that there may be is said
    with each sample; a close look counts the whole tree exactly, and takes what all were born with off once.

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
        self._born = procfs.status(self._proc, 1)
        self._samples = 0
        self._looked = -_REFINE_EVERY  # the sample of the last close look
        self._error = 0  # bytes by which the cheap sum is too large, or too small if negative, when last looked at
        self._cpu = 0.0

    def _hold(self, descriptor: int) -> int:
        self._held.append(descriptor)
        return descriptor

    def sample(self, *, closely: bool = False) -> Sample:
        self._samples += 1
        everyone = procfs.pids(self._proc)
        states = {pid: procfs.status(self._proc, pid) for pid in everyone}
        forks = self._forks(states)
        own = {pid: _grown(state, self._born if pid in forks else _NOTHING) for pid, state in states.items()}
        large = {pid for pid, size in own.items() if size > _SIZEABLE}
        if closely or (len(large) > 1 and self._samples % _REFINE_EVERY == 0):
            looked = states.keys() & (large | (forks if closely else {1}))
            self._error = sum(own.values()) - self._exactly(looked, forks, states, own)
        elif len(large) < 2 and self._samples - self._looked >= _REFINE_EVERY:
            self._error = 0
        if closely:
            self._looked = self._samples
        if self._samples % _CPU_EVERY == 0:
            self._cpu = max(self._cpu, sum(procfs.cpu_seconds(self._proc, pid) for pid in everyone))
        disks = [os.fstatvfs(folder) for folder in self._disks]
        return Sample(
            memory_bytes=max(0, sum(own.values()) - self._error),
            unseen_bytes=self._unseen(len(forks)),
            processes=sum(state.threads for pid, state in states.items() if pid != 1),
            disk_bytes=sum((disk.f_blocks - disk.f_bfree) * disk.f_frsize for disk in disks),
            files=sum(disk.f_files - disk.f_ffree for disk in disks),
            cpu_seconds=self._cpu,
        )

    def _forks(self, pids: Iterable[int]) -> set[int]:
        """The first process and all that were forked from it and have started no program since."""
        first = procfs.program(self._proc, 1)
        return {pid for pid in pids if pid == 1 or (first != 0 and procfs.program(self._proc, pid) == first)}

    def _unseen(self, forks: int) -> int:
        """Bytes at most that forks may have of their own in place of what they were born with; the runner's are let be.

        None for a while after a close look: with very many forks that takes longer than a look should.
        """
        if self._samples - self._looked < _REFINE_EVERY:
            return 0
        return max(0, forks - 2) * (self._born.resident + self._born.tables)

    def _exactly(
        self, looked: set[int], forks: set[int], states: Mapping[int, procfs.Status], own: Mapping[int, int]
    ) -> int:
        """Bytes of the tree, pages of those looked at divided by their users; the others are as they are."""
        pages = {pid: self._share(pid) for pid in looked}
        # What a process was born with is shared as the first one's is, which keeps it all.
        inherited = min(self._born.resident, len(looked & forks) * pages.get(1, 0))
        tables = sum(states[pid].tables for pid in pages) - self._born.tables
        return sum(pages.values()) - inherited + max(0, tables) + sum(own[pid] for pid in own if pid not in pages)

    def _share(self, pid: int) -> int:
        """Bytes of its own, each page divided by its users; none of one that is gone."""
        share = procfs.proportional(self._proc, pid)
        return procfs.status(self._proc, pid).resident if share is None else share

    def grown(self, pid: int) -> int:
        """Bytes that a process of this machine, of this namespace, has come to since it was born."""
        with procfs.machine() as folder:
            forked = procfs.program(folder, pid) == procfs.program(folder, self._first)
            return _grown(procfs.status(folder, pid), self._born if forked else _NOTHING)

    def is_runner(self, pid: int) -> bool:
        """Whether a process of this machine, of this namespace, is the first one that its init started.

        Or the init itself, whose end is the runner's as well: a box of bubblewrap's has one that can be written into.
        """
        with procfs.machine() as folder:
            return procfs.inner_pid(folder, pid) in (1, FIRST_STARTED)

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
