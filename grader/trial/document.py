"""What a trial found as one JSON document; the same facts as the tables, and all of them."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any, Final

from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import CellRun, Figure, Fit, Model
from grader.trial.trial import Trial

VERSION: Final = 1  # of the document's form


def document(trial: Trial) -> dict[str, Any]:
    """Plain values; counts, seconds and bytes as numbers; null for what is not known and for what is no number."""
    evidence = trial.evidence
    names = {model.id: _name(model) for model in evidence.models}
    found = {
        "version": VERSION,
        "notebook": trial.submission.notebook.name if trial.submission.notebook else trial.submission.path.name,
        "profile": trial.profile,
        "key": evidence.key,
        "isolation": asdict(evidence.isolation),
        "ending": {"kind": str(evidence.ending.kind), "detail": evidence.ending.detail},
        "usage": asdict(evidence.usage),
        "environment": asdict(evidence.environment) if evidence.environment else None,
        "runtime": asdict(evidence.runtime) if evidence.runtime else None,
        "data": [asdict(served) for served in evidence.served],
        "cells": _cells(evidence),
        "models": [asdict(model) for model in evidence.models],
        "fits": [_fit(fit, names) for fit in evidence.fits],
        "measured": [
            {"model": model, "name_of_model": names.get(model), **asdict(measured)}
            for model, metrics in trial.measurements.values.items()
            for measured in metrics.values()
        ],
        "metrics": [{**asdict(metric), "name_of_model": names.get(metric.model or "")} for metric in evidence.metrics],
        "predictions": [
            {"model": names.get(one.model), "cell": one.cell, "source": one.source, "rows": asdict(one.rows)}
            for one in evidence.predictions
        ],
        "figures": [_figure(figure) for figure in evidence.figures],
        "tables": [asdict(table) for table in evidence.tables],
        "substitutions": [asdict(substitution) for substitution in evidence.substitutions],
        "notes": [
            *({"cell": 0, "about": "submission", "text": text} for text in trial.submission.notes),
            *(asdict(note) for note in evidence.notes),
        ],
        "stream_fault": evidence.stream_fault,
    }
    return {key: _finite(value) for key, value in found.items()}


def _finite(value: Any) -> Any:
    """JSON knows no NaN and no infinity; a loss may be either."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    return [_finite(inner) for inner in value] if isinstance(value, list | tuple) else value


def _name(model: Model) -> str:
    return model.names[-1] if model.names else model.class_name


def _cells(evidence: Evidence) -> dict[str, Any]:
    runs = sorted(evidence.cells, key=lambda run: run.position)
    return {
        "code": sum(cell.kind == "code" for cell in evidence.submitted),
        "ran": sum(run.status == "ok" for run in runs),
        "not_run": [run.position for run in runs if run.status == "not_run"],
        "failed": [_failure(run) for run in runs if run.status == "failed"],
    }


def _failure(run: CellRun) -> dict[str, Any]:
    return {"cell": run.position, **(asdict(run.failure) if run.failure else {})}


def _fit(fit: Fit, names: dict[str, str]) -> dict[str, Any]:
    last = {key: values[-1] for key, values in fit.history.items() if values}
    return {**asdict(fit), "name_of_model": names.get(fit.model), "last": last}


def _figure(figure: Figure) -> dict[str, Any]:
    """Without the points: they are in the evidence, and the picture says more."""
    axes = [
        {
            "title": axes.title, "xlabel": axes.xlabel, "ylabel": axes.ylabel, "legend": list(axes.legend),
            "series": [{"label": s.label, "kind": s.kind, "points": s.points} for s in axes.series],
        }
        for axes in figure.axes
    ]  # fmt: skip
    return {"cell": figure.cell, "title": figure.title, "axes": axes, "picture": figure.image is not None}
