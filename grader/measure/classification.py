"""How good each model of an attempt is on the test rows: its own answers against the labels kept outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from grader.datasets.dataset import Labels
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Fit, Model, Prediction
from grader.measure.answers import UnreadableAnswersError, called_classes
from grader.measure.confusion import count_confusion, metrics_of
from grader.measure.from_scores import positive_scores, roc_auc
from grader.measure.measurements import Classification, EachRow, Measurements, Provenance
from grader.measure.per_class import macro_f1, metrics_by_class

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

LEAST_SHARE: Final = 0.5  # of the test rows: below this nothing is measured


class _UnmeasuredError(Exception):
    """There is no number for this model; `str()` says why, as the report prints it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    """One prediction seen from the test split: which of its rows lie there, and which test rows those are."""

    prediction: Prediction
    inside: BoolArray  # (count,): True for rows of the test split
    rows: IntArray  # positions of those rows in the served order
    repeats: int

    @property
    def covered(self) -> int:
        """How many different test rows were answered."""
        return self.rows.size - self.repeats


def classify(evidence: Evidence, labels: Mapping[str, Labels]) -> Measurements:
    """Measure every model on the test rows it answered.

    For each model the last prediction that holds every test row counts; else the largest (of equals the last)
    that holds at least half of them, and `Classification.note` says so; else the model is unmeasured, with the
    reason. Other rows in the same prediction are left aside.

    Args: `labels` by data set name: the true classes in served order, which never entered the sandbox's reach.
    """
    by_model: dict[str, Classification] = {}
    unmeasured: dict[str, str] = {}
    for model in evidence.models:
        try:
            by_model[model.id] = _classification(model, evidence, labels)
        except (_UnmeasuredError, UnreadableAnswersError) as error:
            unmeasured[model.id] = str(error)
    return Measurements(by_model=by_model, unmeasured=unmeasured)


def _labels_of(prediction: Prediction, labels: Mapping[str, Labels]) -> Labels | None:
    """Of the data set whose rows were answered; None where that is not known."""
    return labels.get(prediction.rows.dataset)


def _classification(model: Model, evidence: Evidence, known: Mapping[str, Labels]) -> Classification:
    chosen, labels = _choose(model, evidence, known)
    if chosen.repeats:
        raise _UnmeasuredError(
            f"its answers name {chosen.repeats:,} test {_rows(chosen.repeats)} more than once, "
            "so it is not known which answer counts"
        )
    prediction = chosen.prediction
    values = evidence.arrays[prediction.values][chosen.inside]
    called = called_classes(prediction, values, labels.classes)
    scores = positive_scores(prediction, values, labels.classes, labels.positive)
    leaked = _trained_on_test(model, prediction, evidence, labels)
    if labels.decoys is None:
        seen = _against(labels.codes, called, scores, chosen, labels, Provenance.OBSERVED)
        return replace(seen, trained_on_test=leaked)
    seen = _against(labels.codes, called, scores, chosen, labels, Provenance.SEALED)
    on_decoys = _against(labels.decoys, called, scores, chosen, labels, Provenance.OBSERVED)
    notes = [note for note in (seen.note, _tuned_on_decoys(model, prediction, evidence)) if note]
    return replace(
        seen, trained_on_test=leaked, note="; ".join(notes), on_decoys=replace(on_decoys, trained_on_test=leaked)
    )


def _against(
    true: IntArray,
    called: IntArray,
    scores: npt.NDArray[np.float64] | None,
    chosen: _Answers,
    labels: Labels,
    provenance: Provenance,
) -> Classification:
    """Answers counted against the classes in `true`, which holds one for each served row."""
    positive = labels.classes.index(labels.positive)
    confusion = count_confusion(true[chosen.rows], called, len(labels.classes))
    n = int(chosen.rows.size)
    metrics = metrics_of(confusion, positive, provenance)
    if len(labels.classes) > 2:
        # None of several classes is the positive one: these would be numbers of one of them, taken for those of all.
        metrics = {name: value for name, value in metrics.items() if name in ("accuracy", "majority")}
    metrics["macro_f1"] = macro_f1(confusion, provenance)
    ranked = roc_auc(scores, true[chosen.rows] == positive, provenance) if scores is not None else None
    if ranked is not None:
        metrics["roc_auc"] = ranked
    order = np.argsort(chosen.rows)
    partial = f"measured on {n:,} of {labels.test_rows:,} test rows, those whose answers could be identified"
    return Classification(
        model=chosen.prediction.model,
        prediction=chosen.prediction.id,
        classes=labels.classes,
        positive=labels.positive,
        confusion=tuple(tuple(int(count) for count in row) for row in confusion),
        n=n,
        metrics=metrics,
        by_class=metrics_by_class(confusion, labels.classes, provenance),
        right=EachRow(chosen.rows[order], (called == true[chosen.rows])[order].astype(np.float64)),
        note="" if n == labels.test_rows else partial,
    )


