"""Run times of a class as dots on a logarithmic axis, outliers as rings, the limit as a line."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from grader.report.charts import palette
from grader.report.charts.svg import Drawing
from grader.report.numbers import limit as limit_words

WIDTH = 238.0
_TICKS = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800, 86400)  # seconds


def draw(
    seconds: Sequence[float],
    outlier: Sequence[bool],
    usual: tuple[float, float],
    limit: float | None,
    title: str,
    css: str,
) -> Markup:
    """Args: run times above 0 s, at least one; `usual` is the shaded range in seconds."""
    dot, floor, top = 4.2, 62.0, 12.0
    drawing = Drawing(WIDTH, 76.0, title, css=css)
    held = [*seconds, *([limit] if limit else [])]
    low, high = math.log10(min(held)) - 0.12, math.log10(max(held)) + 0.12

    def x(value: float) -> float:
        return 6 + (math.log10(value) - low) / (high - low) * (WIDTH - 12)

    shade = max(6.0, x(max(usual[0], 10**low))), min(WIDTH - 6.0, x(min(usual[1], 10**high)))
    if shade[1] > shade[0]:
        drawing.rect(shade[0], top, shade[1] - shade[0], floor - top, fill=palette.SHADE)
    last = -1e9
    for tick in _TICKS:
        if low <= math.log10(tick) <= high and x(tick) - last > 30:
            drawing.line(x(tick), floor - 3, x(tick), floor + 2, stroke=palette.LINE_2, width=0.7)
            drawing.text(x(tick), floor + 10, limit_words(tick), anchor="middle")
            last = x(tick)
    drawing.line(6, floor, WIDTH - 6, floor, stroke=palette.LINE_2, width=0.8)
    stacks: dict[int, int] = {}
    tallest = int((floor - top) / dot)
    for value, is_outlier in sorted(zip(seconds, outlier, strict=True)):
        column = round(x(value) / dot)
        level = min(stacks.get(column, 0), tallest - 1)
        stacks[column] = level + 1
        at = column * dot, floor - 2.6 - level * dot
        if is_outlier:
            drawing.circle(*at, 1.6, fill=palette.WHITE, stroke=palette.SECOND, width=1.0)
        else:
            drawing.circle(*at, 1.8, fill=palette.STUDENT)
    if limit:
        drawing.line(x(limit), top - 8, x(limit), floor, stroke=palette.NOT_MET, width=1.1)
        drawing.text(x(limit) - 3, top - 4, "limit", size=6.8, fill=palette.NOT_MET, anchor="end", weight=600)
    return drawing.markup()
