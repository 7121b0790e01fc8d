"""One assignment, with its data, ready to be run or judged."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.bands import FILE, read_bands
from grader.course import Course, refuse_pins
from grader.datasets.catalogue import open_dataset
from grader.datasets.dataset import Dataset, Labels
from grader.datasets.judges import CourseJudges
from grader.datasets.profiles import profile_of
from grader.datasets.resource import Resource
from grader.datasets.resources import open_resource
from grader.datasets.seal import course_secret
from grader.evidence.evidence import ServedData
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
    resources: Mapping[str, Resource] = field(default_factory=dict)  # by name

    @property
    def labels(self) -> dict[str, Labels]:
        return {name: dataset.labels for name, dataset in self.datasets.items()}

    @property
    def judges(self) -> CourseJudges:
        """Of the data sets of pictures; none is trained before it is asked for."""
        return CourseJudges(self.datasets, self.course.store)

    @property
    def served(self) -> dict[str, ServedData]:
        """All that a submission is given, data sets first."""
        given: Mapping[str, Dataset | Resource] = {**self.datasets, **self.resources}
        return {name: one.served for name, one in given.items()}


def open_task(course: Course, assignment: str, *, data: Path | None, profile: str, problem: str | None = None) -> Task:
    """Read the rubric and open the data sets and resources it names; with `problem`, those of that problem alone.

    Where the rubric seals a data set's labels, what is served carries the decoys of this course's own secret.
    Raises: UsageError, RubricError, DataError, MachineError: each with an address, before anything is run.
    """
    chosen = profile_of(profile)
    rubric = read_rubric(course.rubric(assignment))
    refuse_pins(course, course.settings.pins.unknown_roles(rubric))
    read_bands(course.reference(assignment, "any").parent / FILE)  # a damaged file is said before anything is run
    datasets: dict[str, Dataset] = {}
    wanted = [each.data for each in rubric.problems if each.data and problem in (None, each.id)]
    for name, labels in sorted({(one.dataset, one.labels) for one in wanted}):
        opened = open_dataset(name, data=data, profile=profile)
        datasets[name] = opened.sealed(course_secret(course.store)) if labels == "sealed" else opened
    also = sorted({name for one in wanted for name in one.also})
    return Task(
        course=course,
        rubric=rubric,
        datasets=datasets,
        profile=chosen.name,
        full_profile=chosen.full,
        resources={name: open_resource(name, data=data, profile=profile) for name in also},
    )


def need_of(problem: Problem) -> Need:
    return Need(memory_bytes=int(problem.needs.memory_gib * GIB), gpu=problem.needs.gpu)


def resources_of(task: Task, problem: Problem) -> tuple[Resource, ...]:
    return tuple(task.resources[name] for name in problem.data.also) if problem.data else ()


def epoch_cap(task: Task, problems: Sequence[Problem]) -> int | None:
    """Most epochs of one fit in a notebook that answers these problems; None: as many as it asks for."""
    usual = profile_of(task.profile).max_epochs
    if usual is None:
        return None
    return max((problem.quick_epochs or usual for problem in problems), default=usual)


def step_cap(task: Task, problems: Sequence[Problem]) -> int | None:
    """Steps that these problems declare for one training loop, the largest number; None: the profile's own cap."""
    declared = [problem.quick_steps for problem in problems if problem.quick_steps is not None]
    return None if task.full_profile else max(declared, default=None)


def seconds_cap(task: Task, problems: Sequence[Problem]) -> float | None:
    """Time for all these problems together; None: no end, as where one of them declares none."""
    minutes = [problem.quick_minutes for problem in problems]
    if task.full_profile or not minutes or None in minutes:
        return None
    return 60.0 * sum(one for one in minutes if one is not None)


def file_digest(path: Path) -> str:
    """sha256 of a file's bytes, hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def served_digest(task: Task, problem: Problem) -> str:
    """Digest of the data a problem is served, resources included, or "none"."""
    if problem.data is None:
        return "none"
    digest = task.datasets[problem.data.dataset].served.digest
    beside = [resource.served.digest for resource in resources_of(task, problem)]
    return hashlib.sha256(" ".join((digest, *beside)).encode()).hexdigest() if beside else digest
