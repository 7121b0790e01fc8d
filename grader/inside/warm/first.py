"""The first process of an attempt's namespaces: builds the box, starts the runner in it, waits, and says how it ended.

It reads the plan and never the job. Student code cannot signal it (it has no handlers, and the kernel protects the
first process of a namespace), look into its memory, or speak over its socket.
"""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import socket
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from grader.evidence.wire.warm import HELLO, MOST, RUN, STANDING, BoxPlan, Said
from grader.inside.warm import box, syscalls
from grader.inside.warm.drop import become_student

Run = Callable[[Path, int], object]  # (job file, evidence descriptor)
JOB: Final = Path(box.GRADER, "job.json")
_DIED_EARLY: Final = 125  # the runner's exit status when it could not even give up its rights


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What one fork works with. The descriptors are the attempt's own."""

    name: str
    evidence: int
    log: int
    host: socket.socket  # closed in the student's process
    calls: bytes  # the system call filter
    run: Run


def lead(attempt: Attempt, owner: box.Owner) -> NoReturn:
    """In a fresh fork of the warm parent, born as the first process of new namespaces."""
    try:
        attempt.host.send(HELLO)
        _forget_handlers()
        box.stay(owner)
        _lead(attempt)
    except BaseException as error:  # noqa: BLE001  whatever it is, the host is told
        attempt.host.send(Said("failed", f"{type(error).__name__}: {error}").encode())
        attempt.host.recv(MOST)  # the host may be about to count this process: until it has heard, it keeps its number
    finally:
        os._exit(_DIED_EARLY)  # the call stack above is a copy of the parent's, and the host may be gone as well


def _lead(attempt: Attempt) -> NoReturn:
    plan = BoxPlan.from_json(Path(box.POOL, attempt.name, "box.json").read_text(encoding="utf-8"))
    box.build(plan, attempt.name)
    attempt.host.send(STANDING)
    if attempt.host.recv(MOST) != RUN:  # the host has closed its end, having heard all that was said
        os._exit(0)
    box.hide_groups()
    syscalls.hide_memory()  # before there is anybody to look
    runner = os.fork()
    if runner == 0:
        _follow(attempt, plan)
    os.close(attempt.evidence)
    os.close(attempt.log)
    while True:
        pid, status, used = os.wait4(-1, 0)
        if pid == runner:
            break
    attempt.host.send(Said("ended", status=status, cpu_seconds=_cpu(used)).encode())
    os._exit(0)  # and the kernel takes everything else in these namespaces along


def _forget_handlers() -> None:
    """The first process of a namespace can only be reached by signals that it has a handler for."""
    faulthandler.disable()
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        with suppress(OSError, ValueError):  # the C library keeps two of them to itself
            signal.signal(number, signal.SIG_DFL)


def _cpu(used: resource.struct_rusage) -> float:
    """Of the runner, its children, and whatever else this process has waited for."""
    all_children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return max(used.ru_utime + used.ru_stime, all_children.ru_utime + all_children.ru_stime)


def _follow(attempt: Attempt, plan: BoxPlan) -> NoReturn:
    try:
        syscalls.show_memory()
        become_student(plan, attempt.calls, evidence=attempt.evidence, log=attempt.log)
    except BaseException:  # noqa: BLE001  nobody above could tell: this is a fork of the parent's call stack
        os.write(attempt.log, traceback.format_exc().encode())
        os._exit(_DIED_EARLY)
    os._exit(_status_of(attempt.run, attempt.evidence) & 0xFF)


def _status_of(run: Run, evidence: int) -> int:
    """Runs what ends the process itself when all goes well; the exit status as an interpreter would leave with it."""
    try:
        run(JOB, evidence)
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:  # noqa: BLE001  as above
        traceback.print_exc()
        return 1
    return 0
