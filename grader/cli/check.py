"""`grader check`: a student's own notebook against the public criteria."""

from __future__ import annotations

import json
import os
import threading
from fractions import Fraction
from pathlib import Path

from grader.assessment import Judged, Verdict
from grader.cli.opening import open_bench, open_course
from grader.cli.progress import listening
from grader.clock import SystemClock
from grader.course import Course
from grader.datasets.profiles import profile_of
from grader.faults import ExitCode, UsageError
from grader.intake.folder import read_submission
from grader.pipeline import grade_one
from grader.publishing import Publisher
from grader.scratch import scratch_folder
from grader.task import open_task
from grader.words import points


def check(
    notebook: Path,
    *,
    assignment: str | None,
    profile: str,
    data: Path | None,
    device: str,
    sandbox: str | None,
    course: Path | None,
    as_json: bool,
) -> int:
    """Run, judge and show one notebook; the gradebook is not touched.

    Returns: OK when every public criterion that a machine can judge is met, else NOT_ALL_MET.
    Raises: SubmissionError when the notebook cannot be read; other GraderErrors as `assess`.
    """
    if not notebook.exists():
        raise UsageError("no such file", where=str(notebook), fix="give your notebook, .ipynb or .py")
    # A student's own code on a student's own machine needs no wall, but nobody's code runs as root.
    sandbox = sandbox or ("bubblewrap" if os.geteuid() == 0 else "none")
    chosen = profile_of(profile)
    home = open_course(course, notebook.absolute().parent if course is None else course)
    name = assignment or _assignment_of(home, notebook)
    folder = home.data_folder(data)
    cancel = threading.Event()
    with (
        listening(as_json=as_json) as listener,
        open_bench(
            home, profile=chosen, device=device, sandbox=sandbox, listener=listener, cancel=cancel, data=folder
        ) as bench,
    ):
        task = open_task(home, name, data=folder, profile=profile)
        with scratch_folder(bench.scratch) as staging:
            submission = read_submission(notebook.absolute(), staging)
            submission.required_notebook(notebook, fix="hand in a notebook")
            graded = grade_one(task, submission, bench)
            with Publisher(task, SystemClock(), listener, press=None) as publisher:
                page = publisher.preview(graded)
    public = [criterion for criterion in graded.judgement.assessment.judged() if criterion.public]
    met = all(criterion.verdict in (Verdict.MET, Verdict.NOT_ASSESSED) for criterion in public)
    code = ExitCode.OK if met else ExitCode.NOT_ALL_MET
    served = ", ".join(f"{d.served.source} data" for d in task.datasets.values()) or "no data"
    title = f"{name}: public criteria, {profile} profile, {served}"
    _show(public, page, code, title, sandbox=sandbox, as_json=as_json)
    return code


def _assignment_of(course: Course, notebook: Path) -> str:
    """The only assignment of the course, or the one a folder above the notebook is named after."""
    known = course.assignments()
    for part in reversed(notebook.absolute().parts):
        if part in known:
            return part
    if len(known) == 1:
        return known[0]
    raise UsageError(
        "which assignment is this?",
        where=str(notebook),
        fix=f"say it with --assignment: {', '.join(known) or 'none here'}",
    )


def _show(public: list[Judged], page: Path, code: ExitCode, title: str, *, sandbox: str, as_json: bool) -> None:
    if as_json:
        rows = [
            {
                "criterion": c.number, "title": c.title, "verdict": c.verdict, "because": c.outcome.because,
                "earned": None if c.earned is None else str(c.earned), "of": str(c.possible),
            }
            for c in public
        ]  # fmt: skip
        print(json.dumps({"event": "Summary", "exit_code": int(code), "report": str(page), "criteria": rows}))
        return
    from grader.cli.tables import criteria_table, show

    show(criteria_table(public, title), "")
    met = sum(criterion.verdict is Verdict.MET for criterion in public)
    open_ = sum(criterion.verdict is Verdict.NOT_ASSESSED for criterion in public)
    earned = sum((criterion.earned or Fraction(0) for criterion in public), Fraction(0))
    possible = sum((criterion.possible for criterion in public), Fraction(0))
    show(f"{points(earned)} of {points(possible)} points")
    show(f"{met} of {len(public)} met" + (f", {open_} left open" if open_ else ""), f"Report: {page}")
    if sandbox == "none":
        show("Your notebook ran without isolation, as your own program on your own machine.")
