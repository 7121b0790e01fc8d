"""The table of points: one reason is written out once."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from grader.assessment import ProblemAssessment
from grader.checks.base import Awarded
from grader.report.cells import CellBook
from grader.report.preview_weak import weak
from grader.report.rubric_table import build_rubric
from grader.report.text import plain

LONG = "No model has Embedding then SimpleRNN layers and an output of one or two units. Seen: none."
SHORT = "No such model was seen."


def test_a_reason_that_was_given_before_is_pointed_to() -> None:
    problem = weak().assessment.problems[0]
    reasons = (LONG, SHORT, LONG, SHORT, LONG + " More.")
    criteria = tuple(
        replace(criterion, number=f"1.{place}", outcome=Awarded(points=Fraction(0), because=reason))
        for place, (criterion, reason) in enumerate(zip(problem.criteria, reasons, strict=False), start=1)
    )
    view = build_rubric(ProblemAssessment(id="spam", title="Spam", criteria=criteria), CellBook(None))
    assert [plain(row.why) for row in view.rows] == [LONG, SHORT, "As in 1.1.", SHORT, LONG + " More."]
