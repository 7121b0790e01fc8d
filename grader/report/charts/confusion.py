"""A confusion matrix of 5 to 12 classes: counts in cells, columns numbered, tint by share of the row."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from grader.report.charts import palette
from grader.report.charts.svg import Drawing, text_width

_CELL_W, _CELL_H, _HEAD = 15.4, 11.3, 12.0
_LEFT = 62.0
_WIDEST = 238.0  # pt: half of the text block
_NAME = 6.8


def draw(
    classes: Sequence[str], confusion: Sequence[Sequence[int]], tints: tuple[str, ...], title: str, css: str
) -> Markup:
    """Args: `confusion` [true class][called class], counts; square, as many rows as classes."""
    n = len(classes)
    left, wide = _LEFT, min(_CELL_W, (_WIDEST - _LEFT) / n)
    drawing = Drawing(left + n * wide, _HEAD + n * _CELL_H, title, css=css)
    for j in range(n):
        drawing.text(left + (j + 0.5) * wide, _HEAD - 4, str(j), anchor="middle")
    for i, row in enumerate(confusion):
        y = _HEAD + i * _CELL_H
        drawing.text(left - 4, y + 8, f"{_short(classes[i])} {i}", anchor="end", size=_NAME)
        total = sum(row)
        for j, count in enumerate(row):
            share = count / total if total else 0.0
            x = left + j * wide
            drawing.rect(x, y, wide - 0.5, _CELL_H - 0.5, fill=palette.tint(tints, share))
            ink = palette.WHITE if share >= palette.WHITE_FROM else palette.INK
            drawing.text(x + wide / 2, y + 7.8, str(count), fill=ink, anchor="middle")
    return drawing.markup()


def _short(name: str) -> str:
    """Cut to the room before a row."""
    room = _LEFT - 4 - text_width(" 00", _NAME)
    while text_width(name, _NAME) > room:
        name = name[:-2].rstrip() + "…"
    return name


def worst(
    classes: Sequence[str], confusion: Sequence[Sequence[int]], most: int = 10
) -> list[tuple[str, str, int, int]]:
    """The most frequent confusions: (true class, called class, count, rows of the true class), ties in class order."""
    found = [
        (classes[i], classes[j], count, sum(row))
        for i, row in enumerate(confusion)
        for j, count in enumerate(row)
        if i != j and count
    ]
    return sorted(found, key=lambda f: -f[2])[:most]
