"""The one place where text becomes SVG markup: numbers are formatted, every string is escaped, here.

WeasyPrint ignores the page's CSS inside an inline SVG, so everything is a presentation attribute. The title
is the first child, which makes the drawing a figure with an alternative text in HTML and PDF alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from markupsafe import Markup, escape

from grader.report.charts import palette
from grader.report.text import clean

FONT = "Report Sans, Noto Sans, sans-serif"
AXIS_SIZE = 6.5  # pt
_SHORT = 40  # characters of an attribute that is a word and not a path
_ADVANCE = 0.57  # of the font size: Inter's mean digit and letter width


def text_width(text: str, size: float) -> float:
    """A safe guess of the printed width in pt; charts leave room by it."""
    return len(text) * size * _ADVANCE


def number(value: float) -> str:
    """A coordinate with two decimals at most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class Drawing:
    """Collects shapes in drawing order; sizes in pt."""

    def __init__(self, width: float, height: float, title: str, *, css: str = "") -> None:
        self.width = width
        self.height = height
        self._title = clean(title, 1200)
        self._css = css
        self._parts: list[str] = []

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str | None = None,
        stroke_width: float = 0.6,
        dash: str | None = None,
    ) -> None:
        """A stroked rectangle keeps its stroke inside the given box."""
        inset = stroke_width / 2 if stroke else 0.0
        self._add(
            "rect",
            x=x + inset,
            y=y + inset,
            width=max(0.0, width - 2 * inset),
            height=max(0.0, height - 2 * inset),
            fill=fill,
            stroke=stroke,
            stroke_width=stroke_width if stroke else None,
            stroke_dasharray=dash,
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, stroke: str, width: float = 0.6, dash: str | None = None
    ) -> None:
        self._add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, stroke_dasharray=dash)

    def circle(
        self, x: float, y: float, radius: float, *, fill: str, stroke: str | None = None, width: float = 1.0
    ) -> None:
        self._add("circle", cx=x, cy=y, r=radius, fill=fill, stroke=stroke, stroke_width=width if stroke else None)

    def path(
        self, data: str, *, fill: str = "none", stroke: str | None = None, width: float = 0.6, dash: str | None = None
    ) -> None:
        self._add(
            "path",
            d=data,
            fill=fill,
            stroke=stroke,
            stroke_width=width if stroke else None,
            stroke_dasharray=dash,
            stroke_linejoin="round" if stroke else None,
        )

    def polyline(
        self, points: Iterable[tuple[float, float]], *, stroke: str, width: float, dash: str | None = None
    ) -> None:
        self.path(_through(list(points)), stroke=stroke, width=width, dash=dash)

    def dots(self, points: Iterable[tuple[float, float]], *, stroke: str, size: float) -> None:
        """Discs as zero-length strokes with round caps: one path however many there are."""
        data = "".join(f"M{number(x)} {number(y)}h0" for x, y in points)
        if data:
            self._add("path", d=data, fill="none", stroke=stroke, stroke_width=size, stroke_linecap="round")

    def rings(self, points: Iterable[tuple[float, float]], *, stroke: str, radius: float, width: float = 0.7) -> None:
        """Circles without filling, as one path."""
        r, d = number(radius), number(2 * radius)
        data = "".join(f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0" for x, y in points)
        if data:
            self._add("path", d=data, fill="none", stroke=stroke, stroke_width=width)

    def polygon(self, points: Sequence[tuple[float, float]], *, fill: str, stroke: str | None = None) -> None:
        self.path(_through(points) + "Z", fill=fill, stroke=stroke)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = AXIS_SIZE,
        fill: str = palette.INK_3,
        anchor: str = "start",
        weight: int = 400,
    ) -> None:
        attributes = _attributes(
            x=x, y=y, font_family=FONT, font_size=size, fill=fill, text_anchor=anchor, font_weight=weight
        )
        self._parts.append(f"<text{attributes}>{escape(clean(text, 120))}</text>")

    def hatch(self, x: float, y: float, width: float, height: float, *, stroke: str, step: float = 2.6) -> None:
        """Diagonal hatching as one clipped path: no pattern, so no id that two drawings could share."""
        data = _hatching(x, y, width, height, step)
        if data:
            self.path(data, stroke=stroke, width=0.7)

    def markup(self) -> Markup:
        """The finished drawing. Everything in it was formatted by `number` or escaped: safe by construction."""
        size = f'width="{number(self.width)}pt" height="{number(self.height)}pt"'
        box = f'viewBox="0 0 {number(self.width)} {number(self.height)}"'
        css = f' class="{escape(self._css)}"' if self._css else ""
        return Markup(
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img"{css} {size} {box}>'
            f"<title>{escape(self._title)}</title>{''.join(self._parts)}</svg>"
        )

    def _add(self, tag: str, **values: float | str | None) -> None:
        self._parts.append(f"<{tag}{_attributes(**values)}/>")


def _attributes(**values: float | str | None) -> str:
    return "".join(f'{_name(name)}{_value(value)}"' for name, value in values.items() if value is not None)


@cache
def _name(name: str) -> str:
    """The beginning of an attribute; the names are our own keywords, a dozen of them."""
    return f' {name.replace("_", "-")}="'


def _value(value: float | str) -> str:
    if not isinstance(value, str):
        return number(value)  # digits need no escaping
    return _escaped(value) if len(value) < _SHORT else str(escape(value))


@lru_cache(maxsize=256)  # colours, dashes and faces, the same few in every drawing
def _escaped(text: str) -> str:
    return str(escape(text))


def _through(points: Sequence[tuple[float, float]]) -> str:
    return "".join(f"{'L' if i else 'M'}{number(x)} {number(y)}" for i, (x, y) in enumerate(points))


@lru_cache(maxsize=256)  # the bars of a class have their hatched boxes in the same places
def _hatching(x: float, y: float, width: float, height: float, step: float) -> str:
    """The path of diagonal lines `step` pt apart inside a box; empty where the box is too small for one."""
    pieces: list[str] = []
    offset = step / 2
    while offset < width + height:
        x1, y1 = (x + offset, y) if offset <= width else (x + width, y + offset - width)
        x2, y2 = (x, y + offset) if offset <= height else (x + offset - height, y + height)
        pieces.append(f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}")
        offset += step
    return "".join(pieces)
