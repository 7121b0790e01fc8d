"""Judging accuracy, precision, recall and F1 against the model's own answers, or a fit's history."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from grader.audit.finding import ClaimVerdict
from grader.audit.found import Found
from grader.audit.tied import Tied, Verdict, agrees, not_checkable
from grader.checks.base import Case
from grader.checks.words import NBSP
from grader.evidence.wire.records import Fit
from grader.measure.measurements import Classification, Measured

# A fit repeats to about this much from run to run, whatever the number of rows says.
HISTORY_TOLERANCE: Final = 0.01
MOST_VALUES: Final = 20_000  # of histories that one number is looked up in; a longer history is not looked at
_ONLY_DECOYS: Final = "The notebook only had decoy labels of the test rows"
_HISTORY_KEYS: Final = ("accuracy", "acc", "binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy")


def judge_share(tied: Tied, case: Case, *, reduced: bool) -> Verdict:
    """One metric. `reduced`: the rerun had fewer rows or epochs, or synthetic data."""
    if tied.split in ("train", "validation"):
        return _judge_history(tied, case, reduced=reduced)
    assert tied.model is not None
    seen = case.measurements.by_model.get(tied.model)
    measured = seen.metrics.get(tied.found.quantity) if seen else None
    if seen is None or measured is None:
        why = case.measurements.unmeasured.get(tied.model, "we have no measurement of it")
        return not_checkable(f"The model's answers could not be measured on our rerun: {why}.")
    if seen.trained_on_test:
        return _void(seen, measured)
    for name, value in _readings(seen, tied.found.quantity, measured):
        if agrees(tied.found, value):
            return Verdict(ClaimVerdict.CONFIRMED, f"{_number(value, tied.found)}{name}{_of(measured)}.", value)
    if tied.reprinted:
        return (
            _judge_reprint(tied, case, seen, measured) if seen.on_decoys is None else _judge_decoyed(tied, case, seen)
        )
    return _judge_saved(tied, case, seen, measured, reduced=reduced)


def _judge_reprint(tied: Tied, case: Case, seen: Classification, measured: Measured) -> Verdict:
    """A number our rerun printed that is not what the model's answers give on that very run."""
    words = f"the model's answers give {_number(measured.value, tied.found)}{_of(measured)}"
    if not _of_test_rows(tied, seen):
        return not_checkable(f"We could not tell which rows this is of; {words}.", measured.value)
    if _trained_later(tied, case):
        return not_checkable(f"The model was trained again after this was printed; in the end {words}.", measured.value)
    inside = measured.low <= tied.found.share <= measured.high
    if inside and (_was_computed(tied.found, case) or tied.rows is None or tied.rows.split == "unknown"):
        return Verdict(
            ClaimVerdict.WITHIN_NOISE,
            f"Computed by the notebook in another way (a threshold or an average of its own); {words}.",
            measured.value,
        )
    return Verdict(
        ClaimVerdict.CONTRADICTED, f"On our rerun the cell prints {_written(tied.found)}; {words}.", measured.value
    )


def _judge_decoyed(tied: Tied, case: Case, seen: Classification) -> Verdict:
    """A number that our rerun printed where the labels were sealed: the notebook had decoys to compute it from.

    That is no fault of the notebook's, so only a number that neither set of labels explains is held against it.
    """
    assert seen.on_decoys is not None
    quantity = tied.found.quantity
    measured, decoyed = seen.metrics[quantity], seen.on_decoys.metrics[quantity]
    words = f"by the true ones it is {_number(measured.value, tied.found)}{_of(measured)}"
    if measured.low <= tied.found.share <= measured.high:
        return not_checkable(f"{_ONLY_DECOYS}; {words}.", measured.value)
    explained = any(agrees(tied.found, value) for _, value in _readings(seen.on_decoys, quantity, decoyed))
    explained = explained or decoyed.low <= tied.found.share <= decoyed.high
    if explained or _judge_reprint(tied, case, seen.on_decoys, decoyed).kind is not ClaimVerdict.CONTRADICTED:
        by_decoys = f"by these it is {_number(decoyed.value, tied.found)}"
        return not_checkable(f"{_ONLY_DECOYS}: {by_decoys}, {words}.", measured.value)
    return Verdict(
        ClaimVerdict.CONTRADICTED,
        f"On our rerun the cell prints {_written(tied.found)}; by the decoy labels the notebook had, the model's "
        f"answers give {_number(decoyed.value, tied.found)}, and {words}.",
        measured.value,
    )


