"""How a command over a class ends: the table, the paths and the exit code, or one JSON line."""

from __future__ import annotations

import json
from pathlib import Path

from grader.course import Course
from grader.faults import ExitCode
from grader.publishing import ClassReport, Published
from grader.words import clean


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
