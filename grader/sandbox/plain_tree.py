"""The processes of an attempt that has no namespace to hold them together, found by kinship and by a mark."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

from grader.sandbox.watchdog import Sample

MARK: Final = "GRADER_ATTEMPT"  # variable whose value every descendant inherits, unless it takes care not to
_ROUNDS: Final = 50
_WALK_SHARE: Final = 10  # looking at the disk may take a tenth of the time


class PlainTree:
    """Children, children's children, whoever was once seen to be one, and whoever carries the mark.

    A process that leaves its session, loses its parents between two looks and clears its environment is not
    found: that is what a pid namespace is for.
    """

    def __init__(self, root: int, mark: str, folder: Path) -> None:
        self._root = root
        self._mark = f"{MARK}={mark}".encode()
        self._folder = folder
        self._seen = dict[int, psutil.Process]()
        self._disk = (0, 0)
        self._next_walk = 0.0
        self._cpu = dict[int, float]()
        self._remember([root])

    def sample(self, *, closely: bool = False) -> Sample:
        members = self._members()
        memory = threads = 0
        for process in members:
            # Gone, or not ours to look at: it was a process when we counted it.
            count, private = 1, 0
            with suppress(psutil.Error):
                count, private = process.num_threads(), _memory(process, closely)
                times = process.cpu_times()
                self._cpu[process.pid] = times.user + times.system
            threads += count
            memory += private
        self._walk()
        return Sample(
            memory_bytes=memory,
            processes=threads,
            disk_bytes=self._disk[0],
            files=self._disk[1],
            cpu_seconds=sum(self._cpu.values()),
        )

    def kill(self) -> None:
        # Stopped first, so that nobody forks while others are being killed; then killed until nobody is left.
        stopped = set[int]()
        for _ in range(_ROUNDS):
            fresh = [process for process in self._members(marked=True) if process.pid not in stopped]
            if not fresh:
                break
            for process in fresh:
                stopped.add(process.pid)
                _send(process, signal.SIGSTOP)
        for _ in range(_ROUNDS):
            left = self._members(marked=True)
            if not left:
                return
            for process in left:
                _send(process, signal.SIGKILL)
            psutil.wait_procs([process for process in left if process.pid != self._root], timeout=0.2)
            time.sleep(0.002)

    def close(self) -> None:
        self._seen.clear()

    def _remember(self, pids: Iterable[int]) -> None:
        for pid in pids:
            if pid not in self._seen:
                with suppress(psutil.Error):
                    self._seen[pid] = psutil.Process(pid)

    def _members(self, *, marked: bool = False) -> list[psutil.Process]:
        """Those alive; zombies are dead. `is_running` also notices a number that is another's by now."""
        self._seen = {pid: process for pid, process in self._seen.items() if _alive(process)}
        children = dict[int, list[psutil.Process]]()
        for process in psutil.process_iter(["ppid"]):
            children.setdefault(process.info["ppid"], []).append(process)
        unseen = list(self._seen)
        while unseen:
            for child in children.get(unseen.pop(), ()):
                if child.pid not in self._seen:
                    self._seen[child.pid] = child
                    unseen.append(child.pid)
        if marked:
            self._remember(self._carriers())
        self._seen = {pid: process for pid, process in self._seen.items() if _alive(process)}
        return list(self._seen.values())

    def _carriers(self) -> list[int]:
        """Processes with the mark in their environment, on systems that show it in /proc."""
        own = os.getpid()
        found = list[int]()
        for path in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError, ValueError):
                pid = int(path.parent.name)
                if pid != own and self._mark in path.read_bytes().split(b"\0"):
                    found.append(pid)
        return found

    def _walk(self) -> None:
        """Bytes and files below the private folder; the larger it is, the rarer it is looked at."""
        started = time.monotonic()
        if started < self._next_walk:
            return
        size = files = 0
        folders = [str(self._folder)]  # a list, not recursion: folders can lie deeper than a stack is high
        while folders:
            with suppress(OSError), os.scandir(folders.pop()) as entries:
                for entry in entries:
                    with suppress(OSError):
                        files += 1
                        size += entry.stat(follow_symlinks=False).st_blocks * 512  # what it takes, not what it claims
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(entry.path)
        self._disk = (size, files)
        self._next_walk = time.monotonic() + _WALK_SHARE * (time.monotonic() - started)


def _alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _send(process: psutil.Process, number: signal.Signals) -> None:
    with suppress(psutil.Error):  # psutil refuses to signal a number that has passed to another process
        process.send_signal(number)


def _memory(process: psutil.Process, closely: bool) -> int:
    """Private bytes: quickly as resident less shared, which counts pages kept by a fork twice; closely as such."""
    if closely:
        full = process.memory_full_info()
        return int(full.uss)
    info = process.memory_info()
    return max(0, info.rss - getattr(info, "shared", 0))
