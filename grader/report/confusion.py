"""Confusion matrices: an HTML table up to 4 classes, a drawing with the most frequent confusions up to 12."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from grader.measure.measurements import Classification
from grader.report.charts import confusion as chart
from grader.report.charts import palette
from grader.report.numbers import share, whole
from grader.report.text import clean

AS_TABLE, AS_DRAWING = 4, 12  # most classes
_WORST, _WORST_DRAWN = 10, 5  # confusions in words: alone, and under a drawing that has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    count: str
    share: str
    css: str  # "t7" or "t7 white": tint class of the row share


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    name: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """One row of the list of most frequent confusions."""

    words: str  # "cat called dog"
    count: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixView:
    """Either `rows` (up to 4 classes) or `drawing` (5 to 12) is there; `worst` alone above."""

    title: str  # "Yours, observed"
    css: str  # "yours", "reference"
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    drawing: Markup | None
    worst: tuple[Confusion, ...]


def build_matrix(measured: Classification, title: str, *, reference: bool) -> MatrixView:
    classes = tuple(clean(c, 24) for c in measured.classes)
    words = "; ".join(
        f"{classes[i]} called {classes[j]} {whole(n)}"
        for i, row in enumerate(measured.confusion)
        for j, n in enumerate(row)
    )
    drawing = None
    if AS_TABLE < len(classes) <= AS_DRAWING:
        tints = palette.TINTS_REFERENCE if reference else palette.TINTS_YOURS
        drawing = chart.draw(classes, measured.confusion, tints, f"{title}: {words}.", "matrix")
    return MatrixView(
        title=title,
        css="reference" if reference else "yours",
        columns=classes if len(classes) <= AS_TABLE else (),
        rows=_rows(classes, measured) if len(classes) <= AS_TABLE else (),
        drawing=drawing,
        worst=_worst(classes, measured) if len(classes) > AS_TABLE else (),
    )


def _rows(classes: tuple[str, ...], measured: Classification) -> tuple[MatrixRow, ...]:
    rows = []
    for name, counts in zip(classes, measured.confusion, strict=True):
        total = sum(counts)
        cells = tuple(_cell(count, count / total if total else 0.0) for count in counts)
        rows.append(MatrixRow(name=name, cells=cells))
    return tuple(rows)


def _cell(count: int, part: float) -> MatrixCell:
    white = " white" if part >= palette.WHITE_FROM else ""
    return MatrixCell(count=whole(count), share=share(part), css=f"t{palette.tint_class(part)}{white}")


def _worst(classes: tuple[str, ...], measured: Classification) -> tuple[Confusion, ...]:
    return tuple(
        Confusion(words=f"{true} called {called}", count=whole(count), share=share(count / rows))
        for true, called, count, rows in chart.worst(
            classes, measured.confusion, _WORST_DRAWN if len(classes) <= AS_DRAWING else _WORST
        )
    )
