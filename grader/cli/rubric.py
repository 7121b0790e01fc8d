"""`grader rubric`: check a rubric, print its schema or its reference."""

from __future__ import annotations

import json
from pathlib import Path

from grader.faults import ExitCode, UsageError


def check(path: Path) -> int:
    """Read one rubric; its faults come out as one RubricError with all of them."""
    from grader.rubric.parse import read_rubric

    if not path.is_file():
        raise UsageError("no such file", where=str(path), fix="give a rubric file, as in rubrics/ASSIGNMENT.yaml")
    rubric = read_rubric(path)
    criteria = sum(1 for _ in rubric.criteria())
    print(f"{path}: sound; {len(rubric.problems)} problem(s), {criteria} criteria, {float(rubric.points):g} points")
    return ExitCode.OK


def schema() -> int:
    from grader.rubric.schema import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return ExitCode.OK


def reference() -> int:
    from grader.rubric.reference import rubric_reference

    print(rubric_reference(), end="")
    return ExitCode.OK
