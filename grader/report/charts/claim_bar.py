"""How many claims got which verdict, as one bar."""

from __future__ import annotations

from markupsafe import Markup

from grader.audit.finding import ClaimVerdict
from grader.report.charts import palette
from grader.report.charts.svg import Drawing
from grader.report.words import CLAIM_ORDER, CLAIMS

_GAP = 1.5
_LEAST = 12.0  # pt, so that a number fits


def draw(counts: dict[ClaimVerdict, int], *, width: float, height: float, css: str, size: float = 6.8) -> Markup:
    """Args: counts per verdict, at least one above 0; zero counts take no room."""
    shown = [(verdict, counts.get(verdict, 0)) for verdict in CLAIM_ORDER if counts.get(verdict, 0)]
    words = ", ".join(f"{count} {CLAIMS[verdict].lower()}" for verdict, count in shown)
    drawing = Drawing(width, height, f"Claims by verdict: {words}.", css=css)
    x = 0.0
    for (verdict, count), part in zip(shown, _widths([n for _, n in shown], width), strict=True):
        _segment(drawing, verdict, count, x, part, height, size)
        x += part + _GAP
    return drawing.markup()


def _widths(counts: list[int], width: float) -> list[float]:
    """Proportional parts of `width` less the gaps; a small part is widened at the cost of the others."""
    room = width - _GAP * (len(counts) - 1)
    small = [count * room / sum(counts) < _LEAST for count in counts]
    left = room - _LEAST * sum(small)
    rest = sum(count for count, is_small in zip(counts, small, strict=True) if not is_small)
    return [_LEAST if is_small else count * left / rest for count, is_small in zip(counts, small, strict=True)]


def _segment(
    drawing: Drawing, verdict: ClaimVerdict, count: int, x: float, width: float, height: float, size: float
) -> None:
    ink = palette.INK
    match verdict:
        case ClaimVerdict.CONTRADICTED:
            drawing.rect(x, 0, width, height, fill=palette.NOT_MET)
            ink = palette.WHITE
        case ClaimVerdict.WITHIN_NOISE:
            drawing.rect(x, 0, width, height, fill=palette.TINT_PARTLY, stroke=palette.PARTLY, stroke_width=0.9)
            ink = palette.PARTLY
        case ClaimVerdict.NOT_CHECKABLE:
            drawing.hatch(x, 0, width, height, stroke=palette.NOT_ASSESSED)
            drawing.rect(x, 0, width, height, stroke=palette.NOT_ASSESSED, stroke_width=0.9)
            drawing.rect(x + width / 2 - 4.5, 1, 9, height - 2, fill=palette.WHITE)
            ink = palette.NOT_ASSESSED
        case ClaimVerdict.CONFIRMED:
            drawing.rect(x, 0, width, height, fill=palette.TINT_MET, stroke=palette.MET, stroke_width=0.9)
            ink = palette.MET
    drawing.text(x + width / 2, height / 2 + size * 0.36, str(count), size=size, fill=ink, anchor="middle", weight=600)