def _judge_saved(tied: Tied, case: Case, seen: Classification, measured: Measured, *, reduced: bool) -> Verdict:
    words = f"{_number(measured.value, tied.found)}{_of(measured)}"
    again = judge_share(tied.rerun, case, reduced=reduced) if tied.rerun else None
    if tied.rerun is not None and again is not None and again.kind is ClaimVerdict.CONTRADICTED:
        same = math.isclose(tied.rerun.found.share, tied.found.share, abs_tol=1e-9)
        printed = f"{_written(tied.rerun.found)}{' again' if same else ''}"
        text = f"On our rerun the cell prints {printed}; the model's answers give {words}."
        return Verdict(ClaimVerdict.CONTRADICTED, text, measured.value)
    if reduced:
        return not_checkable(_reduced_words(tied, again, words), measured.value)
    low, high = _with_band(tied, case, measured)
    if low <= tied.found.share <= high:
        return Verdict(
            ClaimVerdict.WITHIN_NOISE,
            f"{words}; 95 % of such measurements lie in {low:.4f} to {high:.4f}.",
            measured.value,
        )
    if not _of_test_rows(tied, seen):
        return not_checkable(
            f"We could not tell which rows this is of; on the test rows it is {words}.", measured.value
        )
    if seen.on_decoys is not None:
        # Whoever saved it may have had decoys too, and other ones than ours.
        why = "Which labels this was computed from is not known: on our rerun they were decoys"
        return not_checkable(f"{why}; we measure {words}.", measured.value)
    return Verdict(ClaimVerdict.CONTRADICTED, f"{words}; noise explains {low:.4f} to {high:.4f}.", measured.value)


def _reduced_words(tied: Tied, again: Verdict | None, words: str) -> str:
    reason = "this run had less data or other data than yours"
    if tied.rerun is not None and again is not None and again.kind is ClaimVerdict.CONFIRMED:
        printed = _written(tied.rerun.found)
        return f"Your number is of another run: {reason}; here the cell prints {printed}, and we measure {words}."
    return f"Your number is of another run: {reason}; here we measure {words}."


def _void(seen: Classification, measured: Measured) -> Verdict:
    count = seen.trained_on_test
    rows = "row" if count == 1 else "rows"
    text = f"Void: this model was trained on {count:,} of the test {rows}, so a number measured on them says nothing."
    return Verdict(ClaimVerdict.CONTRADICTED, text, measured.value)


def _of_test_rows(tied: Tied, seen: Classification) -> bool:
    """Whether the number is of the very rows we measured on, so that a difference means something."""
    if tied.split != "test":
        return False
    rows = tied.rows
    return rows is None or rows.split in ("train", "unknown") or (rows.split == "test" and rows.count == seen.n)


def _trained_later(tied: Tied, case: Case) -> bool:
    fits = [f for f in case.evidence.fits if f.model == tied.model]
    here = sum(f.cell == tied.found.cell for f in fits)
    return any(f.cell > tied.found.cell for f in fits) or here > 1


def _was_computed(found: Found, case: Case) -> bool:
    """Whether a metric function the probe watched returned this number on our rerun."""
    return any(
        isinstance(call.value, float) and call.name == found.quantity and agrees(found, call.value)
        for call in case.evidence.metrics
    )


def _with_band(tied: Tied, case: Case, measured: Measured) -> tuple[float, float]:
    """The test set's own noise, widened by the spread of the reference over seeds where it is known."""
    role = next((m.role for m in case.roles.values() if m.model is not None and m.model.id == tied.model), None)
    bands = case.reference.bands if case.reference else {}
    band = bands.get((role, measured.name)) if role else None
    spread = 2 * band.sd if band and band.seeds > 1 else 0.0
    return max(0.0, measured.low - spread), min(1.0, measured.high + spread)


def _readings(seen: Classification, quantity: str, measured: Measured) -> Iterator[tuple[str, float]]:
    """The metric as we define it, then as scikit-learn's averages would give it."""
    yield "", measured.value
    if quantity == "accuracy":
        return
    per_class = [_class_metric(seen.confusion, at, quantity) for at in range(len(seen.classes))]
    counts = [sum(row) for row in seen.confusion]
    for name, value in zip(seen.classes, per_class, strict=True):
        if name != seen.positive:
            yield f" for the class {name}", value
    yield " as the mean over classes", sum(per_class) / len(per_class)
    if sum(counts):
        yield " weighted by class", sum(v * c for v, c in zip(per_class, counts, strict=True)) / sum(counts)


