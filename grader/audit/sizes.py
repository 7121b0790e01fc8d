"""Judging counts: parameters and epochs either agree or do not."""

from __future__ import annotations

from grader.audit.finding import ClaimVerdict
from grader.audit.tied import Tied, Verdict, not_checkable
from grader.checks.base import Case
from grader.evidence.wire.records import Fit, Model


def judge_parameters(tied: Tied, model: Model, *, reduced: bool) -> Verdict:
    """Total or trainable parameters against the model's own tensors.

    On reduced or synthetic data a saved count is held against nobody: a vocabulary, and with it an embedding,
    may be smaller there.
    """
    found = tied.found
    if not model.built or model.parameters == 0:
        return not_checkable("The model never got any parameters on our rerun.")
    trainable = found.quantity == "trainable_parameters"
    count = model.trainable if trainable else model.parameters
    kind = "trainable parameters" if trainable else "parameters"
    # Keras adds the optimizer's variables to the total of a trained model.
    claimed = int(found.value) - found.optimizer_parameters
    seen = f"{count:,} {kind}, counted in the model itself on our rerun"
    if claimed == count or (found.form == "print" and claimed in (model.parameters, model.trainable)):
        return Verdict(ClaimVerdict.CONFIRMED, f"{seen}.", float(count))
    if tied.reprinted and found.form == "summary" and not found.layers:
        return not_checkable(f"The summary is of a model we did not record; the nearest has {seen}.", float(count))
    if not tied.reprinted and reduced:
        return not_checkable(
            f"{seen}; sizes may follow the vocabulary, and this run had less data or other data than yours.",
            float(count),
        )
    return Verdict(ClaimVerdict.CONTRADICTED, f"{seen}.", float(count))


def judge_epochs(tied: Tied, case: Case, *, reduced: bool) -> Verdict:
    """Epochs asked for (under a cap on epochs, what the code asks for counts, not what was run)."""
    fits = [f for f in case.evidence.fits if f.model == tied.model and f.cell == tied.found.cell]
    fits = fits or [f for f in case.evidence.fits if f.model == tied.model]
    if not fits:
        return not_checkable("We saw no training of this model on our rerun.")
    wanted = int(tied.found.value)
    allowed = {_asked(f) for f in fits} | {sum(_asked(f) for f in fits)}
    if tied.reprinted:
        allowed |= {f.epochs_run for f in fits}
    said = _epochs_words(fits)
    value = float(_asked(fits[-1]))
    if wanted in allowed:
        return Verdict(ClaimVerdict.CONFIRMED, said, value)
    if not tied.found.exact or (reduced and any(f.epochs_asked is None for f in fits)):
        return not_checkable(f"{said} The printed count need not be the number asked for.", value)
    return Verdict(ClaimVerdict.CONTRADICTED, said, value)


def _asked(fit: Fit) -> int:
    return fit.epochs_run if fit.epochs_asked is None else fit.epochs_asked


def _epochs_words(fits: list[Fit]) -> str:
    asked = ", ".join(str(_asked(f)) for f in fits[:4])
    ran = ", ".join(str(f.epochs_run) for f in fits[:4])
    capped = f"; {ran} were run under this run's cap or an early stop" if asked != ran else ""
    noun = "epoch" if asked == "1" else "epochs"
    return f"The code asks for {asked} {noun} on our rerun{capped}."
