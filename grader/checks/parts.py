"""Trainings of a model, and of the models it is part of: an encoder learns when the autoencoder around it is fitted."""

from __future__ import annotations

from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Fit


def trainings_of(evidence: Evidence, model_id: str) -> tuple[Fit, ...]:
    """The trainings of a model that ran, in order: its own, else those of models that it is part of."""
    own, around = trainings(evidence).get(model_id, ((), ()))
    return own or around


def trainings(evidence: Evidence) -> dict[str, tuple[tuple[Fit, ...], tuple[Fit, ...]]]:
    """By model id: the trainings of its own that ran, and those of models that it is part of."""
    own: dict[str, list[Fit]] = {}
    around: dict[str, list[Fit]] = {}
    for fit in evidence.fits:
        if fit.epochs_run > 0:
            own.setdefault(fit.model, []).append(fit)
            for part in fit.parts:
                around.setdefault(part, []).append(fit)
    return {model: (tuple(own.get(model, ())), tuple(around.get(model, ()))) for model in {**own, **around}}
