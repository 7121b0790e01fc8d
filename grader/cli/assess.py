"""`grader assess`: grade every submission of a folder."""

from __future__ import annotations

import threading
from pathlib import Path

from grader.cli.opening import count_jobs, open_bench, open_course
from grader.cli.progress import listening
from grader.cli.targets import targets
from grader.datasets.profiles import profile_of
from grader.foresight import foresee


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
        found = targets(home, path, assignment, listener)
        written = home.reports / found[0].assignment
        foresee(found[0].folder, bench, is_new=lambda submission: not (written / f"{submission}.html").exists())
        from grader.cli.grading import grade_all

        reports = grade_all(found, home, bench, data=folder, workers=workers, pdf=pdf)
    from grader.cli.closing import show_class

    return show_class(reports, home, as_json=as_json)
