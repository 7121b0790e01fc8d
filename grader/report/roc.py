"""ROC curves of the roles that answer with scores for two classes, against the labels held here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from markupsafe import Markup

from grader.datasets.dataset import Labels
from grader.measure.from_scores import positive_scores
from grader.measure.ranking import roc
from grader.report import sides
from grader.report.charts import roc as chart
from grader.report.charts.roc import RocLine
from grader.report.facts import ReportFacts
from grader.report.numbers import fixed, ordinal_list, whole
from grader.report.sides import Side
from grader.report.text import clean
from grader.report.words import role_name

_POINTS: Final = 160  # of one line


@dataclass(frozen=True, slots=True, kw_only=True)
class RocView:
    title: str  # "RNN and LSTM"
    subtitle: str  # "1,115 test rows; positive is spam"
    drawing: Markup


def build_roc(facts: ReportFacts, problem: str) -> tuple[RocView, ...]:
    """Charts of up to two roles each."""
    case = facts.cases.get(problem)
    if case is None:
        return ()
    here, there = sides.yours(case), sides.reference(case)
    roles = [role for role in case.roles if _curve(here, role, facts.labels) is not None]
    return tuple(
        _chart(facts, roles[i : i + chart.MOST], here, there) for i in range(0, min(len(roles), 4), chart.MOST)
    )


def _chart(facts: ReportFacts, roles: list[str], here: Side, there: Side | None) -> RocView:
    lines: list[RocLine] = []
    words: list[str] = []
    for number, role in enumerate(roles):
        for side in (here, there):
            points = _curve(side, role, facts.labels) if side is not None else None
            if side is None or points is None:
                continue
            area = fixed(side.measurements.values[side.model(role) or ""]["roc_auc"].value, 3)
            whose = "yours" if side is here else "reference"
            label = f"{clean(role_name(role), 14)}, {whose} {area}"
            lines.append(RocLine(points=points, label=label, number=number, yours=side is here))
            words.append(f"{role_name(role)}, {whose}, area {area}")
    measured = here.measurements.by_model[here.model(roles[0]) or ""]
    return RocView(
        title=ordinal_list([role_name(role) for role in roles]),
        subtitle=f"area under the curve; {whole(measured.n)} test rows, positive is “{clean(measured.positive, 24)}”",
        drawing=chart.draw(lines, f"ROC curves: {'; '.join(words)}. A guess has 0.5, the dotted diagonal.", "roc"),
    )


def _curve(side: Side, role: str, labels: Mapping[str, Labels]) -> tuple[tuple[float, float], ...] | None:
    """From (0, 0) to (1, 1); None where the role's model did not score the rows of two classes."""
    model = side.model(role)
    measured = side.measurements.by_model.get(model or "")
    prediction = next((p for p in side.evidence.predictions if measured and p.id == measured.prediction), None)
    known = labels.get(prediction.rows.dataset) if prediction is not None else None
    if measured is None or "roc_auc" not in measured.metrics or prediction is None or known is None:
        return None
    positions = side.evidence.indices(prediction.rows)
    if positions is None:
        return None
    inside = (positions >= known.train_rows) & (positions < known.train_rows + known.test_rows)
    scores = positive_scores(prediction, side.evidence.arrays[prediction.values][inside], known.classes, known.positive)
    if scores is None or not scores.size:
        return None
    positive = known.codes[positions[inside]] == known.classes.index(known.positive)
    if not positive.any() or positive.all():
        return None
    seen = roc(scores, positive)
    return _thinned(seen.false_positive_rate, seen.true_positive_rate)


def _thinned(alarms: npt.NDArray[np.float64], hits: npt.NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    """At most `_POINTS` points, spread along the curve's own length; both ends stay."""
    along = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(alarms)) + np.abs(np.diff(hits)))])
    if len(alarms) <= _POINTS:
        keep = np.arange(len(alarms))
    else:
        keep = np.unique(np.searchsorted(along, np.linspace(0, along[-1], _POINTS)).clip(0, len(alarms) - 1))
    return tuple((float(alarms[i]), float(hits[i])) for i in keep)
