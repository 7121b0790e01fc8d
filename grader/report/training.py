"""How training went: settings side by side, and the curves of each role against the reference's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from grader.checks.base import Case, RoleMatch
from grader.checks.parts import trainings_of
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Fit, Rows
from grader.report.cells import CellBook, Chip
from grader.report.charts import training_curves
from grader.report.charts.training_curves import Curve, finite_ends
from grader.report.numbers import count, quantity, setting, share, whole
from grader.report.text import clean
from grader.report.words import role_name

FEWEST = 5  # epochs; fewer are told in a sentence
_MOST_EPOCHS = 2000  # drawn
_RISE = 1.2  # times its lowest value: from here a validation loss is said to have risen
_PER_ROLE = 3
_KEYS = (
    ("loss", "Loss", "training rows"),
    ("val_loss", "Loss", "validation rows"),
    ("accuracy", "Accuracy", "training rows"),
    ("val_accuracy", "Accuracy", "validation rows"),
)
# With validation rows at hand, the training accuracy is the one that can be spared.
_PREFERRED = ("loss", "val_loss", "val_accuracy", "accuracy")
_SPELLINGS = {
    "acc": "accuracy",
    "val_acc": "val_accuracy",
    "binary_accuracy": "accuracy",
    "val_binary_accuracy": "val_accuracy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveView:
    title: str
    subtitle: str
    drawing: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    name: str
    yours: str
    reference: str
    differs: bool
    css: str  # of the column


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingView:
    role: str
    id: str
    chips: tuple[Chip, ...]
    missing: str  # why there is nothing, or why there are no curves
    settings: tuple[SettingRow, ...]
    has_reference: bool
    curves: tuple[CurveView, ...]
    read: str  # "Read it like this."


def build_training(problem: str, case: Case | None, cells: CellBook) -> tuple[TrainingView, ...]:
    if case is None:
        return ()
    views: list[TrainingView] = []
    shown: dict[str, str] = {}  # fit -> the role it is told under
    for role, match in case.roles.items():
        fits = _fits(case.evidence, match)
        fit = _telling(fits)
        told = shown.get(fit.id) if fit is not None else None
        views.append(_together(problem, role, told) if told else _role(problem, role, match, fits, case, cells))
        if fit is not None:
            shown.setdefault(fit.id, role_name(role))
    return tuple(views)


def _fits(evidence: Evidence, match: RoleMatch | None) -> list[Fit]:
    """The model's own trainings, or those of a model that it is part of."""
    if match is None or match.model is None:
        return []
    return list(evidence.fits_of(match.model.id)) or list(trainings_of(evidence, match.model.id))


def _together(problem: str, role: str, other: str) -> TrainingView:
    """Of a model whose training is told already."""
    return TrainingView(
        role=role_name(role),
        id=f"training-{problem}-{role}",
        chips=(),
        missing=f"Trained in the same training as {other}, which is shown above.",
        settings=(),
        has_reference=False,
        curves=(),
        read="",
    )


def _role(problem: str, role: str, match: RoleMatch, fits: Sequence[Fit], case: Case, cells: CellBook) -> TrainingView:
    fit = _telling(fits)
    reference = _reference(case, role)
    curves = _curves(fit, reference) if fit is not None else ()
    return TrainingView(
        role=role_name(role),
        id=f"training-{problem}-{role}",
        chips=cells.chips([f.cell for f in fits]),
        missing=_missing(match, fit, curves, case),
        settings=_settings(fit, reference) if fit is not None else (),
        has_reference=reference is not None,
        curves=curves,
        read=_read(fit, reference) if fit is not None and curves else "",
    )


def _telling(fits: Sequence[Fit]) -> Fit | None:
    """The training that counts: the longest one, the last of equals."""
    return max(reversed(fits), key=lambda f: f.epochs_run, default=None)


def _reference(case: Case, role: str) -> Fit | None:
    if case.reference is None:
        return None
    return _telling(_fits(case.reference.evidence, case.reference.roles.get(role)))


def _history(fit: Fit) -> dict[str, tuple[float, ...]]:
    return {_SPELLINGS.get(key, key): values[:_MOST_EPOCHS] for key, values in fit.history.items()}


def _missing(match: RoleMatch, fit: Fit | None, curves: tuple[CurveView, ...], case: Case) -> str:
    if match.model is None:
        return "No model of yours fits this role, so there is no training to show."
    if fit is None:
        return "The model was built, but no training of it was seen on the rerun."
    if curves:
        return ""
    if fit.epochs_run >= FEWEST:
        return f"{count(fit.epochs_run, 'epoch')} ran but left no history that could be read, so there are no curves."
    words = f"{count(fit.epochs_run, 'epoch')} ran; curves need {FEWEST} or more."
    if not case.full_profile:
        words = f"Profile quick ran {count(fit.epochs_run, 'epoch')}; curves need {FEWEST} or more."
    loss = finite_ends(_history(fit).get("loss", ()))
    return words if loss is None else f"{words} The training loss went from {quantity(loss[0])} to {quantity(loss[1])}."


