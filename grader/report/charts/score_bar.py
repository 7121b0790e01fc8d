"""One problem's points as a bar: a segment per criterion, width = points possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from grader.report.charts import palette
from grader.report.charts.svg import AXIS_SIZE, Drawing

GAP = 1.3  # pt between segments
LEAST_LOST = 1.2  # pt of white that a criterion keeps when it is not full
LEAST_EARNED = 0.9  # pt of blue that a criterion keeps when it is not zero
LABEL_FROM = 10.0  # pt: narrower segments have no id beneath


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """`earned` None: not assessed."""

    label: str
    possible: Fraction
    earned: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One segment as drawn: `x` and `width` of the outline, `filled` pt of it from the left."""

    x: float
    width: float
    filled: float


def layout(segments: Sequence[Segment], scale: float) -> tuple[Box, ...]:
    """Boxes side by side at `scale` pt per point; outlines and gaps add up to the scaled sum of points."""
    boxes: list[Box] = []
    x = 0.0
    for segment in segments:
        slot = float(segment.possible) * scale
        width = max(slot - GAP, slot / 2)
        boxes.append(Box(x=x, width=width, filled=_filled(segment, width)))
        x += slot
    return tuple(boxes)


def _filled(segment: Segment, width: float) -> float:
    if segment.earned is None or segment.earned <= 0:
        return 0.0
    if segment.earned >= segment.possible:
        return width
    filled = width * float(segment.earned / segment.possible)
    return max(min(filled, width - LEAST_LOST), min(LEAST_EARNED, width / 2))


def draw(
    segments: Sequence[Segment],
    *,
    scale: float,
    width: float,
    height: float,
    title: str,
    css: str,
    size: float = AXIS_SIZE,
) -> Markup:
    """The bar with ids under it; the title lists all criteria with their points."""
    drawing = Drawing(width, height + size + 3.4, title, css=css)
    last_label = -1e9
    for segment, box in zip(segments, layout(segments, scale), strict=True):
        if segment.earned is None:
            drawing.hatch(box.x, 0, box.width, height, stroke=palette.NOT_ASSESSED)
            drawing.rect(box.x, 0, box.width, height, stroke=palette.NOT_ASSESSED, dash="2 1.4")
        else:
            drawing.rect(box.x, 0, box.width, height, fill=palette.WHITE, stroke=palette.LINE_2)
            if box.filled:
                drawing.rect(box.x, 0, box.filled, height, fill=palette.STUDENT)
        middle = box.x + box.width / 2
        half = len(segment.label) * size * 0.29
        if box.width >= max(LABEL_FROM, 2 * half) and middle - half > last_label:
            drawing.text(middle, height + size + 1.2, segment.label, size=size, anchor="middle")
            last_label = middle + half + 1.5
    return drawing.markup()
