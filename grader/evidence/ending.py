"""How an attempt ended, told apart by cause."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

RAN_TO_THE_END: Final = "ran to the end"  # how the detail of a finished attempt begins; what was noticed follows


class EndingKind(StrEnum):
    """The closed list; only `SANDBOX_UNAVAILABLE` is the machine's fault and costs the student nothing."""

    FINISHED = "finished"
    CELL_FAILED = "cell_failed"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    TOO_MANY_PROCESSES = "too_many_processes"
    DISK_FULL = "disk_full"
    OUTPUT_FLOOD = "output_flood"
    KILLED_BY_SIGNAL = "killed_by_signal"
    EXITED_EARLY = "exited_early"
    SANDBOX_UNAVAILABLE = "sandbox_unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """`detail` is one sentence for the report, with the number that decided it."""

    kind: EndingKind
    detail: str
    signal: int | None = None
    exit_status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What the host measured from outside; the student's code cannot touch it."""

    wall_seconds: float
    cpu_seconds: float
    peak_memory_bytes: int
    output_bytes: int
    processes: int  # most at one time


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolation:
    """What stood between the student's code and the machine."""

    executor: str  # "bubblewrap", "none"
    level: str  # "nested namespaces", "namespaces" or "none": for tables
    detail: str  # one sentence for report and doctor
