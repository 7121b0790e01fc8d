"""One metric on its axis: the student's value and interval, the claim, the reference's band, chance, full marks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from grader.checks.base import Band
from grader.measure.measurements import Provenance
from grader.report.charts import palette
from grader.report.charts.scale import Axis, nice_axis
from grader.report.charts.svg import AXIS_SIZE, Drawing, text_width

WIDTH = 98.0
WIDE = 184.0  # of a strip with an axis of its own
HEIGHT = 18.0
_LABELS = 8.0  # height of an axis's numbers
_MARGIN = 7.0
_RADIUS = 2.3
_SEEDS_FOR_A_BAND = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """All values in the metric's own unit; None where there is none."""

    value: float | None
    low: float | None
    high: float | None
    provenance: Provenance
    claimed: float | None
    band: Band | None
    chance: float | None
    full: float | None

    def values(self) -> list[float]:
        """What the shared axis should hold. Chance and a far-off claim are left to arrows."""
        found = [self.value, self.low, self.high, self.full]
        if self.band is not None:
            spread = 2 * self.band.sd
            found += [self.band.mean - spread, self.band.mean + spread]
        return [v for v in found if v is not None and math.isfinite(v)]


def axis_for(values: Iterable[float], bounds: tuple[float, float]) -> Axis:
    """An axis for a column of strips with as many numbers as fit over it."""
    held = list(values)
    for ticks in (5, 4, 3):
        axis = nice_axis(held, ticks=ticks, bounds=bounds)
        widths = [text_width(axis.label(tick), AXIS_SIZE) for tick in axis.ticks]
        if sum(widths) + 5 * len(widths) <= WIDTH:
            return axis
    return nice_axis(held, ticks=2, bounds=bounds)


def draw_axis(axis: Axis, css: str, title: str) -> Markup:
    """The numbers over a column of strips."""
    drawing = Drawing(WIDTH, 9.0, title, css=css)
    for tick in axis.ticks:
        drawing.text(_x(drawing, axis, tick), 7.6, axis.label(tick), anchor="middle")
    return drawing.markup()


def draw(strip: Strip, axis: Axis, title: str, css: str) -> Markup:
    """One of a column of strips that share an axis."""
    drawing = Drawing(WIDTH, HEIGHT, title, css=css)
    _draw(drawing, strip, axis)
    return drawing.markup()


def draw_alone(strip: Strip, title: str, css: str, bounds: tuple[float, float]) -> Markup:
    """A strip with an axis of its own and its numbers beneath; `bounds`: beyond which no value of the metric lies."""
    marks = [] if strip.chance is None else [strip.chance]
    axis = nice_axis([*strip.values(), *marks], ticks=4, bounds=bounds)
    drawing = Drawing(WIDE, HEIGHT + _LABELS, title, css=css)
    _draw(drawing, strip, axis)
    for tick in axis.ticks:
        drawing.text(_x(drawing, axis, tick), HEIGHT + 6.6, axis.label(tick), anchor="middle")
    return drawing.markup()


def _draw(drawing: Drawing, strip: Strip, axis: Axis) -> None:
    middle = HEIGHT / 2
    for tick in axis.ticks:
        drawing.line(_x(drawing, axis, tick), 0, _x(drawing, axis, tick), HEIGHT, stroke=palette.LINE, width=0.5)
    if strip.band is not None:
        _band(drawing, strip.band, axis, middle)
    drawing.line(0, middle, drawing.width, middle, stroke=palette.LINE_2, width=0.7)
    if strip.chance is not None and axis.holds(strip.chance):
        x = _x(drawing, axis, strip.chance)
        drawing.line(x, middle - 6.5, x, middle + 6.5, stroke=palette.INK_2, width=0.9, dash="1.4 1.2")
    if strip.full is not None and axis.holds(strip.full):
        x = _x(drawing, axis, strip.full)
        drawing.polygon(((x - 2.8, 0.6), (x + 2.8, 0.6), (x, 5.4)), fill=palette.INK)
    _whisker(drawing, strip, axis, middle)
    if strip.claimed is not None:
        _mark(drawing, strip.claimed, Provenance.CLAIMED, axis, middle)
    if strip.value is not None:
        _mark(drawing, strip.value, strip.provenance, axis, middle)


def _x(drawing: Drawing, axis: Axis, value: float) -> float:
    return axis.at(value, _MARGIN, drawing.width - _MARGIN)


def _band(drawing: Drawing, band: Band, axis: Axis, middle: float) -> None:
    if band.seeds >= _SEEDS_FOR_A_BAND:
        low = max(_x(drawing, axis, band.mean - 2 * band.sd), 0.0)
        high = min(_x(drawing, axis, band.mean + 2 * band.sd), drawing.width)
        if high > low:
            drawing.rect(low, middle - 5, high - low, 10, fill=palette.BAND)
        marks: tuple[float, ...] = (band.mean,)
    else:
        marks = band.values or (band.mean,)
    for value in marks:
        if axis.holds(value):
            drawing.line(
                _x(drawing, axis, value),
                middle - 5.5,
                _x(drawing, axis, value),
                middle + 5.5,
                stroke=palette.REFERENCE,
                width=1.3,
            )


def _whisker(drawing: Drawing, strip: Strip, axis: Axis, middle: float) -> None:
    if strip.value is None or strip.low is None or strip.high is None:
        return
    low, high = max(_x(drawing, axis, strip.low), 0.0), min(_x(drawing, axis, strip.high), drawing.width)
    if high - low <= 2 * _RADIUS or high <= 0 or low >= drawing.width:
        return
    drawing.line(low, middle, high, middle, stroke=palette.STUDENT, width=1.2)
    for x in (low, high):
        drawing.line(x, middle - 2.2, x, middle + 2.2, stroke=palette.STUDENT, width=1.0)


def _mark(drawing: Drawing, value: float, provenance: Provenance, axis: Axis, middle: float) -> None:
    """Ring: claimed; half disc: observed; disc: sealed; an arrow at the edge for what lies off the axis."""
    if not axis.holds(value):
        right = value > axis.high
        x, tip = (drawing.width - 4.5, drawing.width) if right else (4.5, 0.0)
        drawing.polygon(
            ((x, middle - 3), (x, middle + 3), (tip, middle)),
            fill=palette.WHITE if provenance is Provenance.CLAIMED else palette.STUDENT,
            stroke=palette.STUDENT,
        )
        return
    x = _x(drawing, axis, value)
    match provenance:
        case Provenance.CLAIMED:
            drawing.circle(x, middle, _RADIUS, fill=palette.WHITE, stroke=palette.STUDENT, width=1.2)
        case Provenance.OBSERVED:
            drawing.circle(x, middle, _RADIUS, fill=palette.WHITE, stroke=palette.STUDENT, width=1.0)
            r = _RADIUS
            drawing.path(f"M{x:.2f} {middle - r:.2f}A{r} {r} 0 0 0 {x:.2f} {middle + r:.2f}Z", fill=palette.STUDENT)
        case Provenance.SEALED:
            drawing.circle(x, middle, _RADIUS + 0.5, fill=palette.STUDENT)
