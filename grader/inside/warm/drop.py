"""The last steps before student code: limits that the kernel keeps, and nothing left to give up."""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from grader.evidence.wire.warm import ALWAYS, BoxPlan
from grader.inside.warm import box, landlock, syscalls

# Of what the box itself mounted for writing; /dev holds no files. What can be written below /proc is for the kernel's
# eyes, and a process that writes its own `oom_score_adj` there is no longer the first to die.
_WRITABLE: Final = (*box.WRITABLE, "/dev")
_FIRST_TO_DIE: Final = "900"  # before the warm parent, whose 500 this process inherited


def become_student(plan: BoxPlan, calls: bytes, *, evidence: int, log: int) -> None:
    """Make this process the student's: its terminal, files, limits and rights.

    Args: `calls` is the system call filter's program; `evidence` and `log` are the write ends of the two pipes.
    Raises: OSError naming the step.
    """
    os.setsid()
    Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_DIE, encoding="ascii")
    nothing = os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)
    os.dup2(nothing, 0)
    for number in (1, 2):
        os.dup2(log, number)
    os.closerange(3, evidence)
    os.closerange(evidence + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    os.chdir(box.WORK)
    os.environ.update(plan.environment)
    _limit({**ALWAYS, "nofile": plan.open_files, "fsize": plan.disk_bytes, "nproc": plan.processes})
    _as_python_starts()
    syscalls.drop_capabilities()
    syscalls.no_new_privileges()
    landlock.restrict(writable(plan))
    syscalls.filter_calls(calls)


def writable(plan: BoxPlan) -> tuple[str, ...]:
    """Folders below which Landlock lets the student's processes write.

    CUDA names its threads in `/proc/<process>/task/<thread>/comm` and takes a refusal for a broken machine (error 304);
    programs that the notebook starts do so too. What else of `/proc` can be written is left to the kernel's own rules.
    """
    return (*_WRITABLE, "/proc") if plan.devices else _WRITABLE


def _limit(most: Mapping[str, int]) -> None:
    for name, wanted in most.items():
        kind = getattr(resource, f"RLIMIT_{name.upper()}")
        allowed = resource.getrlimit(kind)[1]
        value = wanted if allowed == resource.RLIM_INFINITY else min(wanted, allowed)
        resource.setrlimit(kind, (value, value))


def _as_python_starts() -> None:
    """Signals as an interpreter sets them for itself; the first process of the namespaces had given them all up."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_IGN)
    faulthandler.enable(file=2)