def _class_metric(confusion: tuple[tuple[int, ...], ...], at: int, quantity: str) -> float:
    hits = confusion[at][at]
    called, true = sum(row[at] for row in confusion), sum(confusion[at])
    match quantity:
        case "precision":
            return hits / called if called else 0.0
        case "recall":
            return hits / true if true else 0.0
        case _:
            return 2 * hits / (called + true) if called + true else 0.0


def _judge_history(tied: Tied, case: Case, *, reduced: bool) -> Verdict:
    """Training and validation figures: the fit's own history on our rerun is the only second source."""
    fits = [f for f in case.evidence.fits if f.model == tied.model]
    fits = [f for f in fits if f.cell == tied.found.cell] or fits
    curves = _curves(fits, tied)
    if not curves:
        return not_checkable(f"Our rerun's training left no {tied.split} {tied.found.quantity} to compare with.")
    for _, curve in curves:
        for epoch, value in reversed(list(enumerate(curve, start=1))):
            if agrees(tied.found, value):
                text = f"{_number(value, tied.found)} after epoch {epoch}, in the history of the training on our rerun."
                return Verdict(ClaimVerdict.CONFIRMED, text, value)
    fit, curve = curves[-1]
    last = curve[-1]
    words = f"{_number(last, tied.found)} after epoch {len(curve)}, in the history of the training on our rerun"
    count = _rows_of(fit, tied)
    if _is_of_decoys(fit, tied, case):
        return not_checkable(f"{words}, computed on test rows whose labels were decoys here.", last)
    if tied.reprinted or reduced or not count:
        why = "this run had less data or other data than yours" if reduced else "the number may be of other rows"
        return not_checkable(f"{words}; {why}.", last)
    apart = abs(tied.found.share - last)
    noise = max(HISTORY_TOLERANCE, 2.8 * math.sqrt(max(last * (1 - last), 0.0) / count))  # two runs: sqrt(2) times 1.96
    kind = ClaimVerdict.WITHIN_NOISE if apart <= noise else ClaimVerdict.CONTRADICTED
    return Verdict(kind, f"{words} (n{NBSP}={NBSP}{count:,}).", last)


def _curves(fits: Sequence[Fit], tied: Tied) -> list[tuple[Fit, tuple[float, ...]]]:
    """Each fit with its curve, those of the last fits where there are very many values."""
    found: list[tuple[Fit, tuple[float, ...]]] = []
    left = MOST_VALUES
    for fit in reversed(fits):
        curve = _curve(fit, tied)
        left -= len(curve)
        if left < 0:
            break
        if curve:
            found.insert(0, (fit, curve))
    return found


def _curve(fit: Fit, tied: Tied) -> tuple[float, ...]:
    prefix = "val_" if tied.split == "validation" else ""
    names = _HISTORY_KEYS if tied.found.quantity == "accuracy" else (tied.found.quantity,)
    for name in names:
        curve = fit.history.get(prefix + name)
        if curve and len(curve) <= MOST_VALUES:
            return tuple(value for value in curve if math.isfinite(value))
    return ()


def _rows_of(fit: Fit, tied: Tied) -> int:
    if tied.split == "train":
        return fit.rows.count
    if fit.validation_rows is not None:
        return fit.validation_rows.count
    return int(fit.rows.count * fit.validation_fraction) if fit.validation_fraction else 0


def _is_of_decoys(fit: Fit, tied: Tied, case: Case) -> bool:
    """Whether a curve was, or may have been, computed with labels that our rerun sealed."""
    rows = fit.validation_rows if tied.split == "validation" and fit.validation_rows is not None else fit.rows
    return any(data.sealed for data in case.evidence.served) and (rows.from_test > 0 or rows.split == "unknown")


def _of(measured: Measured) -> str:
    return f" (n{NBSP}={NBSP}{measured.n:,}), {measured.provenance} on our rerun"


def _number(value: float, found: Found) -> str:
    """A measured share with as many decimals as the claim has, four at least."""
    return f"{value:.{min(max(found.decimals, 4), 6)}f}"


def _written(found: Found) -> str:
    digits = min(found.digits, 6)
    return f"{found.value:.{digits}f}{' %' if found.percent else ''}"
