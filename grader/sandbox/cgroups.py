"""Control groups: limits kept by the kernel itself, where this machine lets us make groups of our own.

A group counts what nobody can see from outside (buffers of pipes and sockets, the kernel's book-keeping, the CPU
time of children nobody waited for) and acts between two looks of the watchdog.
"""

from __future__ import annotations

import itertools
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from grader.sandbox import cgroup_v2
from grader.sandbox.cgroup_places import Places, find_places
from grader.sandbox.cgroup_reaper import Reaper
from grader.sandbox.cgroup_v1 import Version1
from grader.sandbox.cgroup_v2 import Version2
from grader.sandbox.cgroup_version import GroupEvents, GroupSample, Version, numbers, write
from grader.sandbox.contract import Limits

PREFIX: Final = "grader-"  # of every group; then our pid, when we started, a random word, and a running number
CLOSE_SECONDS: Final = 10.0  # for the kernel to have done with the dead; it takes milliseconds
_STEP_SECONDS: Final = 0.002


class Cgroup:
    """One group, from its making until `close`."""

    def __init__(self, version: Version, name: str, remove: Callable[[Path], None] = os.rmdir) -> None:
        """Nothing is made here. `remove` takes away an empty group's folder, as only the kernel's own can be."""
        self._version = version
        self._name = name
        self._remove = remove

    @property
    def label(self) -> str:
        return self._version.label

    def add(self, pid: int) -> None:
        """Move a process with all its threads; children it starts from now on are born here.

        What it was charged before stays where it was. Raises: OSError when it may not be moved, or is gone.
        """
        for parent in self._version.parents:
            write(parent / self._name / "cgroup.procs", str(pid))

    def members(self) -> list[int]:
        """Process ids as they are here, zombies not yet reaped among them."""
        found = set[int]()
        for parent in self._version.parents:
            found.update(numbers(parent / self._name / "cgroup.procs"))
        return sorted(found)

    def sample(self) -> GroupSample:
        return self._version.sample(self._name)

    def events(self) -> GroupEvents:
        return self._version.events(self._name)

    def kill(self, seconds: float = CLOSE_SECONDS) -> None:
        """Kill everybody; returns when nobody is left, or after `seconds`: a process may be stuck in the kernel."""
        until = time.monotonic() + seconds
        self._version.strike(self._name)
        while members := self.members():
            for pid in members:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            if time.monotonic() > until:
                return
            time.sleep(_STEP_SECONDS)

    def close(self, seconds: float = CLOSE_SECONDS) -> bool:
        """Remove the group, killing who is left; whether it is gone. The dead may still be leaving for a moment."""
        until = time.monotonic() + seconds
        left = [parent / self._name for parent in self._version.parents]
        while True:
            left = [folder for folder in left if not self._gone(folder)]
            if not left or time.monotonic() > until:
                return not left
            self.kill(max(0.0, until - time.monotonic()))
            time.sleep(_STEP_SECONDS)

    def _gone(self, folder: Path) -> bool:
        try:
            self._remove(folder)
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return True


class CgroupRoot:
    """The place below which this process makes its groups."""

    def __init__(self, version: Version, reaper: Reaper | None = None) -> None:
        self._version = version
        self._reaper = reaper or Reaper()
        self._start = f"{PREFIX}{os.getpid()}-{_started(os.getpid())}-{secrets.token_hex(4)}-"
        self._numbers = itertools.count(1)

    @property
    def label(self) -> str:
        """The version of the interface: "v1" or "v2"."""
        return self._version.label

    @property
    def parents(self) -> Sequence[Path]:
        """The folders in each of which a group has one of its own."""
        return self._version.parents

    @contextmanager
    def group(self, limits: Limits) -> Iterator[Cgroup]:
        """A fresh group with these limits; it and everybody in it are gone afterwards.

        A tmpfs is charged as memory too, so the kernel is told memory and disk together: filling the disk is then
        never taken for filling memory. Memory alone is judged by the watchdog, from `Cgroup.sample`.
        Raises: OSError when it cannot be made.
        """
        self._reaper.watch_over([parent / self._start for parent in self.parents])
        name = f"{self._start}{next(self._numbers)}"
        group = Cgroup(self._version, name)
        try:
            for parent in self.parents:
                (parent / name).mkdir()
            self._version.limit(
                name, memory_bytes=limits.memory_bytes + limits.disk_bytes, processes=limits.most_processes
            )
            yield group
        finally:
            group.close()

    def sweep(self) -> None:
        """Remove groups of graders that are dead together with their companions."""
        for parent in self.parents:
            for folder in parent.glob(f"{PREFIX}*-*-*-*"):
                pid, started = folder.name.removeprefix(PREFIX).split("-")[:2]
                if pid.isdigit() and started != str(_started(int(pid))):
                    Cgroup(self._version, folder.name).close(1.0)


@dataclass(frozen=True, slots=True)
class Offer:
    """What this machine offers: a root, or why there is none and what to do about it."""

    root: CgroupRoot | None
    why: str = ""
    fix: str = ""


@cache
def offer() -> Offer:
    """Found out once, by making a group, setting its limits and moving a process of our own into it."""
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
        memberships = Path("/proc/self/cgroup").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return Offer(None, "this kernel has no control groups")
    return choose(find_places(mounts, memberships))


def choose(places: Places, tried: Callable[[CgroupRoot], str] | None = None) -> Offer:
    """The second version where memory and pids are ours to govern, else the first. `tried` says what went wrong."""
    refusals = list[str]()
    for version in _candidates(places):
        root = CgroupRoot(version)
        refusal = (tried or _tried)(root)
        if not refusal:
            root.sweep()
            return Offer(root)
        refusals.append(f"{version.label}: {refusal}")
    if places.unified is not None and "memory" not in places.controllers:
        fix = "start the grader in a scope of its own: `systemd-run --user --scope -p Delegate=yes grader …`"
    else:
        fix = "run the grader as root, or have the group it runs in given to its user"
    return Offer(None, "; ".join(refusals) or "memory and pids are not governed here", fix)


def _candidates(places: Places) -> Iterator[Version]:
    if own := places.unified:
        # Beside our own group, where the one above is ours to govern; else below it, which we leave for a leaf.
        if cgroup_v2.hand_on(own.parent):
            yield Version2(parent=own.parent)
        if cgroup_v2.hand_on(own) or (cgroup_v2.step_aside(own, f"{PREFIX}itself") and cgroup_v2.hand_on(own)):
            yield Version2(parent=own)
    if {"memory", "pids"} <= places.controllers.keys():
        found = places.controllers
        yield Version1(memory=found["memory"], pids=found["pids"], cpuacct=found.get("cpuacct"))


def _tried(root: CgroupRoot) -> str:
    """Why groups made here are of no use, or nothing."""
    try:
        with root.group(Limits()) as group:
            sleeper = subprocess.Popen(["/bin/sh", "-c", "read -r _"], stdin=subprocess.PIPE, start_new_session=True)
            try:
                group.add(sleeper.pid)
                return "" if sleeper.pid in group.members() else "a process put into a group is not in it"
            finally:
                sleeper.kill()
                sleeper.communicate()
    except OSError as error:
        return str(error)


def _started(pid: int) -> int:
    """When a process started, in ticks since the machine did: two with one number differ in it. 0: no such process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return 0
    return int(fields[19])
