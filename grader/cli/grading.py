"""The classes of one `grader assess`, one after the other: graded, printed, recorded.

A module of its own because of what it imports, a second's work: the executor gets ready meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from grader.attempts import Bench
from grader.cli.targets import Target
from grader.clock import SystemClock
from grader.course import Course
from grader.pipeline import grade_folder
from grader.printing import open_press
from grader.publishing import ClassReport, Publisher
from grader.task import open_task


def grade_all(
    targets: Sequence[Target], course: Course, bench: Bench, *, data: Path | None, workers: int, pdf: bool
) -> list[ClassReport]:
    """What is left of each class. Raises: GraderError as `grade_folder`."""
    reports: list[ClassReport] = []
    with open_press(bench.scratch) if pdf else nullcontext() as press:
        for target in targets:
            task = open_task(course, target.assignment, data=data, profile=bench.profile.name)
            if press is not None and not reports:
                press.warm()  # only now: until here three would have shared two cores
            with Publisher(task, SystemClock(), bench.listener, press=press) as publisher:
                for graded in grade_folder(task, target.folder, bench, jobs=workers):
                    publisher.publish(graded)
                reports.append(publisher.finish())
    return reports
