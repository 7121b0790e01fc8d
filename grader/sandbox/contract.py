"""What an executor promises, whichever it is; every implementation passes one suite of hostile cases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from grader.evidence.ending import Ending, Isolation, Usage
from grader.evidence.stream import MAX_FRAMES
from grader.evidence.wire.frames import Frame
from grader.evidence.wire.job import Device, Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Reaching one ends the attempt with the ending named for it; evidence gathered until then is kept."""

    wall_seconds: float = 1800
    cpu_seconds: float | None = None  # of the whole tree; None: what the wall clock and the cores allow
    memory_bytes: int = 6 * 1024**3  # memory of the whole tree, files in the private folders left out
    processes: int = 512  # processes and threads of the whole tree
    open_files: int = 4096  # of each process; one more is an error in the cell that asks for it, and no ending
    disk_bytes: int = 2 * 1024**3  # of the private work folder, /tmp and home together
    output_bytes: int = 256 * 1024**2  # of the evidence stream
    records: int = MAX_FRAMES  # in the evidence stream: a tiny one costs us far more time than it costs its sender
    log_bytes: int = 16 * 1024**2  # of raw stdout and stderr that bypass the notebook

    @property
    def most_processes(self) -> int:
        """What the kernel refuses beyond: above the watchdog's limit, so that the cause is seen, and near enough to
        it that a fork bomb between two looks stays small."""
        return self.processes + self.processes // 4 + 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One attempt to be run.

    `job.files` and `job.data` are paths as the student's side sees them: the executor rewrites both. `files`
    holds companion files on the host; `data` holds the served data sets, one folder each.
    """

    job: Job
    files: Path | None
    data: Path
    python: Path  # interpreter of the student side
    device: Device = "cpu"
    card: int | None = None  # the one GPU granted, by the number of its device node; None with "cuda": all there are
    weights: tuple[tuple[str, Path], ...] = ()  # the course's pretrained weights: (`wire.weights` place, folder here)
    environment: dict[str, str] = field(default_factory=dict)  # extra variables for the student side


@dataclass(frozen=True, slots=True, kw_only=True)
class RawAttempt:
    """What is left of an attempt. Files lie in the folder the caller gave; nothing in them is trusted."""

    stream: Path  # frames as they came, capped at Limits.output_bytes
    log: Path  # raw stdout and stderr, capped
    ending: Ending  # as seen from outside; the reader turns FINISHED into CELL_FAILED where cells failed
    usage: Usage
    isolation: Isolation


FrameListener = Callable[[Frame], None]  # called as frames arrive; for progress only


class Executor(Protocol):
    """Runs one order at a time per call; calls from several threads are independent of each other."""

    name: str

    def isolation(self) -> Isolation:
        """What this executor puts between student and machine.

        Raises: SandboxUnavailableError when it cannot work here, with what to install or set.
        """
        ...

    def run(
        self,
        order: Order,
        limits: Limits,
        into: Path,
        *,
        on_frame: FrameListener | None = None,
        cancel: threading.Event | None = None,
    ) -> RawAttempt:
        """Run to an ending; the whole process tree is gone on return, also after an exception.

        Args: `into` is an existing empty folder for `stream` and `log`. `cancel`, when set, kills the attempt.
        Raises: SandboxUnavailableError; AttemptCancelled after `cancel` was set. Never for what student code did.
        """
        ...

    def close(self) -> None:
        """End what is kept between attempts; nothing runs any more on return."""
        ...


class AttemptCancelled(Exception):  # noqa: N818  a signal like KeyboardInterrupt, not an error
    """The caller asked for the attempt to stop; nothing of it counts."""


@runtime_checkable
class Foresighted(Protocol):
    """What an executor may offer besides, when it can get ready for orders before they come."""

    def foresee(self, order: Order) -> None:
        """An order like this one will come: get ready for it in the background. Its files and data need not be there.

        Returns soon, when everything has been asked for. What goes wrong in starting is met again by the order itself.
        """
        ...