def _curves(fit: Fit, reference: Fit | None) -> tuple[CurveView, ...]:
    if fit.epochs_run < FEWEST:
        return ()
    history = _history(fit)
    other = _history(reference) if reference is not None else {}
    drawable = {key for key, values in history.items() if sum(map(math.isfinite, values)) > 1}
    keys = [key for key in _PREFERRED if key in drawable][:_PER_ROLE]
    return tuple(_curve(name, where, history[key], other.get(key)) for key, name, where in _KEYS if key in keys)


def _curve(name: str, where: str, values: tuple[float, ...], other: tuple[float, ...] | None) -> CurveView:
    ends = finite_ends(values)
    other_ends = finite_ends(other) if other else None
    yours = Curve(values=values, label="yours")
    reference = None
    words = f"{name} on {where}: yours from {quantity(ends[0])} to {quantity(ends[1])}" if ends else name
    if other and other_ends:
        reference = Curve(values=other, label="reference")
        words += f", reference from {quantity(other_ends[0])} to {quantity(other_ends[1])}"
    title = f"{words}, over {count(len(values), 'epoch')}."
    unit = "share, " if name == "Accuracy" else ""
    return CurveView(
        title=name, subtitle=f"{unit}{where}", drawing=training_curves.draw(yours, reference, title, "curve")
    )


def _settings(fit: Fit, reference: Fit | None) -> tuple[SettingRow, ...]:
    ours, theirs = _facts(fit), _facts(reference) if reference is not None else {}
    return tuple(
        SettingRow(
            name=name,
            yours=ours[name],
            reference=theirs.get(name, ""),
            differs=reference is not None and ours[name] != theirs.get(name) and name not in ("Training rows", "Time"),
            css=f"t-{name.lower().replace(' ', '-')}",
        )
        for name in ours
    )


def _facts(fit: Fit) -> dict[str, str]:
    epochs = whole(fit.epochs_run)
    if fit.epochs_asked is not None and fit.epochs_asked != fit.epochs_run:
        epochs += f" of {whole(fit.epochs_asked)} asked"
    return {
        "Optimiser": clean(fit.optimizer or "not seen", 30),
        "Learning rate": "not seen" if fit.learning_rate is None else setting(fit.learning_rate),
        "Loss": clean(fit.loss or "not seen", 40).replace("_", " "),
        "Epochs": epochs,
        "Batch size": "not seen" if fit.batch_size is None else whole(fit.batch_size),
        "Training rows": _rows(fit.rows),
        "Validation": _validation(fit),
    }


def _rows(rows: Rows) -> str:
    words = whole(rows.count)
    if rows.from_test:
        words += f", {whole(rows.from_test)} of them test rows"
    return words


def _validation(fit: Fit) -> str:
    if fit.validation == "none":
        return "none"
    if fit.validation == "fraction" and fit.validation_fraction is not None:
        return f"{share(fit.validation_fraction, 0)} held out"
    rows = fit.validation_rows
    if rows is None:
        return "rows given by hand"
    where = {"test": "test rows", "train": "training rows"}.get(rows.split, "rows")
    return f"{whole(rows.count)} {where}"


def _read(fit: Fit, reference: Fit | None) -> str:
    """What the curves say, in words: start, end, and what the validation loss did."""
    history = _history(fit)
    loss = finite_ends(history.get("loss", ()))
    parts: list[str] = []
    if any(not math.isfinite(v) for v in history.get("loss", ())):
        parts.append("Your loss left the range of numbers (NaN or infinity) on the way; the line has holes there.")
    if loss:
        parts.append(f"Your training loss went from {quantity(loss[0])} to {quantity(loss[1])}{_against(reference)}.")
    values = [v for v in history.get("val_loss", ()) if math.isfinite(v)]
    if len(values) >= FEWEST:
        least = min(range(len(values)), key=values.__getitem__)
        if least + 1 < len(values) and values[-1] > values[least] * _RISE:
            parts.append(
                f"Your validation loss was lowest in epoch {least + 1} ({quantity(values[least])}) and rose to "
                f"{quantity(values[-1])}: from there on the model fitted its training rows alone."
            )
        else:
            parts.append(f"Your validation loss ended at {quantity(values[-1])}, at or near its lowest value.")
    return " ".join(parts)


def _against(reference: Fit | None) -> str:
    ends = finite_ends(_history(reference).get("loss", ())) if reference is not None else None
    return f", the reference’s from {quantity(ends[0])} to {quantity(ends[1])}" if ends else ""
