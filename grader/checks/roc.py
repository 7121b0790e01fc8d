"""ROC curves in figures: lines from (0, 0) to (1, 1) that never fall, held against the areas we measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from grader.checks.base import Awarded, Case, CheckSpec, Criterion
from grader.checks.matched import model_words
from grader.checks.points import award
from grader.checks.words import listing, plural, sentence
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Series

NEAR: Final = 0.02  # how far an end may be from its corner, and a drawn area from the measured one
LEAST_POINTS: Final = 3  # two points are the diagonal of guessing
MOST_CURVES: Final = 500


@dataclass(frozen=True, slots=True)
class Curve:
    """One drawn ROC curve with the area under it."""

    cell: int
    area: float


def roc_curves(evidence: Evidence) -> list[Curve]:
    found = []
    for cell, series in _lines(evidence):
        area = area_under(series.x, series.y)
        if area is not None:
            found.append(Curve(cell, area))
        if len(found) == MOST_CURVES:
            break
    return found


def area_under(x: Iterable[float], y: Iterable[float]) -> float | None:
    """The area by trapezoids, or None for a line that is no ROC curve."""
    points = list(zip(x, y, strict=False))
    if len(points) < LEAST_POINTS:
        return None
    if points[0][0] > points[-1][0]:
        points.reverse()
    corners = max(*map(abs, points[0]), abs(points[-1][0] - 1), abs(points[-1][1] - 1))
    steps = list(pairwise(points))
    if corners > NEAR or any(b[0] < a[0] or b[1] < a[1] for a, b in steps):
        return None
    return sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in steps)


def judge_roc(criterion: Criterion[CheckSpec], of: tuple[str, ...], at_least: int, case: Case) -> Awarded:
    """A curve for each role, with the area measured for its model where there is one; each an equal share.

    Without roles: the share of `at_least` curves.
    """
    curves = roc_curves(case.evidence)
    cells = tuple(curve.cell for curve in curves[:8])
    seen = f"{plural(len(curves), 'ROC curve')} {'was' if len(curves) == 1 else 'were'} drawn"
    if not of:
        return award(criterion, Fraction(min(len(curves), at_least), at_least), sentence(seen), cells)
    left = list(curves)
    missing = []
    for role in sorted(of, key=lambda role: _area(role, case) is None):  # the measured ones choose first
        area = _area(role, case)
        fitting = [curve for curve in left if area is None or abs(curve.area - area) <= NEAR]
        match = case.roles.get(role)
        if match is None or match.model is None or not fitting:
            name = f"{role} ({model_words(match.model)})" if match is not None and match.model is not None else role
            missing.append(name if area is None else f"{name}, whose area we measured as {area:.3f}")
            continue
        left.remove(min(fitting, key=lambda curve: abs(curve.area - area) if area is not None else 0.0))
    share = Fraction(len(of) - len(missing), len(of))
    if not missing:
        return award(criterion, share, sentence(f"{seen}, one for each of {listing(of)}"), cells)
    return award(criterion, share, f"{sentence(seen)} {sentence('Missing: a curve of ' + '; '.join(missing))}", cells)


def _area(role: str, case: Case) -> float | None:
    match = case.roles.get(role)
    model = match.model if match is not None else None
    seen = case.measurements.by_model.get(model.id) if model is not None else None
    # A notebook can only draw what the labels it was given say.
    given = seen.on_decoys if seen is not None and seen.on_decoys is not None else seen
    value = given.metrics.get("roc_auc") if given is not None else None
    return value.value if value is not None else None


def _lines(evidence: Evidence) -> Iterator[tuple[int, Series]]:
    for figure in evidence.figures:
        for axes in figure.axes:
            for series in axes.series:
                if series.kind == "line":
                    yield figure.cell, series
