"""ROC curves in one square: the student's solid, the reference's dashed, named beneath the diagonal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from grader.report.charts import palette
from grader.report.charts.svg import Drawing

WIDTH: Final = 238.0  # pt: half of the text block
HEIGHT: Final = 196.0
MOST: Final = 2  # roles in one chart
_LEFT, _TOP, _RIGHT, _BOTTOM = 20.0, 4.0, 4.0, 20.0
_TICKS = ((0.0, "0"), (0.25, "0.25"), (0.5, "0.5"), (0.75, "0.75"), (1.0, "1"))
_LABEL = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RocLine:
    """Points from (0, 0) to (1, 1): share of other rows called positive, share of positive rows called so."""

    points: tuple[tuple[float, float], ...]
    label: str
    number: int  # of the role in this chart, from 0: its line's look
    yours: bool


def draw(lines: Sequence[RocLine], title: str, css: str) -> Markup:
    drawing = Drawing(WIDTH, HEIGHT, title, css=css)
    x0, x1, y0, y1 = _LEFT, WIDTH - _RIGHT, _TOP, HEIGHT - _BOTTOM
    for tick, label in _TICKS:
        x, y = x0 + tick * (x1 - x0), y1 - tick * (y1 - y0)
        drawing.line(x, y0, x, y1, stroke=palette.LINE, width=0.5)
        drawing.line(x0, y, x1, y, stroke=palette.LINE, width=0.5)
        drawing.text(x, y1 + 8, label, anchor="end" if tick == 1 else "middle")
        drawing.text(x0 - 3, y + 2.3, label, anchor="end")
    drawing.line(x0, y1, x1, y0, stroke=palette.INK_2, width=0.8, dash="1.4 1.2")
    drawing.text((x0 + x1) / 2, y1 + 17, "share of other rows called positive", anchor="middle")
    # The reference's first, so that the student's lies on top.
    for line in sorted(lines, key=lambda each: each.yours):
        placed = [(x0 + x * (x1 - x0), y1 - y * (y1 - y0)) for x, y in line.points]
        stroke, width, dash = _look(line)
        drawing.polyline(placed, stroke=stroke, width=width, dash=dash)
    for i, line in enumerate(reversed(lines)):
        y = y1 - 8.0 - 11.0 * i
        stroke, width, dash = _look(line)
        ink, weight = (palette.INK, 600) if line.yours else (palette.INK_2, 400)
        drawing.rect(x0 + 0.44 * (x1 - x0), y - 7.5, 0.55 * (x1 - x0), 10.5, fill=palette.WHITE)
        sample = x0 + 0.46 * (x1 - x0), x0 + 0.56 * (x1 - x0)
        drawing.line(sample[0], y - 2.4, sample[1], y - 2.4, stroke=stroke, width=width, dash=dash)
        drawing.text(x0 + 0.58 * (x1 - x0), y, line.label, size=_LABEL, fill=ink, weight=weight)
    return drawing.markup()


def _look(line: RocLine) -> tuple[str, float, str | None]:
    """(colour, width, dash): thick and thin for the first role and the second, solid and dashed for whose it is."""
    if line.yours:
        return (palette.STUDENT, 1.8, None) if line.number == 0 else (palette.SECOND, 1.0, None)
    return (palette.REFERENCE, 1.3, "3 2") if line.number == 0 else (palette.REFERENCE, 1.0, "1 1.6")
