"""`grader assess`: grade every submission of a folder."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from pathlib import Path

from grader.cli.closing import show_class
from grader.cli.opening import count_jobs, open_bench, open_course
from grader.cli.progress import listening
from grader.cli.targets import targets
from grader.clock import SystemClock
from grader.datasets.profiles import profile_of
from grader.pipeline import grade_folder
from grader.printing import open_press
from grader.publishing import Publisher
from grader.task import open_task


def assess(
    path: Path,
    *,
    assignment: str | None,
    profile: str,
    data: Path | None,
    device: str,
    sandbox: str,
    jobs: str,
    course: Path | None,
    as_json: bool,
    pdf: bool,
) -> int:
    """Grade `path`.

    Returns: OK, or NEEDS_A_PERSON when a criterion or a submission was not assessed.
    Raises: GraderError before anything is run for whatever is wrong with course, machine or command line.
    """
    chosen, home = profile_of(profile), open_course(course, path)
    folder = home.data_folder(data)
    reports = []
    cancel = threading.Event()
    with (
        listening(as_json=as_json) as listener,
        open_bench(
            home,
            profile=chosen,
            device=device,
            sandbox=sandbox,
            listener=listener,
            cancel=cancel,
            jobs=jobs,
            data=folder,
        ) as bench,
    ):
        workers = count_jobs(jobs, bench.cpus)
        with open_press(bench.scratch) if pdf else nullcontext() as press:
            for target in targets(home, path, assignment, listener):
                task = open_task(home, target.assignment, data=folder, profile=profile)
                with Publisher(task, SystemClock(), listener, press=press) as publisher:
                    for graded in grade_folder(task, target.folder, bench, jobs=workers):
                        publisher.publish(graded)
                    reports.append(publisher.finish())
    return show_class(reports, home, as_json=as_json)
