"""Accuracy over the number of training rows: each arm a line, with error bars; the reference's dashed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from grader.report.charts import palette
from grader.report.charts.scale import Axis, nice_axis
from grader.report.charts.svg import AXIS_SIZE, Drawing, text_width
from grader.report.numbers import whole

WIDTH: Final = 298.0  # pt
HEIGHT: Final = 170.0
_TOP, _BOTTOM, _RIGHT = 6.0, 20.0, 92.0
_LABEL, _LABEL_STEP = 7.0, 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepPoint:
    rows: int
    value: float  # a share
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepLine:
    points: tuple[SweepPoint, ...]  # by rows, at least one
    label: str
    number: int  # of the arm, from 0: its marks and its hue
    yours: bool


def draw(lines: Sequence[SweepLine], values: Sequence[int], title: str, css: str) -> Markup:
    """`values`: the numbers of rows asked for, which stand on the axis."""
    points = [point for line in lines for point in line.points]
    axis = nice_axis([v for p in points for v in (p.low, p.value, p.high)], ticks=4, bounds=(0, 1))
    left = max((text_width(axis.label(tick), AXIS_SIZE) for tick in axis.ticks), default=0.0) + 6.0
    x0, x1, y0, y1 = left, WIDTH - _RIGHT, _TOP, HEIGHT - _BOTTOM
    drawing = Drawing(WIDTH, HEIGHT, title, css=css)
    for tick in axis.ticks:
        y = axis.at(tick, y1, y0)
        drawing.line(x0, y, x1, y, stroke=palette.LINE, width=0.5)
        drawing.text(x0 - 3.5, y + 2.3, axis.label(tick), anchor="end")
    drawing.line(x0, y1, x1, y1, stroke=palette.LINE_2, width=0.7)
    across = _across(sorted({*values, *(p.rows for p in points)}), x0 + 6, x1 - 6)
    reach = -math.inf
    for rows in sorted(values):
        x, label = across[rows], whole(rows)
        drawing.line(x, y1, x, y1 + 2, stroke=palette.LINE_2, width=0.7)
        if x - text_width(label, AXIS_SIZE) / 2 > reach:
            drawing.text(x, y1 + 9, label, anchor="middle")
            reach = x + text_width(label, AXIS_SIZE) / 2 + 2
    drawing.text((x0 + x1) / 2, y1 + 17, "training rows, logarithmic", anchor="middle")
    for line in sorted(lines, key=lambda each: each.yours):
        _line(drawing, line, across, axis, (y1, y0))
    _labels(drawing, lines, axis, (y1, y0), x1 + 6)
    return drawing.markup()


def _across(rows: Sequence[int], x0: float, x1: float) -> dict[int, float]:
    """Places of numbers of rows on a logarithmic axis."""
    low, high = math.log(rows[0]), math.log(rows[-1])
    if low == high:
        return {rows[0]: (x0 + x1) / 2}
    return {n: x0 + (math.log(n) - low) / (high - low) * (x1 - x0) for n in rows}


def _line(drawing: Drawing, line: SweepLine, across: dict[int, float], axis: Axis, up: tuple[float, float]) -> None:
    stroke, width, dash = _look(line)
    placed = [(across[p.rows], axis.at(p.value, *up)) for p in line.points]
    if len(placed) > 1:
        drawing.polyline(placed, stroke=stroke, width=width, dash=dash)
    for point, (x, y) in zip(line.points, placed, strict=True):
        if line.yours and point.low < point.high:
            drawing.line(x, axis.at(point.low, *up), x, axis.at(point.high, *up), stroke=stroke, width=0.8)
            for end in (point.low, point.high):
                drawing.line(x - 2, axis.at(end, *up), x + 2, axis.at(end, *up), stroke=stroke, width=0.8)
        filled = line.number % 2 == 0
        drawing.circle(x, y, 2.2, fill=stroke if filled else palette.WHITE, stroke=stroke, width=1.0)


def _labels(drawing: Drawing, lines: Sequence[SweepLine], axis: Axis, up: tuple[float, float], x: float) -> None:
    """At the line ends, pushed apart downwards and back up where they would leave the drawing."""
    wanted = sorted((axis.at(line.points[-1].value, *up) + 2.3, i) for i, line in enumerate(lines))
    heights: list[float] = []
    for y, _ in wanted:
        heights.append(max(y, heights[-1] + _LABEL_STEP) if heights else y)
    over = max(0.0, heights[-1] - up[0]) if heights else 0.0
    for (_, i), y in zip(wanted, heights, strict=True):
        line = lines[i]
        ink, weight = (palette.INK, 600) if line.yours else (palette.INK_2, 400)
        drawing.text(x, y - over, line.label, size=_LABEL, fill=ink, weight=weight)


def _look(line: SweepLine) -> tuple[str, float, str | None]:
    if not line.yours:
        return palette.REFERENCE, 1.1, "3 2"
    return (palette.STUDENT, 1.6, None) if line.number % 2 == 0 else (palette.SECOND, 1.4, None)
