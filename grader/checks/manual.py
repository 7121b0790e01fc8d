"""Check `manual`: a person reads and decides."""

from __future__ import annotations

from pydantic import Field

from grader.checks.base import Case, CheckSpec, Criterion, NotAssessed, Outcome
from grader.checks.words import sentence


class ManualSpec(CheckSpec):
    """Something that only a person can judge; its points wait until somebody has."""

    ask: str = Field(
        min_length=1, description="What the reader should look for, in one sentence; printed in the report."
    )


def judge_manual(criterion: Criterion[ManualSpec], _case: Case) -> Outcome:
    """Never assessed here."""
    return NotAssessed(f"Read by a person: {sentence(criterion.spec.ask)}")
