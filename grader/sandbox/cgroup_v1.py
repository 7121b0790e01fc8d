"""Control groups of the first version: a hierarchy for each controller, so a group is a folder in each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from grader.sandbox.cgroup_version import GroupEvents, GroupSample, number, table, write

_LARGEST_REQUEST: Final = 4 * 1024**2  # bytes; a huge page is half of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Version1:
    """The folders below which groups are made, one for each controller; some may be the same folder."""

    label: ClassVar[str] = "v1"
    memory: Path
    pids: Path
    cpuacct: Path | None = None  # without it, CPU time is what the tree of processes tells

    @property
    def parents(self) -> Sequence[Path]:
        return tuple(dict.fromkeys(path for path in (self.memory, self.pids, self.cpuacct) if path is not None))

    def limit(self, name: str, *, memory_bytes: int, processes: int) -> None:
        group = self.memory / name
        write(group / "memory.limit_in_bytes", str(memory_bytes))
        # Memory and swap together; the file is there only where swap is counted. The order is the kernel's.
        if (swap := group / "memory.memsw.limit_in_bytes").exists():
            write(swap, str(memory_bytes))
        write(self.pids / name / "pids.max", str(processes))

    def sample(self, name: str) -> GroupSample:
        group = self.memory / name
        stat = table(group / "memory.stat")
        kernel = number(group / "memory.kmem.usage_in_bytes") + number(group / "memory.kmem.tcp.usage_in_bytes")
        nanoseconds = number(self.cpuacct / name / "cpuacct.usage") if self.cpuacct else 0
        return GroupSample(
            current=number(group / "memory.usage_in_bytes"),
            peak=number(group / "memory.max_usage_in_bytes"),
            held=stat.get("total_rss", 0) + stat.get("total_swap", 0) + kernel,
            shared=stat.get("total_shmem", 0),
            cpu_seconds=nanoseconds / 1e9,
            processes=number(self.pids / name / "pids.current"),
        )

    def events(self, name: str) -> GroupEvents:
        group = self.memory / name
        refusals = number(group / "memory.failcnt") + number(group / "memory.memsw.failcnt")
        # Not every kernel counts them; but who was refused had come as near as one request.
        limit, peak = number(group / "memory.limit_in_bytes"), number(group / "memory.max_usage_in_bytes")
        return GroupEvents(
            oom_kills=table(group / "memory.oom_control").get("oom_kill", 0),
            memory_refusals=refusals or int(0 < limit <= peak + _LARGEST_REQUEST),
            process_refusals=table(self.pids / name / "pids.events").get("max", 0),
        )

    def strike(self, name: str) -> bool:  # noqa: ARG002  the contract's
        return False
