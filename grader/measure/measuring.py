"""Every number of an attempt, family by family: answers against labels, images, texts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from grader.datasets.dataset import Labels
from grader.evidence.evidence import Evidence
from grader.measure.classification import classify
from grader.measure.from_images import measure_images
from grader.measure.from_text import measure_text
from grader.measure.judges import Judge
from grader.measure.measurements import Measured, Measurements

NO_JUDGES: Final[Mapping[str, Judge]] = MappingProxyType({})


def measure(
    evidence: Evidence, labels: Mapping[str, Labels], *, judges: Mapping[str, Judge] = NO_JUDGES
) -> Measurements:
    """Measure every model of an attempt on the rows of the data sets it met.

    Args: `labels` by data set name: what is measured against, which never entered the sandbox's reach; `judges` by
        data set name: the course's own classifiers, for images that were asked for by class.
    """
    answers = classify(evidence, labels)
    values: dict[str, dict[str, Measured]] = {}
    baselines: dict[str, dict[str, Mapping[str, float]]] = {}
    reasons: dict[tuple[str, str], str] = {}
    each = {model: dict(rows) for model, rows in answers.each.items()}
    for found in (measure_images(evidence, labels, judges), measure_text(evidence, labels)):
        for model, metrics in found.values.items():
            values.setdefault(model, {}).update(metrics)
        for model, several in found.baselines.items():
            baselines.setdefault(model, {}).update(several)
        for model, rows in found.each.items():
            each.setdefault(model, {}).update(rows)
        reasons |= found.reasons
    return Measurements(
        by_model=answers.by_model,
        unmeasured=answers.unmeasured,
        values=values,
        baselines=baselines,
        each=each,
        reasons=reasons,
    )
