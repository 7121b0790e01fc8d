"""Points in a plane by class: two classes as discs and rings, more as numbers at their means and one panel each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from markupsafe import Markup

from grader.report.charts import palette
from grader.report.charts.scale import Axis, nice_axis
from grader.report.charts.svg import AXIS_SIZE, Drawing, text_width

WIDTH: Final = 237.0  # pt: half of the text block
HEIGHT: Final = 176.0
PANELS_WIDTH: Final = 492.0
MOST_CLASSES: Final = 12  # told apart
_MARGIN = 4.0
_BEHIND = 100  # points of all classes behind those of one
_IN_FRONT = 40
_PLAIN_FROM = 1e5  # values of this size make numbers too long for an axis

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """Points (n, 2) and the class of each, (n,); `classes` empty: of classes nothing is known."""

    points: FloatArray
    codes: IntArray
    classes: tuple[str, ...]


def axes_for(clouds: Sequence[Cloud]) -> tuple[Axis, Axis]:
    """Axes that hold all of these."""
    both = np.concatenate([cloud.points for cloud in clouds])
    return nice_axis(both[:, 0].tolist(), ticks=5), nice_axis(both[:, 1].tolist(), ticks=4)


def draw(cloud: Cloud, axes: tuple[Axis, Axis], title: str, css: str) -> Markup:
    drawing = Drawing(WIDTH, HEIGHT, title, css=css)
    plain = max(abs(v) for axis in axes for v in (axis.low, axis.high)) >= _PLAIN_FROM
    labels = [] if plain else [axes[1].label(tick) for tick in axes[1].ticks]
    left = max((text_width(label, AXIS_SIZE) for label in labels), default=0.0) + 6.0
    x0, x1, y0, y1 = left, WIDTH - _MARGIN, _MARGIN, HEIGHT - 19.0
    for tick in axes[0].ticks:
        x = axes[0].at(tick, x0, x1)
        drawing.line(x, y0, x, y1, stroke=palette.LINE, width=0.5)
        if not plain:
            drawing.text(x, y1 + 8, axes[0].label(tick), anchor="middle")
    for tick, label in zip(axes[1].ticks, labels or [""] * len(axes[1].ticks), strict=True):
        y = axes[1].at(tick, y1, y0)
        drawing.line(x0, y, x1, y, stroke=palette.LINE, width=0.5)
        drawing.text(x0 - 3.5, y + 2.3, label, anchor="end")
    drawing.rect(x0, y0, x1 - x0, y1 - y0, stroke=palette.LINE_2)
    drawing.text((x0 + x1) / 2, y1 + 16.5, "first direction; second direction upwards", anchor="middle")
    placed = _placed(cloud.points, axes, (x0, x1), (y1, y0))
    if len(cloud.classes) == 2:
        drawing.dots(placed[cloud.codes == 0].tolist(), stroke=palette.STUDENT, size=2.2)
        drawing.rings(placed[cloud.codes == 1].tolist(), stroke=palette.SECOND, radius=1.3)
    elif cloud.classes:
        drawing.dots(placed.tolist(), stroke=palette.LINE_2, size=1.8)
        _means(drawing, cloud, placed)
    else:
        drawing.dots(placed.tolist(), stroke=palette.STUDENT, size=2.0)
    return drawing.markup()


def draw_panels(cloud: Cloud, axes: tuple[Axis, Axis], title: str, css: str) -> Markup:
    """One small panel a class: its points dark, a share of all points light behind them."""
    n = len(cloud.classes)
    columns = n if n <= 10 else 6
    rows = -(-n // columns)
    width = (PANELS_WIDTH - 4.0 * (columns - 1)) / columns
    height = min(width, 60.0)
    drawing = Drawing(PANELS_WIDTH, rows * (height + 11.0) - 2.0, title, css=css)
    behind = np.arange(len(cloud.points))[:: max(1, len(cloud.points) // _BEHIND)]
    for code, name in enumerate(cloud.classes):
        left, top = code % columns * (width + 4.0), code // columns * (height + 11.0) + 9.0
        placed = _placed(cloud.points, axes, (left + 2, left + width - 2), (top + height - 2, top + 2))
        label = f"{code} {name}"
        while text_width(label, 6.2) > width and len(label) > 3:
            label = label[:-2].rstrip() + "…"
        drawing.text(left, top - 2.6, label, size=6.2, fill=palette.INK_2)
        drawing.rect(left, top, width, height, stroke=palette.LINE)
        drawing.dots(placed[behind].tolist(), stroke=palette.LINE, size=1.4)
        drawing.dots(placed[cloud.codes == code][:_IN_FRONT].tolist(), stroke=palette.STUDENT, size=1.7)
    return drawing.markup()


def _means(drawing: Drawing, cloud: Cloud, placed: FloatArray) -> None:
    for code in range(len(cloud.classes)):
        mine = placed[cloud.codes == code]
        if not len(mine):
            continue
        x, y = (float(v) for v in mine.mean(axis=0))
        drawing.circle(x, y, 5.0, fill=palette.WHITE, stroke=palette.STUDENT, width=0.8)
        drawing.text(x, y + 2.3, str(code), anchor="middle", fill=palette.INK, weight=600)


def _placed(
    points: FloatArray, axes: tuple[Axis, Axis], across: tuple[float, float], up: tuple[float, float]
) -> FloatArray:
    """In pt; `across` from left to right, `up` from bottom to top."""
    lows, highs = np.array([axis.low for axis in axes]), np.array([axis.high for axis in axes])
    starts, ends = np.array([across[0], up[0]]), np.array([across[1], up[1]])
    placed: FloatArray = starts + (points - lows) / (highs - lows) * (ends - starts)
    return placed
