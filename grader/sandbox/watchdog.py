"""Which limit an attempt has reached, judged from outside by what its whole tree of processes uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from grader.evidence.ending import Ending, EndingKind
from grader.sandbox.contract import Limits

# Every file costs the machine about a kilobyte that no size limit of a tmpfs counts.
MOST_FILES: Final = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One look at a tree of processes and at its private folders."""

    memory_bytes: int = 0  # private, of the whole tree
    unseen_bytes: int = 0  # more at most, that only a close look would show
    processes: int = 0  # processes and threads
    disk_bytes: int = 0
    files: int = 0
    cpu_seconds: float = 0.0  # of those alive and of the children they have waited for


class Watchdog:
    """Keeps the peaks and says when enough is enough; reads no clock and starts nothing."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.peak = Sample()

    def judge(self, sample: Sample, elapsed: float) -> Ending | None:
        """The ending this sample calls for, or None. `elapsed` is in seconds since the attempt began.

        The order is that of cause and effect: a fork bomb also eats memory, a memory bomb also eats time.
        """
        self._keep(sample)
        limits = self._limits
        if sample.processes > limits.processes:
            return too_many_processes(limits)
        if sample.memory_bytes > limits.memory_bytes:
            return out_of_memory(limits)
        if full := self.disk(sample):
            return full
        if limits.cpu_seconds is not None and sample.cpu_seconds > limits.cpu_seconds:
            return Ending(
                kind=EndingKind.TIMED_OUT,
                detail=f"more than {limits.cpu_seconds:g} seconds of CPU time used, by all processes together",
            )
        if elapsed > limits.wall_seconds:
            return Ending(
                kind=EndingKind.TIMED_OUT,
                detail=f"not done after {limits.wall_seconds:g} seconds",
            )
        return None

    def disk(self, sample: Sample) -> Ending | None:
        """The disk limit alone: the private folders can still be read when the processes are gone."""
        if sample.disk_bytes >= self._limits.disk_bytes:
            detail = f"{size(self._limits.disk_bytes)} of private disk space filled"
        elif sample.files > MOST_FILES:
            detail = f"more than {MOST_FILES} files written"
        else:
            return None
        return Ending(kind=EndingKind.DISK_FULL, detail=detail)

    def _keep(self, sample: Sample) -> None:
        peak = self.peak
        self.peak = Sample(
            memory_bytes=max(peak.memory_bytes, sample.memory_bytes),
            processes=max(peak.processes, sample.processes),
            disk_bytes=max(peak.disk_bytes, sample.disk_bytes),
            files=max(peak.files, sample.files),
            cpu_seconds=max(peak.cpu_seconds, sample.cpu_seconds),
        )


def too_many_processes(limits: Limits) -> Ending:
    return Ending(
        kind=EndingKind.TOO_MANY_PROCESSES, detail=f"more than {limits.processes} processes and threads at one time"
    )


def out_of_memory(limits: Limits) -> Ending:
    return Ending(kind=EndingKind.OUT_OF_MEMORY, detail=f"more than {size(limits.memory_bytes)} of memory in use")


def size(count: int) -> str:
    """Bytes for people, in powers of 1024: "6 GiB", "1.5 GiB", "200 MiB"."""
    amount = float(count)
    for unit in ("bytes", "KiB", "MiB"):
        if amount < 1024:
            return f"{amount:.4g} {unit}"
        amount /= 1024
    return f"{amount:.4g} GiB"
