"""The shipped rubric's first problem as a rubric of its own: what tests judge with evidence written by hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from grader.rubric.parse import parse_rubric
from grader.rubric.rubric import Rubric

ASSIGNMENT: Final = "aml-a2-sequences"
_SHIPPED: Final = Path(__file__).parent.parent / "rubrics" / f"{ASSIGNMENT}.yaml"


def first_problem_text() -> str:
    """The file up to its second problem, with the points of what is left."""
    head, _, rest = _SHIPPED.read_text(encoding="utf-8").partition("problems:\n")
    first = re.split(r"(?m)^(?=  - id:)", rest)[1]
    points = re.search(r"(?m)^    points: (\d+)$", first)
    assert points is not None
    return re.sub(r"(?m)^points: \d+$", f"points: {points[1]}", head) + "problems:\n" + first


def first_problem() -> Rubric:
    return parse_rubric(first_problem_text().encode(), _SHIPPED)
