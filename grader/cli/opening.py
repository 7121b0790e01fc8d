"""From options to the things a command works with: course, profile, bench."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from grader.attempts import Bench
from grader.course import SETTINGS_FILE, Course, find_course
from grader.datasets.profiles import Profile
from grader.devices import choose_device
from grader.events import Listener
from grader.evidence.store import Store
from grader.faults import CourseError, UsageError
from grader.machine import available_memory, usable_cores
from grader.sandbox.contract import Limits
from grader.sandbox.select import open_executor
from grader.scratch import SCRATCH, sweep

GIB = 1024**3
MEMORY_PER_JOB = 5 * GIB // 2  # what a Keras attempt takes with its framework, generously


def open_course(option: Path | None, start: Path) -> Course:
    """The course named by --course, else the one that `start` lies in."""
    return find_course(option or start)


def open_bench(
    course: Course, *, profile: Profile, device: str, sandbox: str, listener: Listener, cancel: threading.Event
) -> Bench:
    """Everything attempts need; refuses at once when the isolation asked for is not to be had.

    Raises: CourseError for an interpreter that is not there, SandboxUnavailableError, MachineError, UsageError.
    """
    python = course.student_python()
    if not os.access(python, os.X_OK):
        raise CourseError(
            "the interpreter for student code is not there or cannot be run",
            where=f"{course.root / SETTINGS_FILE}: student_python = {python}",
            fix="set it to an interpreter that has IPython and numpy, or remove the key",
        )
    executor = open_executor(sandbox)
    settings = course.settings
    course.store.mkdir(parents=True, exist_ok=True)
    sweep(course.store / SCRATCH)
    return Bench(
        executor=executor,
        store=Store(course.store / "attempts"),
        scratch=course.store / SCRATCH,
        python=python,
        profile=profile,
        device=choose_device(device),
        limits=Limits(
            wall_seconds=settings.wall_minutes * 60,
            memory_bytes=int(settings.memory_gib * GIB),
            processes=settings.processes,
            disk_bytes=int(settings.disk_gib * GIB),
        ),
        seed=settings.seed,
        cpus=settings.cpus_per_attempt,
        listener=listener,
        cancel=cancel,
    )


def count_jobs(option: str, cpus_per_attempt: int) -> int:
    """How many attempts run side by side: the number given, or as many as cores and free memory carry."""
    if option == "auto":
        return max(1, min(usable_cores() // cpus_per_attempt, available_memory() // MEMORY_PER_JOB))
    if option.isdecimal() and int(option) > 0:
        return int(option)
    raise UsageError(f"{option!r} is not a number of jobs", where="--jobs", fix="give a whole number above 0, or auto")
