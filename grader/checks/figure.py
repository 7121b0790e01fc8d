"""Check `figure`: was the right kind of figure drawn, does it show what it should, and can it be read?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Annotated, Final, Literal

from pydantic import Field

from grader.checks.base import Case, CheckSpec, Criterion, NotAssessed, Outcome
from grader.checks.fields import IS_ROLE, Words
from grader.checks.points import award
from grader.checks.roc import judge_roc
from grader.checks.words import listing, number, plural, sentence
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Axes, Figure, Fit

# What is looked at of a notebook that draws and trains without end: every curve is held against every history.
MOST_CHARTS: Final = 300
MOST_SERIES: Final = 10  # of one chart
MOST_CURVES: Final = 2_000

FigureKind = Literal["line", "scatter", "bar", "image", "images", "roc", "hist", "any"]
Label = Literal["title", "xlabel", "ylabel", "legend"]

# A quantity goes by several names on axes and in histories; anything else is looked for as it is written.
_WORDS: Final = {
    "loss": ("loss", "cost", "entropy", "error"),
    "accuracy": ("accuracy", "acc"),
}
_LABELS: Final = {
    "title": "a title",
    "xlabel": "a label on the x axis",
    "ylabel": "a label on the y axis",
    "legend": "a legend",
}
_NOUNS: Final = {
    "line": "line chart", "scatter": "scatter plot", "bar": "bar chart", "image": "picture", "images": "picture",
    "roc": "ROC curve", "hist": "histogram", "any": "figure",
}  # fmt: skip


class FigureSpec(CheckSpec):
    """Figures the notebook must draw; every figure asked for, quantity and label is an equal share."""

    kind: FigureKind = Field(
        default="any",
        description="What the figures hold. `images`: pictures, side by side in one figure or one a figure, each of "
        "which counts; axes with labels hold a chart and no picture. `roc`: lines from (0, 0) to (1, 1) that never "
        "fall, for each role in `of` one with the area that we measured.",
    )
    at_least: int = Field(
        default=1, ge=1, le=100, description="How many such charts; several in one figure count each."
    )
    shows: Words = Field(
        default=(),
        description="Quantities that must be plotted, such as `loss` and `accuracy`: found by the words on the chart, "
        "or by its values when they are those of a training history.",
    )
    needs: tuple[Label, ...] = Field(default=(), description="Labels each chart that counts should carry.")
    over: tuple[float, ...] = Field(
        default=(),
        description="Values that a chart's lines must run over, such as the sizes of a sweep: a line counts that has "
        "a point at each of them, or one point for each of them on an axis of its own making.",
    )
    of: Annotated[
        tuple[str, ...],
        IS_ROLE,
        Field(description="Roles: `shows` is then asked for each one, and curves of other models do not count."),
    ] = ()


@dataclass(frozen=True, slots=True)
class _Chart:
    """One pair of axes in its figure."""

    figure: Figure
    axes: Axes

    def text(self) -> str:
        labels = (series.label for series in self.axes.series)
        return " ".join((self.figure.title, self.axes.title, self.axes.ylabel, *self.axes.legend, *labels)).casefold()


@dataclass(frozen=True, slots=True)
class _Curve:
    model: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    share: Fraction
    missing: str  # empty when the share is 1


def judge_figure(criterion: Criterion[FigureSpec], case: Case) -> Outcome:
    """Points by the share of what was asked: charts of the kind, quantities shown, labels carried."""
    spec = criterion.spec
    if spec.kind == "roc":
        return judge_roc(criterion, spec.of, spec.at_least, case)
    drawn = (chart for chart in _charts(case.evidence) if _is(chart, spec.kind) and _runs_over(chart, spec.over))
    charts = list(islice(drawn, MOST_CHARTS))
    noun = _NOUNS[spec.kind]
    over = f" over {listing([number(value) for value in spec.over])}" if spec.over else ""
    unread = _unread_pictures(case.evidence)
    if not charts and unread:
        text = f"Pictures were shown that could not be read; a {noun} may be among them."
        return NotAssessed(text, unread)
    if not charts:
        wanted = f"{plural(spec.at_least, noun)} {'was' if spec.at_least == 1 else 'were'} expected"
        return award(criterion, 0, f"No {noun}{over} was drawn on our rerun; {wanted}.")
    absent = [role for role in spec.of if (match := case.roles.get(role)) is None or match.model is None]
    if spec.of and len(absent) == len(spec.of):
        text = f"a {noun} of {listing(absent, 'or')} was expected; the notebook has no such model"
        return award(criterion, 0, sentence(text), cause=f"no {absent[0]}")
    shown, relevant = _shown(spec, charts, case)
    counted = relevant if spec.of else relevant or charts  # curves of other models do not count
    parts = [
        _Part(Fraction(min(len(counted), spec.at_least), spec.at_least), _too_few(len(counted), spec.at_least, noun))
    ]
    parts += shown
    parts += [_label(label, counted) for label in spec.needs]
    share = sum((part.share for part in parts), Fraction(0)) / len(parts)
    missing = [part.missing for part in parts if part.missing]
    cells = tuple(chart.figure.cell for chart in counted[:8])
    seen = f"{plural(len(counted), noun)}{over} {'was' if len(counted) == 1 else 'were'} drawn"
    if not missing:
        return award(criterion, 1, sentence(f"{seen}, with all that was asked{_shows_words(spec)}"), cells)
    return award(criterion, share, f"{sentence(seen)} {sentence('Missing: ' + '; '.join(missing))}", cells)


def _charts(evidence: Evidence) -> Iterator[_Chart]:
    for figure in evidence.figures:
        for axes in figure.axes:
            if axes.series:
                yield _Chart(figure, axes)


def _is(chart: _Chart, kind: FigureKind) -> bool:
    if kind == "images":
        # A confusion matrix or a heat map is drawn as an image too; its axes say what they stand for.
        labelled = bool(chart.axes.xlabel.strip() and chart.axes.ylabel.strip())
        return not labelled and any(series.kind == "image" for series in chart.axes.series)
    return kind == "any" or any(series.kind == kind for series in chart.axes.series)


def _runs_over(chart: _Chart, values: Sequence[float]) -> bool:
    """Whether a line has a point at each value, or as many points: sizes are also drawn as words, or as logarithms."""
    if not values:
        return True
    for series in chart.axes.series[:MOST_SERIES]:
        if len(series.x) == len(values):
            return True
        if all(any(math.isclose(x, value, rel_tol=0.01) for x in series.x) for value in values):
            return True
    return False


def _too_few(found: int, wanted: int, noun: str) -> str:
    return "" if found >= wanted else f"{plural(wanted - found, 'more ' + noun)}"


def _shows_words(spec: FigureSpec) -> str:
    return f": {listing(spec.shows)}" if spec.shows else ""


def _shown(spec: FigureSpec, charts: Sequence[_Chart], case: Case) -> tuple[list[_Part], list[_Chart]]:
    """One part per quantity (and role), and the charts that show any of them."""
    parts: list[_Part] = []
    relevant: list[_Chart] = []
    everything = _curves(case.evidence.fits)
    for role in spec.of or (None,):
        match = case.roles.get(role) if role else None
        owner = match.model.id if match and match.model else None
        lost = role is not None and owner is None
        for quantity in spec.shows:
            curves = _curves(case.evidence.fits, _words(quantity))
            hits = [] if lost else [chart for chart in charts if _shows(chart, quantity, owner, curves, everything)]
            relevant += [chart for chart in hits if all(chart is not other for other in relevant)]
            of = f" of {role}" if role else ""
            parts.append(
                _Part(Fraction(1 if hits else 0), "" if hits else f"a {_NOUNS[spec.kind]} of the {quantity}{of}")
            )
    return parts, relevant


def _shows(
    chart: _Chart, quantity: str, owner: str | None, curves: Sequence[_Curve], everything: Sequence[_Curve]
) -> bool:
    """By values first, which prove it; by words where the values are nobody else's.

    Args: `curves` are the histories of this quantity, `everything` those of all.
    """
    owners = _makers(chart, curves)
    if owners:
        return owner is None or owner in owners
    if owner is not None:
        makers = _makers(chart, everything)
        if makers and owner not in makers:
            return False  # the curves are a history of another model, and none of the owner's
    return any(word in chart.text() for word in _words(quantity))


def _words(quantity: str) -> tuple[str, ...]:
    return _WORDS.get(quantity.casefold(), (quantity.casefold(),))


def _curves(fits: Iterable[Fit], words: Sequence[str] = ("",)) -> list[_Curve]:
    """The histories whose key has one of the words, the last ones where there are very many."""
    found = [
        _Curve(fit.model, values)
        for fit in fits
        for key, values in fit.history.items()
        if len(values) >= 2 and any(word in key for word in words)
    ]
    return found[-MOST_CURVES:]


def _makers(chart: _Chart, curves: Sequence[_Curve]) -> set[str]:
    """The models whose histories are drawn in a chart."""
    drawn = [series.y for series in chart.axes.series[:MOST_SERIES]]
    return {curve.model for curve in curves if any(_agree(y, curve.values) for y in drawn)}


def _agree(drawn: Sequence[float], values: Sequence[float]) -> bool:
    """The same curve, in the units of the history or in per cent; a single point proves nothing."""
    if len(drawn) != len(values) or len(values) < 2:
        return False
    return any(
        all(math.isclose(a, scale * b, rel_tol=1e-4, abs_tol=1e-9) for a, b in zip(drawn, values, strict=True))
        for scale in (1.0, 100.0)
    )


def _label(label: Label, charts: Sequence[_Chart]) -> _Part:
    having = sum(_has(label, chart) for chart in charts)
    share = Fraction(having, len(charts))
    if share == 1:
        return _Part(share, "")
    where = f" on {len(charts) - having} of {len(charts)} charts" if len(charts) > 1 else ""
    return _Part(share, f"{_LABELS[label]}{where}")


def _has(label: Label, chart: _Chart) -> bool:
    match label:
        case "title":
            return bool(chart.axes.title.strip() or chart.figure.title.strip())
        case "xlabel":
            return bool(chart.axes.xlabel.strip())
        case "ylabel":
            return bool(chart.axes.ylabel.strip())
        case "legend":
            # A single curve is named by its axis; only several need telling apart.
            return bool(chart.axes.legend) or len(chart.axes.series) < 2


def _unread_pictures(evidence: Evidence) -> tuple[int, ...]:
    """Cells that showed a picture which belongs to no recorded figure."""
    known = {figure.image for figure in evidence.figures if figure.image and figure.axes}
    return tuple(
        sorted(
            {
                cell.position
                for cell in evidence.cells
                for output in cell.outputs
                if output.image and output.image not in known
            }
        )
    )[:8]
