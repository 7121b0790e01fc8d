"""`grader validate`: every reference through the same pipeline as a student, and full marks for it."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from grader.assessment import Verdict
from grader.cli.opening import count_jobs, open_bench, open_course
from grader.cli.progress import listening
from grader.cli.targets import assignments
from grader.datasets.profiles import profile_of
from grader.faults import ExitCode
from grader.task import open_task
from grader.validation import Validated, validate_references


def validate(
    assignment: str | None,
    *,
    profile: str,
    data: Path | None,
    device: str,
    sandbox: str,
    jobs: str,
    seeds: int,
    course: Path | None,
    as_json: bool,
) -> int:
    """Validate one assignment or all.

    Returns: OK when each reference earned full marks on everything a machine judges, else NOT_ALL_MET.
    Raises: GraderError as `assess`; CourseError when a problem has no reference.
    """
    chosen, home = profile_of(profile), open_course(course, Path.cwd())
    folder = home.data_folder(data)
    results: list[Validated] = []
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
        for name in assignments(home, assignment):
            task = open_task(home, name, data=folder, profile=profile)
            results += validate_references(task, bench, seeds=seeds, jobs=workers)
    code = ExitCode.OK if all(result.full_marks for result in results) else ExitCode.NOT_ALL_MET
    _show(results, code, as_json=as_json)
    return code


def _show(results: list[Validated], code: ExitCode, *, as_json: bool) -> None:
    if as_json:
        rows = [result.summary() for result in results]
        print(json.dumps({"event": "Summary", "exit_code": int(code), "references": rows}))
        return
    from grader.cli.tables import criteria_table, show

    for result in results:
        show(criteria_table(result.criteria, f"Reference of {result.assignment}, problem {result.problem}"), "")
        for line in result.facts:
            show(f"  {line}")
        lost = [c.number for c in result.criteria if c.verdict in (Verdict.PARTLY, Verdict.NOT_MET)]
        verdict = "full marks" if result.full_marks else f"lost points in {', '.join(lost) or 'everything'}"
        show(f"{result.assignment} {result.problem}: {verdict}; ended: {result.ending}", "")
