"""One assignment, with its data, ready to be run or judged."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.bands import FILE, read_bands
from grader.course import Course
from grader.datasets.catalogue import open_dataset
from grader.datasets.dataset import Dataset, Labels
from grader.datasets.profiles import profile_of
from grader.datasets.seal import course_secret
from grader.rubric.parse import read_rubric
from grader.rubric.rubric import Problem, Rubric
from grader.slots import GIB, Need


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One assignment under one profile and one source of data, ready to be run or judged."""

    course: Course
    rubric: Rubric
    datasets: Mapping[str, Dataset]  # by name
    profile: str
    full_profile: bool

    @property
    def labels(self) -> dict[str, Labels]:
        return {name: dataset.labels for name, dataset in self.datasets.items()}


def open_task(course: Course, assignment: str, *, data: Path | None, profile: str) -> Task:
    """Read the rubric and open the data sets it names.

    Where the rubric seals a data set's labels, what is served carries the decoys of this course's own secret.
    Raises: UsageError, RubricError, DataError, MachineError: each with an address, before anything is run.
    """
    chosen = profile_of(profile)
    rubric = read_rubric(course.rubric(assignment))
    read_bands(course.reference(assignment, "any").parent / FILE)  # a damaged file is said before anything is run
    datasets: dict[str, Dataset] = {}
    for name, labels in sorted({(p.data.dataset, p.data.labels) for p in rubric.problems if p.data}):
        opened = open_dataset(name, data=data, profile=profile)
        datasets[name] = opened.sealed(course_secret(course.store)) if labels == "sealed" else opened
    return Task(course=course, rubric=rubric, datasets=datasets, profile=chosen.name, full_profile=chosen.full)


def need_of(problem: Problem) -> Need:
    return Need(memory_bytes=int(problem.needs.memory_gib * GIB), gpu=problem.needs.gpu)


def file_digest(path: Path) -> str:
    """sha256 of a file's bytes, hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def served_digest(task: Task, problem: Problem) -> str:
    """Digest of the data a problem is served, or "none"."""
    return task.datasets[problem.data.dataset].served.digest if problem.data else "none"
