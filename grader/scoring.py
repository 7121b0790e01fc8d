"""Rubric x evidence -> assessment: pure and exact. Same input, same points."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from grader.assessment import Assessment, Judged, ProblemAssessment
from grader.checks.base import Awarded, Case, CheckSpec, Criterion, NotAssessed, Outcome
from grader.checks.registry import CHECKS
from grader.checks.words import sentence
from grader.evidence.ending import EndingKind
from grader.rubric.rubric import Problem, Rubric


def assess(
    rubric: Rubric, cases: Mapping[str, Case], *, attempt_key: str | None, unreadable: str | None = None
) -> Assessment:
    """Score one attempt. No file, clock, randomness or log.

    Args: `cases` by problem id; a problem without one is not assessed. `unreadable` says why nothing could be run:
    then nothing at all is assessed.
    Returns: one outcome for every criterion of the rubric, in its order, numbered "1.1", "1.2", "2.1", ...
    """
    return Assessment(
        assignment=rubric.assignment,
        title=rubric.title,
        rubric_digest=rubric.digest,
        attempt_key=attempt_key,
        problems=tuple(
            _problem(problem, place, cases.get(problem.id), unreadable)
            for place, problem in enumerate(rubric.problems, start=1)
        ),
    )


def _problem(problem: Problem, place: int, case: Case | None, unreadable: str | None) -> ProblemAssessment:
    barred = _barred(case, unreadable)
    return ProblemAssessment(
        id=problem.id,
        title=problem.title,
        criteria=tuple(
            Judged(
                id=criterion.id,
                number=f"{place}.{index}",
                title=criterion.title,
                check=criterion.check,
                possible=criterion.points,
                outcome=_outcome(criterion, case, barred),
                public=criterion.public,
                of=_word(criterion.spec, "of"),
                metric=_word(criterion.spec, "metric"),
                compares=_words(criterion.spec, "compares"),
                metrics=_words(criterion.spec, "metrics"),
                hint=criterion.hint,
            )
            for index, criterion in enumerate(problem.criteria, start=1)
        ),
    )


def _word(spec: CheckSpec, name: str) -> str | None:
    """A setting that checks share by convention, where this one has it; a course's own check may not."""
    value = getattr(spec, name, None)
    return value if isinstance(value, str) else None


def _words(spec: CheckSpec, name: str) -> tuple[str, ...]:
    """The same for a setting of several words."""
    value = getattr(spec, name, None)
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, tuple) else ()


def _barred(case: Case | None, unreadable: str | None) -> str | None:
    """Why nothing of a problem can be assessed, or None."""
    if unreadable is not None:
        return f"Nothing could be run: {sentence(unreadable)}"
    if case is None:
        return "This problem could not be looked at."
    ending = case.evidence.ending
    if ending.kind is EndingKind.SANDBOX_UNAVAILABLE:
        return f"This machine could not run the notebook: {sentence(ending.detail)}"
    return None


def _outcome(criterion: Criterion[Any], case: Case | None, barred: str | None) -> Outcome:
    if barred is not None or case is None:
        return NotAssessed(barred or "This problem could not be looked at.")
    judge = CHECKS.get(criterion.check).judge
    try:
        outcome = judge(criterion, case)
    except Exception as error:  # noqa: BLE001  a check that stumbles, perhaps a course's own, must cost nobody points
        return NotAssessed(f"The check '{criterion.check}' failed on this submission ({type(error).__name__}).")
    if isinstance(outcome, Awarded) and not Fraction(0) <= outcome.points <= criterion.points:
        return NotAssessed(f"The check '{criterion.check}' gave {outcome.points} of {criterion.points} points.")
    return outcome
