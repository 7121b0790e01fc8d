"""Points, and why: one row per criterion, and their sum."""

from __future__ import annotations

from dataclasses import dataclass

from grader.assessment import Judged, ProblemAssessment
from grader.report import numbers
from grader.report.cells import CellBook, Chip
from grader.report.text import Prose, clean, prose
from grader.report.words import VERDICTS

_SHORT = 60  # signs: what fits on one line of the table is said again


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    number: str
    target: str  # "criterion-1.4"
    title: str
    earned: str
    possible: str
    verdict: str  # the word
    mark: str  # the CSS class: "met", "partly", "not_met", "not_assessed"
    why: Prose
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricView:
    rows: tuple[CriterionRow, ...]
    earned: str
    possible: str
    words: str  # "all 50 points assessed"


def build_rubric(problem: ProblemAssessment, cells: CellBook) -> RubricView:
    waiting = problem.waiting
    assessed = problem.possible - waiting
    if waiting:
        words = f"of {numbers.possible(assessed)} points assessed; {numbers.possible(waiting)} not assessed"
    else:
        words = f"all {numbers.possible(problem.possible)} points assessed"
    return RubricView(
        rows=_rows(problem, cells),
        earned=numbers.points(None if assessed == 0 else problem.earned),
        possible=numbers.possible(problem.possible),
        words=words,
    )


def _rows(problem: ProblemAssessment, cells: CellBook) -> tuple[CriterionRow, ...]:
    """One model that is missing costs ten criteria for one reason: it is written out once, and pointed to after."""
    first: dict[str, str] = {}
    rows = []
    for criterion in problem.criteria:
        number = first.setdefault(criterion.outcome.because, criterion.number)
        again = number != criterion.number and len(criterion.outcome.because) > _SHORT
        rows.append(_row(criterion, cells, f"As in {number}." if again else criterion.outcome.because))
    return tuple(rows)


def _row(criterion: Judged, cells: CellBook, because: str) -> CriterionRow:
    return CriterionRow(
        number=criterion.number,
        target=f"criterion-{criterion.number}",
        title=clean(criterion.title, 160),
        earned=numbers.points(criterion.earned),
        possible=numbers.possible(criterion.possible),
        verdict=VERDICTS[criterion.verdict],
        mark=str(criterion.verdict),
        why=prose(because),
        chips=cells.chips(criterion.outcome.cells),
    )
