"""`grader score` and `grader report`: judge what the store holds; nothing is executed."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from grader.cli.closing import show_class
from grader.cli.opening import open_course
from grader.cli.progress import listening
from grader.cli.targets import assignments
from grader.clock import SystemClock
from grader.printing import open_press
from grader.publishing import DATABASE, Publisher
from grader.rescoring import open_stored, rescore
from grader.scratch import SCRATCH


def score(
    assignment: str | None,
    *,
    submissions: Path | None,
    data: Path | None,
    course: Path | None,
    as_json: bool,
    pdf: bool,
    again: bool = False,
) -> int:
    """Judge stored attempts again under the rubric as it is now.

    Returns: as `assess`. Raises: GraderError as `assess`; UsageError when nothing was ever assessed.
    """
    home = open_course(course, Path.cwd())
    folder = home.data_folder(data)
    reports = []
    names = assignments(home, assignment)
    with (
        listening(as_json=as_json) as listener,
        open_press(home.store / SCRATCH) if pdf else nullcontext() as press,
    ):
        if press is not None:
            press.warm()
        for name in names:
            database = home.store / DATABASE
            stored = open_stored(home, name, data=folder, listener=listener, database=database)
            with Publisher(stored.task, SystemClock(), listener, press=press, again=again) as publisher:
                for graded in rescore(stored, submissions or home.root / "submissions" / name):
                    publisher.publish(graded)
                reports.append(publisher.finish())
    return show_class(reports, home, as_json=as_json)
