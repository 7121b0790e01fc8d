"""From options to the things a command works with: course, profile, bench."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from grader.attempts import Bench
from grader.course import SETTINGS_FILE, Course, CourseSettings, find_course
from grader.datasets.profiles import Profile
from grader.devices import choose_device, gpu_nodes
from grader.events import Listener
from grader.evidence.store import Store
from grader.faults import CourseError, UsageError
from grader.machine import available_memory, spare_memory, usable_cores
from grader.sandbox.contract import Limits
from grader.sandbox.select import open_executor
from grader.scratch import SCRATCH, sweep
from grader.slots import Packing, Slots
from grader.weights import find_weights


def open_course(option: Path | None, start: Path) -> Course:
    """The course named by --course, else the one that `start` lies in."""
    return find_course(option or start)


@contextmanager
def open_bench(
    course: Course,
    *,
    profile: Profile,
    device: str,
    sandbox: str,
    listener: Listener,
    cancel: threading.Event,
    jobs: str = "1",
    data: Path | None = None,
    spare: bool = False,
) -> Iterator[Bench]:
    """Everything attempts need, until it is left; refuses at once when the isolation asked for is not to be had.

    Args: `data` is the folder of real data, which may hold pretrained weights as well; `spare`: where grader.toml says
        nothing of memory, an attempt may have what the machine can spare, if that is more than the usual.
    Raises: CourseError for an interpreter or a folder of weights that is not there,
        SandboxUnavailableError, MachineError, UsageError.
    """
    python = course.student_python()
    if not os.access(python, os.X_OK):
        raise CourseError(
            "the interpreter for student code is not there or cannot be run",
            where=f"{course.root / SETTINGS_FILE}: student_python = {python}",
            fix="set it to an interpreter that has IPython and numpy, or remove the key",
        )
    settings = course.settings
    weights = find_weights(settings.weights, data=data)
    course.store.mkdir(parents=True, exist_ok=True)
    sweep(course.store / SCRATCH)
    with closing(open_executor(sandbox)) as executor:
        yield Bench(
            executor=executor,
            store=Store(course.store / "attempts"),
            scratch=course.store / SCRATCH,
            python=python,
            profile=profile,
            device=choose_device(device),
            limits=Limits(
                wall_seconds=settings.wall_minutes * 60,
                cpu_seconds=None if settings.cpu_minutes is None else settings.cpu_minutes * 60,
                memory_bytes=settings.memory_bytes,
                processes=settings.processes,
                disk_bytes=settings.disk_bytes,
            ),
            seed=settings.seed,
            cpus=settings.cpus_per_attempt,
            listener=listener,
            cancel=cancel,
            slots=open_slots(jobs, settings.cpus_per_attempt),
            weights=weights,
            spare_bytes=_spare(settings, count_jobs(jobs, settings.cpus_per_attempt)) if spare else 0,
            gpu_for_all=device == "cuda",
        )


def _spare(settings: CourseSettings, attempts: int) -> int:
    """Bytes that the machine can spare for each of so many attempts; 0 where the course says what one may take."""
    said = settings.memory_gib is not None or settings.disk_gib is not None
    return 0 if said else spare_memory(attempts)


def count_jobs(option: str, cpus_per_attempt: int) -> int:
    """How many attempts may run side by side: the number given, or as many as there are cores for."""
    if option == "auto":
        return max(1, usable_cores() // cpus_per_attempt)
    if option.isdecimal() and int(option) > 0:
        return int(option)
    raise UsageError(f"{option!r} is not a number of jobs", where="--jobs", fix="give a whole number above 0, or auto")


def open_slots(option: str, cpus_per_attempt: int) -> Slots:
    """Room for attempts: as many as `count_jobs` says, a GPU to each that needs one; `auto` also counts free memory."""
    memory = available_memory() if option == "auto" else None
    cards = tuple(int(node.name.removeprefix("nvidia")) for node in gpu_nodes())
    return Slots(Packing(jobs=count_jobs(option, cpus_per_attempt), memory_bytes=memory, cards=cards))
