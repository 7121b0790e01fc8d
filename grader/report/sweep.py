"""Experiments over the number of training rows: for each arm the accuracy of the model trained on so many."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from grader.checks.parts import trainings
from grader.report import sides
from grader.report.charts import sweep as chart
from grader.report.charts.sweep import SweepLine, SweepPoint
from grader.report.facts import ReportFacts, SweepAsked
from grader.report.numbers import count, metric, ordinal_list, whole
from grader.report.sides import Side
from grader.report.text import clean
from grader.report.words import role_name


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepCell:
    yours: str  # "0.812", or a dash
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepRow:
    rows: str  # "1,000"
    cells: tuple[SweepCell, ...]  # one an arm


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepView:
    title: str
    drawing: Markup | None
    arms: tuple[str, ...]
    rows: tuple[SweepRow, ...]
    has_reference: bool
    note: str


def build_sweeps(facts: ReportFacts, problem: str) -> tuple[SweepView, ...]:
    """One view an experiment that the rubric asks for and the student's run holds a point of."""
    case = facts.cases.get(problem)
    if case is None:
        return ()
    here, there = sides.yours(case), sides.reference(case)
    views = [_view(asked, here, there) for asked in facts.sweeps.get(problem, ())]
    return tuple(view for view in views if view is not None)


def _view(asked: SweepAsked, here: Side, there: Side | None) -> SweepView | None:
    mine = {role: _points(asked, role, here) for role in asked.of}
    theirs = {role: _points(asked, role, there) if there is not None else {} for role in asked.of}
    if not any(mine.values()):
        return None
    lines = [
        SweepLine(
            points=tuple(points[n] for n in sorted(points)),
            label=f"{clean(role_name(role), 10)}, {'yours' if own else 'reference'}",
            number=number,
            yours=own,
        )
        for number, role in enumerate(asked.of)
        for points, own in ((mine[role], True), (theirs[role], False))
        if points
    ]
    missing = sum(n not in mine[role] for role in asked.of for n in asked.values)
    return SweepView(
        title="Accuracy over the number of training rows",
        drawing=chart.draw(lines, asked.values, _words(lines), "sweep"),
        arms=tuple(role_name(role) for role in asked.of),
        rows=tuple(
            SweepRow(
                rows=whole(n),
                cells=tuple(
                    SweepCell(yours=_value(mine[role].get(n)), reference=_value(theirs[role].get(n)))
                    for role in asked.of
                ),
            )
            for n in sorted(asked.values)
        ),
        has_reference=any(theirs.values()),
        note="Error bars: 95 % interval of your value."
        + (f" {count(missing, 'point is', 'points are')} missing." if missing else ""),
    )


def _points(asked: SweepAsked, role: str, side: Side) -> dict[int, SweepPoint]:
    """By number of rows: the last measured model of this role that was trained on just that many."""
    match = side.roles.get(role)
    sizes = _sizes(side)
    found: dict[int, SweepPoint] = {}
    for model in match.candidates if match is not None else ():
        size, measured = sizes.get(model), side.measurements.of(model, "accuracy")
        if size in asked.values and size is not None and measured is not None:
            found[size] = SweepPoint(rows=size, value=measured.value, low=measured.low, high=measured.high)
    return found


def _sizes(side: Side) -> dict[str, int]:
    """By model: on how many rows it was trained, where all its trainings had the same number."""
    sizes: dict[str, int] = {}
    for model, (own, _) in trainings(side.evidence).items():
        numbers = {fit.rows.count for fit in own}
        if len(numbers) == 1:
            sizes[model] = numbers.pop()
    return sizes


def _value(point: SweepPoint | None) -> str:
    return "–" if point is None else metric(point.value)


def _words(lines: list[SweepLine]) -> str:
    parts = []
    for line in lines:
        first, last = line.points[0], line.points[-1]
        parts.append(
            f"{line.label} from {metric(first.value)} at {whole(first.rows)} rows "
            f"to {metric(last.value)} at {whole(last.rows)}"
        )
    return f"Accuracy over training rows: {ordinal_list(parts)}."
