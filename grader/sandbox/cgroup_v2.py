"""Control groups of the second version: one hierarchy, and a group is one folder in it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from grader.sandbox.cgroup_version import GroupEvents, GroupSample, number, numbers, table, write

_CONTROLLERS: Final = ("memory", "pids")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version2:
    """The folder below which groups are made; it has to have memory and pids to hand on (see `hand_on`)."""

    label: ClassVar[str] = "v2"
    parent: Path

    @property
    def parents(self) -> Sequence[Path]:
        return (self.parent,)

    def limit(self, name: str, *, memory_bytes: int, processes: int) -> None:
        group = self.parent / name
        write(group / "memory.max", str(memory_bytes))
        with suppress(FileNotFoundError):  # a kernel without swap has no file for it
            write(group / "memory.swap.max", "0")
        with suppress(FileNotFoundError):
            # A subprocess that is killed for memory leaves the notebook alive.
            write(group / "memory.oom.group", "0")
        write(group / "pids.max", str(processes))

    def sample(self, name: str) -> GroupSample:
        group = self.parent / name
        stat = table(group / "memory.stat")
        if "kernel" in stat:  # since Linux 5.18; caches that the kernel would drop are not held
            kernel = max(0, stat["kernel"] - stat.get("slab_reclaimable", 0))
        else:
            parts = ("slab_unreclaimable", "kernel_stack", "pagetables", "percpu")
            kernel = sum(stat.get(part, 0) for part in parts)
        return GroupSample(
            current=number(group / "memory.current"),
            peak=number(group / "memory.peak"),
            held=stat.get("anon", 0) + number(group / "memory.swap.current") + kernel + stat.get("sock", 0),
            shared=stat.get("shmem", 0),
            cpu_seconds=table(group / "cpu.stat").get("usage_usec", 0) / 1e6,
            processes=number(group / "pids.current"),
        )

    def events(self, name: str) -> GroupEvents:
        group = self.parent / name
        memory = table(group / "memory.events")
        return GroupEvents(
            oom_kills=memory.get("oom_kill", 0),
            memory_refusals=memory.get("oom", 0),
            process_refusals=table(group / "pids.events").get("max", 0),
        )

    def strike(self, name: str) -> bool:
        try:
            write(self.parent / name / "cgroup.kill", "1")
        except OSError:
            return False  # before Linux 5.14, or gone
        return True


def hand_on(parent: Path) -> bool:
    """Have a folder govern memory and processes of the groups below it; whether it does.

    The kernel allows that only to a folder without processes of its own (and to the root).
    """
    control = parent / "cgroup.subtree_control"
    if not _handed_on(control):
        with suppress(OSError):
            write(control, " ".join(f"+{name}" for name in _CONTROLLERS))
    return _handed_on(control)


def step_aside(own: Path, leaf: str) -> bool:
    """Move ourselves, when we are alone in our group, to a leaf below it, so that the group can govern others.

    So it is in a scope of one's own (`systemd-run --user --scope -p Delegate=yes`), which is what Linux calls
    delegation. A group with other people's processes is left alone.
    """
    if numbers(own / "cgroup.procs") != [os.getpid()]:
        return False
    try:
        (own / leaf).mkdir(exist_ok=True)
        write(own / leaf / "cgroup.procs", str(os.getpid()))
    except OSError:
        return False
    return True


def _handed_on(control: Path) -> bool:
    try:
        return set(_CONTROLLERS) <= set(control.read_text(encoding="ascii").split())
    except OSError:
        return False
