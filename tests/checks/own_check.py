"""A check as a course would bring it from a package of its own."""

from __future__ import annotations

from grader.checks.base import Case, CheckSpec, Criterion, Outcome
from grader.checks.points import award
from grader.checks.registry import CheckEntry


class OwnSpec(CheckSpec):
    """Always met."""


def judge_own(criterion: Criterion[OwnSpec], _case: Case) -> Outcome:
    return award(criterion, 1, "Always.")


ENTRY = CheckEntry(spec=OwnSpec, judge=judge_own, summary="Always met.")
