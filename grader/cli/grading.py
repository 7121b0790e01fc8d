"""The classes of one `grader assess`, one after the other: graded, printed, recorded.

A module of its own because of what it imports, a second's work: the executor gets ready meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from threading import Thread

from grader.attempts import Bench
from grader.cli.targets import Target
from grader.clock import SystemClock
from grader.course import Course
from grader.pipeline import grade_folder
from grader.printing import PrinterPool, open_press
from grader.publishing import ClassReport, Publisher
from grader.report.html import get_ready
from grader.task import open_task


def grade_all(
    targets: Sequence[Target], course: Course, bench: Bench, *, data: Path | None, workers: int, pdf: bool
) -> list[ClassReport]:
    """What is left of each class. Raises: GraderError as `grade_folder`."""
    reports: list[ClassReport] = []
    with open_press(bench.scratch) if pdf else nullcontext() as press:
        for target in targets:
            task = open_task(course, target.assignment, data=data, profile=bench.profile.name)
            if not reports:
                _get_ready(press)
            with Publisher(task, SystemClock(), bench.listener, press=press) as publisher:
                for graded in grade_folder(task, target.folder, bench, jobs=workers):
                    publisher.publish(graded)
                reports.append(publisher.finish())
    return reports


def _get_ready(press: PrinterPool | None) -> None:
    """For the first reports, while attempts wait for their framework to be imported.

    Only when the course is read, and printers when the templates are: until then three would share two cores.
    """

    def in_turn() -> None:
        get_ready()
        if press is not None:
            press.warm()

    Thread(target=in_turn, name="templates", daemon=True).start()
