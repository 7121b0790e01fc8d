"""`grader assess`: grade every submission of a folder."""

from __future__ import annotations

import json
import threading
from contextlib import nullcontext
from pathlib import Path

from grader.cli.opening import count_jobs, open_bench, open_course
from grader.cli.progress import listening
from grader.cli.targets import targets
from grader.clock import SystemClock
from grader.course import Course
from grader.datasets.profiles import profile_of
from grader.faults import ExitCode
from grader.pipeline import grade_folder, open_task
from grader.printing import open_press
from grader.publishing import ClassReport, Published, Publisher
from grader.words import clean


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
            home, profile=chosen, device=device, sandbox=sandbox, listener=listener, cancel=cancel, jobs=jobs
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


def show_class(reports: list[ClassReport], course: Course, *, as_json: bool) -> int:
    """The closing table and paths, or the closing JSON line; the exit code that goes with them."""
    open_rows = [row for report in reports for row in report.rows if row.assessment.provisional]
    code = ExitCode.NEEDS_A_PERSON if open_rows else ExitCode.OK
    if as_json:
        print(json.dumps({"event": "Summary", "exit_code": int(code), "assignments": [r.summary() for r in reports]}))
        return code
    from grader.cli.tables import class_table, show

    for report in reports:
        show(class_table(report.rows, f"{report.assignment}, {report.profile} profile, {report.data} data"), "")
        show(_legend(report.rows))
        for warning in report.warnings:
            show(f"warning: {warning}")
        if report.changes:
            show(f"Points changed since last time: {len(report.changes)} of {len(report.rows)}")
            show("\n".join(f"  {clean(change)}" for change in report.changes[:20]), "")
        show(f"Reports   {_near(report.folder, course)}/", f"Overview  {_near(report.overview, course)}")
        show(f"Gradebook {_near(report.gradebook, course)}", "")
    return code


def _legend(rows: tuple[Published, ...]) -> str:
    waiting = sum(row.assessment.provisional for row in rows)
    parts = []
    if waiting:
        parts.append(f"* provisional: in {waiting} of {len(rows)} a person decides something; see the overview")
    if any(row.contradicted for row in rows):
        parts.append("Claims: figures in the submission that its own rerun contradicts")
    return "\n".join([*parts, ""]) if parts else ""


def _near(path: Path, course: Course) -> str:
    """A path as a person would type it: relative to where they are, when that is shorter."""
    for base in (Path.cwd(), course.root):
        if path.is_relative_to(base):
            return str(path.relative_to(base))
    return str(path)
