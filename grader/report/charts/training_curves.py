"""One quantity over epochs: the student's line solid, the reference's dashed, labels at the line ends."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from grader.report.charts import palette
from grader.report.charts.scale import Axis, nice_axis
from grader.report.charts.svg import AXIS_SIZE, Drawing, text_width
from grader.report.numbers import fixed, quantity

WIDTH = 156.7  # pt: a third of the text block less the gutters
HEIGHT = 100.0
_TOP, _BOTTOM, _RIGHT = 10.0, 20.0, 4.0
_LABEL = 7.0  # pt, size of the labels at the line ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Values per epoch, from epoch 1; non-finite ones leave a hole. `label` and last value stand at its end."""

    values: tuple[float, ...]
    label: str


@dataclass(frozen=True, slots=True)
class _Frame:
    x0: float
    x1: float
    y0: float
    y1: float
    epochs: int
    axis: Axis

    def x(self, epoch: int) -> float:
        return self.x0 if self.epochs == 1 else self.x0 + (epoch - 1) / (self.epochs - 1) * (self.x1 - self.x0)

    def y(self, value: float) -> float:
        return self.axis.at(value, self.y1, self.y0)


def draw(yours: Curve, reference: Curve | None, title: str, css: str) -> Markup:
    """Epochs on x from 1 to the longer of the two; y holds both curves."""
    curves = [yours] if reference is None else [reference, yours]
    finite = [v for curve in curves for v in curve.values if math.isfinite(v)]
    axis = _with_room(nice_axis(finite, ticks=4, pad=0.08))
    left = max((text_width(axis.label(t), AXIS_SIZE) for t in axis.ticks), default=0.0) + 5.0
    epochs = max(len(curve.values) for curve in curves)
    frame = _Frame(left, WIDTH - _RIGHT, _TOP, HEIGHT - _BOTTOM, epochs, axis)
    drawing = Drawing(WIDTH, HEIGHT, title, css=css)
    _grid(drawing, frame)
    if reference is not None:
        _line(drawing, frame, reference, stroke=palette.REFERENCE, width=1.3, dash="3 2")
    _line(drawing, frame, yours, stroke=palette.STUDENT, width=1.5, dash=None)
    _labels(drawing, frame, yours, reference)
    return drawing.markup()


def _with_room(axis: Axis) -> Axis:
    """More height beneath the lines, where the lower label stands; no tick is in it."""
    return Axis(axis.low - 0.13 * (axis.high - axis.low), axis.high, axis.ticks, axis.decimals)


def _grid(drawing: Drawing, frame: _Frame) -> None:
    for tick in frame.axis.ticks:
        y = frame.y(tick)
        drawing.line(frame.x0, y, frame.x1, y, stroke=palette.LINE, width=0.5)
        drawing.text(frame.x0 - 3.5, y + 2.3, frame.axis.label(tick), anchor="end")
    drawing.line(frame.x0, frame.y1, frame.x1, frame.y1, stroke=palette.LINE_2, width=0.7)
    for epoch in _epoch_ticks(frame.epochs):
        x = frame.x(epoch)
        drawing.line(x, frame.y1, x, frame.y1 + 2, stroke=palette.LINE_2, width=0.7)
        drawing.text(x, frame.y1 + 9, str(epoch), anchor="middle")
    drawing.text((frame.x0 + frame.x1) / 2, frame.y1 + 17, "epoch", anchor="middle")


def _epoch_ticks(epochs: int) -> list[int]:
    if epochs <= 6:
        return list(range(1, epochs + 1))
    if epochs <= 10:
        return [e for e in range(1, epochs + 1) if e == 1 or e == epochs or (e % 2 == 0 and e < epochs - 1)]
    step = next(s for s in (5, 10, 20, 50, 100, 200, 500, 1000, 10**9) if epochs / s <= 6)
    return [1, *(e for e in range(step, epochs + 1, step) if e - 1 > step / 3)]


def _line(drawing: Drawing, frame: _Frame, curve: Curve, *, stroke: str, width: float, dash: str | None) -> None:
    piece: list[tuple[float, float]] = []
    for epoch, value in enumerate(curve.values, start=1):
        if math.isfinite(value):
            piece.append((frame.x(epoch), frame.y(value)))
            continue
        if len(piece) > 1:
            drawing.polyline(piece, stroke=stroke, width=width, dash=dash)
        piece = []
    if len(piece) > 1:
        drawing.polyline(piece, stroke=stroke, width=width, dash=dash)
    elif piece:
        drawing.circle(*piece[0], 1.6, fill=stroke)


def _labels(drawing: Drawing, frame: _Frame, yours: Curve, reference: Curve | None) -> None:
    """The line that ends higher has its label above both lines, the other one's stands beneath both."""
    decimals = frame.axis.decimals + 2
    texts = {curve.label: f"{curve.label} {_ending(curve, decimals)}" for curve in (yours, reference) if curve}
    curves = [yours] if reference is None else [yours, reference]
    reach = max(text_width(text, _LABEL) for text in texts.values())
    above = min(_near_end(frame, curve, reach, min) for curve in curves) - 4.0
    beneath = max(_near_end(frame, curve, reach, max) for curve in curves) + 9.0
    first = yours if reference is None or _end(frame, yours) <= _end(frame, reference) else reference
    for curve in curves:
        y = max(above, _LABEL) if curve is first else min(beneath, frame.y1 - 1.5)
        ink, weight = (palette.STUDENT, 600) if curve is yours else (palette.INK_2, 400)
        drawing.text(frame.x1, y, texts[curve.label], size=_LABEL, fill=ink, anchor="end", weight=weight)


def _ending(curve: Curve, decimals: int) -> str:
    """The last value, with at most two decimals more than the axis; a small one keeps a digit that is not 0."""
    ends = finite_ends(curve.values)
    if ends is None:
        return "no number"
    return fixed(ends[1], decimals) if abs(ends[1]) >= 10.0**-decimals or ends[1] == 0 else quantity(ends[1])


def _end(frame: _Frame, curve: Curve) -> float:
    return next((frame.y(v) for v in reversed(curve.values) if math.isfinite(v)), frame.y1)


def _near_end(frame: _Frame, curve: Curve, reach: float, outermost: Callable[[Iterable[float]], float]) -> float:
    """The outermost height of a line within a label's width of the right edge."""
    left = frame.x1 - reach
    points = [(frame.x(epoch), frame.y(value)) for epoch, value in enumerate(curve.values, start=1)]
    near = [y for x, y in points if math.isfinite(y) and x >= left]
    # With few epochs a line comes in between two of its points, and steeply.
    near += [
        y0 + (left - x0) / (x1 - x0) * (y1 - y0)
        for (x0, y0), (x1, y1) in pairwise(points)
        if x0 < left < x1 and math.isfinite(y0) and math.isfinite(y1)
    ]
    return outermost([*near, _end(frame, curve)])


def finite_ends(values: Sequence[float]) -> tuple[float, float] | None:
    """First and last finite value; None when there is none."""
    finite = [v for v in values if math.isfinite(v)]
    return (finite[0], finite[-1]) if finite else None
