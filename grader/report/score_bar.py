"""The bars of page 1: one per problem, all on one scale."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from grader.assessment import Assessment, Judged, ProblemAssessment
from grader.report import numbers
from grader.report.charts.score_bar import Segment, draw
from grader.report.text import clean
from grader.report.words import VERDICTS

WIDTH = 345.8  # pt: 122 mm
_HEIGHT = 17.5
_NARROW_WIDTH, _NARROW_SIZE = 262.0, 9.2  # drawn for a phone at 1.33 px per pt: text of 12 px


@dataclass(frozen=True, slots=True, kw_only=True)
class BarView:
    number: int
    title: str
    target: str  # id of the problem's section
    earned: str
    possible: str
    wide: Markup
    narrow: Markup


def build_bars(assessment: Assessment) -> tuple[BarView, ...]:
    largest = max((p.possible for p in assessment.problems), default=0)
    return tuple(_bar(i, p, float(largest or 1)) for i, p in enumerate(assessment.problems, start=1))


def earned_words(problem: ProblemAssessment) -> str:
    """Points of a problem; a dash when none of it is assessed, which is not zero."""
    return numbers.points(None if problem.waiting == problem.possible else problem.earned)


def _bar(number: int, problem: ProblemAssessment, largest: float) -> BarView:
    segments = [Segment(label=c.number, possible=c.possible, earned=c.earned) for c in problem.criteria]
    title = f"Points by criterion: {'; '.join(_words(c) for c in problem.criteria)}."
    share = float(problem.possible) / largest
    return BarView(
        number=number,
        title=clean(problem.title, 80),
        target=f"problem-{number}",
        earned=earned_words(problem),
        possible=numbers.possible(problem.possible),
        wide=draw(segments, scale=WIDTH / largest, width=WIDTH * share, height=_HEIGHT, title=title, css="bar-wide"),
        narrow=draw(
            segments,
            scale=_NARROW_WIDTH / largest,
            width=_NARROW_WIDTH * share,
            height=20.0,
            title=title,
            css="bar-narrow",
            size=_NARROW_SIZE,
        ),
    )


def _words(criterion: Judged) -> str:
    if criterion.earned is None:
        return f"{criterion.number} {VERDICTS[criterion.verdict].lower()}, {numbers.possible(criterion.possible)}"
    return f"{criterion.number} {numbers.points(criterion.earned)} of {numbers.possible(criterion.possible)}"
