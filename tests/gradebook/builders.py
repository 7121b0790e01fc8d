"""Submissions and assessments as plain values, for the gradebook's tests."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Final

from grader.assessment import Assessment, Judged, ProblemAssessment
from grader.checks.base import Awarded, NotAssessed, Outcome
from grader.intake.submission import Submission

ASSIGNMENT: Final = "aml-a2-sequences"
WHEN: Final = "2026-11-22T08:00:00Z"
LATER: Final = "2026-11-23T08:00:00Z"
OUTCOMES: Final[Mapping[str, Outcome]] = {
    "rnn-layers": Awarded(Fraction(6), "All five layers are there.", (3,)),
    "rnn-accuracy": Awarded(Fraction(11, 2), "96.8 % of 1,115 test rows.", (3, 4)),
    "discussion": NotAssessed("a person reads this", (7,)),
}
POSSIBLE: Final = {"rnn-layers": 6, "rnn-accuracy": 8, "discussion": 4}


def submission(name: str = "ada", **changes: object) -> Submission:
    facts: dict[str, object] = {
        "id": name, "student": name.title(), "path": Path(name), "notebook": None, "files": None,
        "digest": "5" * 64, "submitted_at": None, **changes,
    }  # fmt: skip
    return Submission(**facts)  # type: ignore[arg-type]


def assessment(
    outcomes: Mapping[str, Outcome] = OUTCOMES, *, key: str | None = "a" * 64, rubric: str = "r" * 64
) -> Assessment:
    criteria = tuple(
        Judged(
            id=name, number=f"1.{place}", title=name.title(), check="layers",
            possible=Fraction(POSSIBLE.get(name, 10)), outcome=outcome, public=True, hint=None,
        )
        for place, (name, outcome) in enumerate(outcomes.items(), start=1)
    )  # fmt: skip
    problem = ProblemAssessment(id="spam", title="SMS spam", criteria=criteria)
    return Assessment(
        assignment=ASSIGNMENT, title="Sequences", rubric_digest=rubric, attempt_key=key, problems=(problem,)
    )
