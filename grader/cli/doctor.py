"""`grader doctor`: what is there, what is not, and what to do about it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from grader.course import Course, find_course
from grader.faults import CourseError, ExitCode
from grader.health import Line, examine


def doctor(*, data: Path | None, course: Path | None, as_json: bool) -> int:
    """Look at machine and course.

    Returns: OK; MACHINE when something without which no submission can be graded is missing; COURSE when only
    data is.
    """
    home = _course(course)
    folder = home.data_folder(data) if home else data
    lines = examine(home, folder)
    missing = {line.part for line in lines if line.state == "missing"}
    # Data belongs to the course; everything else looked at is the machine's.
    code = ExitCode.MACHINE if missing - {"data"} else (ExitCode.COURSE if missing else ExitCode.OK)
    if as_json:
        print(json.dumps({"event": "Summary", "exit_code": int(code), "lines": [asdict(line) for line in lines]}))
    else:
        _show(lines, home)
    return code


def _course(option: Path | None) -> Course | None:
    """The course at hand; a machine can be examined without one, but a wrong --course or grader.toml is said."""
    try:
        return find_course(option or Path.cwd())
    except CourseError as error:
        if option is not None or "grader.toml" in error.where:
            raise
        return None


def _show(lines: tuple[Line, ...], course: Course | None) -> None:
    from rich.table import Table
    from rich.text import Text

    from grader.cli.tables import show

    marks = {"ok": Text("✓ ok", "green"), "limited": Text("◐ limited", "yellow"), "missing": Text("✗ missing", "red")}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("Part", "What", "State"):
        table.add_column(column, no_wrap=column == "State")
    table.add_column("Found, and what to do", ratio=1)
    part = ""
    for line in lines:
        shown = "" if line.part == part else line.part
        part = line.part
        text = line.detail + (f"\n→ {line.fix}" if line.fix else "")
        table.add_row(shown, line.name, marks[line.state], Text(text))
    missing = sum(line.state == "missing" for line in lines)
    show(f"Course: {course.root if course else 'none here'}", "", table, "")
    show(
        "Everything that grading needs is there." if not missing else f"{missing} missing: grading refuses until then."
    )
