"""Total scores of a class in bins, provisional ones hatched, the median as a line, the middle half shaded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup

from grader.report.charts import palette
from grader.report.charts.scale import nice_axis
from grader.report.charts.svg import Drawing, text_width
from grader.report.numbers import fixed

BINS = 20  # of equal width; 100 points make bins of 5


def counts(scores: Sequence[Fraction], possible: Fraction) -> tuple[int, ...]:
    """Scores per bin, lower edge included; the full score lies in the last bin."""
    found = [0] * BINS
    for score in scores:
        found[min(BINS - 1, max(0, math.floor(score / possible * BINS)))] += 1
    return tuple(found)


def draw(
    final: Sequence[Fraction],
    provisional: Sequence[Fraction],
    possible: Fraction,
    *,
    median: float,
    quartiles: tuple[float, float],
    title: str,
    css: str,
) -> Markup:
    width, height, left, top, bottom = 322.0, 122.0, 18.0, 15.0, 22.0
    drawing = Drawing(width, height, title, css=css)
    right, floor = width - 8.0, height - bottom
    solid, hatched = counts(final, possible), counts(provisional, possible)
    tallest = max(a + b for a, b in zip(solid, hatched, strict=True))
    axis = nice_axis((0.0, float(max(tallest, 3))), ticks=4, pad=0.0)
    whole_ticks = [t for t in axis.ticks if t == int(t)]

    def x(score: float) -> float:
        return left + score / float(possible) * (right - left)

    def y(number: float) -> float:
        return axis.at(number, floor, top)

    drawing.rect(x(quartiles[0]), top, max(1.0, x(quartiles[1]) - x(quartiles[0])), floor - top, fill=palette.SHADE)
    for tick in whole_ticks:
        drawing.line(left, y(tick), right, y(tick), stroke=palette.LINE, width=0.5)
        drawing.text(left - 4, y(tick) + 2.3, str(int(tick)), anchor="end")
    for i, (sure, open_) in enumerate(zip(solid, hatched, strict=True)):
        start, end = x(i * float(possible) / BINS) + 0.6, x((i + 1) * float(possible) / BINS) - 0.6
        if sure:
            drawing.rect(start, y(sure), end - start, floor - y(sure), fill=palette.STUDENT)
        if open_:
            over, under = y(sure + open_), y(sure)
            drawing.rect(start, over, end - start, under - over, fill=palette.WHITE)
            drawing.hatch(start, over, end - start, under - over, stroke=palette.STUDENT)
            drawing.rect(start, over, end - start, under - over, stroke=palette.STUDENT)
    drawing.line(left, floor, right, floor, stroke=palette.LINE_2, width=0.8)
    for tenth in range(11):
        score = float(possible) * tenth / 10
        drawing.line(x(score), floor, x(score), floor + 2, stroke=palette.LINE_2, width=0.7)
        drawing.text(x(score), floor + 9, fixed(score, 0 if score == int(score) else 1), anchor="middle")
    drawing.text((left + right) / 2, floor + 18, f"points of {fixed(float(possible), 0)}", anchor="middle")
    drawing.line(x(median), top - 8, x(median), floor, stroke=palette.INK, width=1.2)
    label = f"median {fixed(median, 1)}"
    room = x(median) - left > text_width(label, 7) + 4
    drawing.text(
        x(median) + (-3 if room else 3),
        top - 3,
        label,
        size=7,
        fill=palette.INK,
        anchor="end" if room else "start",
        weight=600,
    )
    return drawing.markup()
