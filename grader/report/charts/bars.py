"""Small bars inside tables: part of a limit, shares of outcomes."""

from __future__ import annotations

from markupsafe import Markup

from grader.report.charts import palette
from grader.report.charts.svg import Drawing


def of_limit(part: float, title: str, css: str) -> Markup:
    """Args: `part` of the limit, 0 to 1; above 1 is drawn full."""
    width, height = 61.0, 5.0
    drawing = Drawing(width, height, title, css=css)
    drawing.rect(0, 0, width, height, stroke=palette.LINE_2)
    if part > 0:
        drawing.rect(0, 0, max(0.9, min(part, 1.0) * width), height, fill=palette.STUDENT)
    return drawing.markup()


def outcomes(met: int, partly: int, not_met: int, title: str, css: str) -> Markup:
    """Shares of a class that met, partly met and did not meet a criterion; at least one of the counts is above 0."""
    width, height, gap = 150.0, 7.0, 0.6
    drawing = Drawing(width, height, title, css=css)
    total = met + partly + not_met
    x = 0.0
    for number, fill, stroke in (
        (met, palette.MET, None),
        (partly, palette.PARTLY_FILL, palette.PARTLY),
        (not_met, palette.WHITE, palette.NOT_MET),
    ):
        if number:
            part = number / total * width
            drawing.rect(x, 0, max(part - gap, 0.9), height, fill=fill, stroke=stroke, stroke_width=0.8)
            x += part
    return drawing.markup()
