"""Precision, recall and F1 of every class, with how many rows it has: where there are more than two."""

from __future__ import annotations

from dataclasses import dataclass

from grader.measure.measurements import Classification
from grader.report.confusion import AS_DRAWING
from grader.report.numbers import fixed, whole
from grader.report.text import clean

_DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    name: str
    support: str  # test rows of this class
    precision: str
    recall: str
    f1: str
    reference: str  # the reference's F1


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTable:
    rows: tuple[ClassRow, ...]
    has_reference: bool
    more: str  # classes left out


def build_classes(measured: Classification, reference: Classification | None) -> ClassTable | None:
    """Rows in the data set's order; None for two classes, of which the matrix says all."""
    if len(measured.classes) <= 2 or not measured.by_class:
        return None
    shown = measured.classes[:AS_DRAWING]
    rows = tuple(_row(code, name, measured, reference) for code, name in enumerate(shown))
    left = len(measured.classes) - len(shown)
    return ClassTable(
        rows=rows,
        has_reference=any(row.reference for row in rows),
        more=f"and {whole(left)} more classes" if left else "",
    )


def _row(code: int, name: str, measured: Classification, reference: Classification | None) -> ClassRow:
    own = measured.by_class.get(name, {})
    other = reference.by_class.get(name, {}) if reference is not None else {}
    values = {key: fixed(own[key].value, _DIGITS) if key in own else "–" for key in ("precision", "recall", "f1")}
    return ClassRow(
        name=clean(name, 24),
        support=whole(sum(measured.confusion[code])),
        precision=values["precision"],
        recall=values["recall"],
        f1=values["f1"],
        reference=fixed(other["f1"].value, _DIGITS) if "f1" in other else "",
    )