def _choose(model: Model, evidence: Evidence, known: Mapping[str, Labels]) -> tuple[_Answers, Labels]:
    """The answers that count, and the labels of the data set they are about: the one the model answered on last."""
    predictions = list(evidence.predictions_of(model.id))
    if not predictions:
        raise _UnmeasuredError("no answers of this model were seen")
    placed = [(each, labels) for each in predictions if (labels := _labels_of(each, known)) is not None]
    if not placed:
        raise _UnmeasuredError("its answers were seen, but not for which rows they are")
    labels = placed[-1][1]
    mine = [each for each, of in placed if of.dataset == labels.dataset]
    seen = [answers for each in mine if (answers := _on_test(each, evidence, labels)) is not None]
    if not seen:
        raise _UnmeasuredError("its answers were seen, but not for which rows they are")
    whole = [answers for answers in seen if answers.covered == labels.test_rows]
    # max() keeps the first of equals, so the last one comes first.
    best = whole[-1] if whole else max(reversed(seen), key=lambda answers: answers.covered)
    if not best.covered or best.covered < LEAST_SHARE * labels.test_rows:
        raise _UnmeasuredError(
            f"answers were identified for {best.covered:,} of {labels.test_rows:,} test rows only, "
            f"and at least {LEAST_SHARE:.0%} are needed"
        )
    return best, labels


def _on_test(prediction: Prediction, evidence: Evidence, labels: Labels) -> _Answers | None:
    positions = evidence.indices(prediction.rows)
    if positions is None:
        return None
    inside = (positions >= labels.train_rows) & (positions < labels.train_rows + labels.test_rows)
    rows = positions[inside]
    return _Answers(prediction=prediction, inside=inside, rows=rows, repeats=int(rows.size - np.unique(rows).size))


def _trained_on_test(model: Model, prediction: Prediction, evidence: Evidence, labels: Labels) -> int:
    """Test rows among the rows this model was fitted to before it answered; rows used for validation do not count."""
    earlier = [fit for fit in evidence.fits_of(model.id) if fit.epochs_run > 0 and _before(fit, prediction)]
    positions = [rows for fit in earlier if (rows := evidence.indices(fit.rows)) is not None]
    known = _different([rows[rows >= labels.train_rows] for rows in positions])
    # Where rows were counted and not named, the count is a lower bound.
    return max([known, *(fit.rows.from_test for fit in earlier if fit.rows.indices is None)])


def _tuned_on_decoys(model: Model, prediction: Prediction, evidence: Evidence) -> str:
    """What must be said of a training that watched test rows: it may have stopped early by labels that mean nothing."""
    earlier = [fit for fit in evidence.fits_of(model.id) if fit.epochs_run > 0 and _before(fit, prediction)]
    watched = max((fit.validation_rows.from_test for fit in earlier if fit.validation_rows is not None), default=0)
    if not watched:
        return ""
    return f"its training was validated on {watched:,} test {_rows(watched)}, whose labels were decoys here"


def _before(fit: Fit, prediction: Prediction) -> bool:
    """Cell 0 is outside any cell: the probe's own question after the last one."""
    return prediction.cell == 0 or fit.cell <= prediction.cell


def _different(parts: Sequence[IntArray]) -> int:
    return int(np.unique(np.concatenate(parts)).size) if parts else 0


def _rows(count: int) -> str:
    return "row" if count == 1 else "rows"
