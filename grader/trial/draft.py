"""The first draft of a rubric, made of what one notebook showed: an instructor begins with it and changes the rest.

Roles are the models that were trained and their parts, criteria are what was found of each, points are a proposal.
Everything but plain words is written as JSON, which YAML is a superset of, so no name a notebook chose can change its
form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from grader.checks.neutral import Unit, countable, normalise
from grader.checks.parts import trainings_of
from grader.checks.training import LOSSES, OPTIMIZERS
from grader.datasets.catalogue import names
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Fit, Model
from grader.faults import UsageError
from grader.files import write_atomically
from grader.rubric.fitting import gives, takes
from grader.rubric.parse import parse_rubric
from grader.rubric.roles import match_roles
from grader.rubric.rubric import ModelRole
from grader.trial.trial import Trial
from grader.words import clean

_MODELS: Final = 8  # of one draft
_HAS: Final = 6  # layer kinds of a role
_EXPECTED: Final = 40  # layers of a criterion
_WEAK: Final = frozenset({"dropout", "batch_norm", "layer_norm", "activation", "noise", "zero_pad", "other", "input"})
_SIZES: Final = ("units", "filters", "kernel_size", "output_dim", "rate", "activation")
_ANY: Final[Literal["any"]] = "any"
_OUTPUTS: Final[tuple[Literal["binary", "classes", "image", "vector"], ...]] = ("binary", "classes", "image", "vector")
_INPUTS: Final[tuple[Literal["image", "vector", "tokens"], ...]] = ("image", "vector", "tokens")
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_METRICS: Final = ("accuracy", "psnr", "bits_per_character")  # of each kind of model the one that says most
_PLAIN_WORD: Final = re.compile(r"[a-z][a-z0-9_-]*")
_NO_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})  # YAML's own
_POINTS: Final = {"runs": 2, "layers": 4, "parameters": 2, "training": 3, "metric": 5, "figure": 2, "manual": 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Role:
    name: str  # lower-case words joined by dashes: its criteria are named after it
    model: Model
    form: ModelRole


def require_new(path: Path) -> None:
    """Raises: UsageError for a name that cannot be an assignment's, or a file that is there already."""
    where = f"--assignment-draft {path}"
    if path.suffix != ".yaml" or not _ID.fullmatch(path.stem) or len(path.stem) > 60:
        raise UsageError(
            "a rubric is named after its assignment, in lower-case words joined by '-'", where=where,
            fix="give a name such as rubrics/hw1-sequences.yaml",
        )  # fmt: skip
    if path.exists():
        raise UsageError("this file is there already", where=where, fix="give a new name, or move the old file away")


def write_draft(trial: Trial, path: Path) -> None:
    """Raises: OSError where it cannot be written."""
    text = draft(trial, path.stem).encode("utf-8")
    parse_rubric(text, path)  # a draft that cannot be read would be a fault of ours, and is not written
    write_atomically(path, text)


def draft(trial: Trial, assignment: str) -> str:
    """The text of a rubric that `read_rubric` accepts; pure, and the same for the same evidence."""
    evidence = trial.evidence
    dataset = _dataset(evidence)
    roles = _roles(evidence)
    beside = sorted({served.dataset for served in evidence.served} - set(names()))
    notebook = trial.submission.notebook
    title = clean(notebook.name if notebook else trial.submission.id, 80)
    lines = [
        f"# Drafted from {title}, {trial.profile} profile. Points, limits and titles are a proposal: change what the",
        "# task does not ask for, put the reference solution under reference/, then run `grader validate`.",
        f"assignment: {_flow(assignment)}",
        f"title: {_flow(assignment.replace('-', ' ').capitalize())}",
        "problems:",
        "  - id: main",
        f"    title: {_flow(title)}",
    ]
    if dataset is not None:
        lines.append(
            f"    data: {_flow({'dataset': dataset, 'labels': 'served', **({'also': beside} if beside else {})})}"
        )
    if roles:
        lines += ["    roles:", *_role_lines(roles, evidence, dataset)]
    lines += ["    criteria:", *_criteria(roles, trial, dataset)]
    return "\n".join(lines) + "\n"


def _flow(value: object) -> str:
    """A value in one line: plain words bare, other text as JSON writes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str) and _PLAIN_WORD.fullmatch(value) and value not in _NO_WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def _dataset(evidence: Evidence) -> str | None:
    """The data set most of whose rows went through a model; else the first served, where only one was."""
    counts: dict[str, int] = {}
    for rows in (*(fit.rows for fit in evidence.fits), *(prediction.rows for prediction in evidence.predictions)):
        if rows.dataset:
            counts[rows.dataset] = counts.get(rows.dataset, 0) + rows.count
    if counts:
        return max(sorted(counts), key=lambda name: counts[name])
    served = [data.dataset for data in evidence.served if data.dataset in names()]
    return served[0] if len(served) == 1 else None


def _roles(evidence: Evidence) -> list[_Role]:
    """One for each model that was trained, alone or as part of another; where none was, for each that was built.

    Of models with the same layers the last one counts.
    """
    trained = [model for model in evidence.models if trainings_of(evidence, model.id)]
    alike: dict[object, Model] = {}
    for model in trained or [model for model in evidence.models if model.built]:
        units = tuple((unit.kind, unit.size) for unit in normalise(model))
        alike[(model.class_name, model.parameters, units)] = model
    chosen = sorted(alike.values(), key=lambda model: model.order)[:_MODELS]
    taken: set[str] = set()
    return [_Role(name=_name(model, taken), model=model, form=_form(model, evidence)) for model in chosen]


def _name(model: Model, taken: set[str]) -> str:
    wanted = (model.names[-1] if model.names else model.class_name).casefold()
    name = re.sub(r"[^a-z0-9]+", "-", wanted).strip("-")[:40].rstrip("-") or "model"
    name = name if name[0].isalpha() else f"model-{name}"
    unique = next(u for u in (name, *(f"{name}-{n}" for n in range(2, _MODELS + 2))) if u not in taken)
    taken.add(unique)
    return unique


def _form(model: Model, evidence: Evidence) -> ModelRole:
    """What the model is, in a rubric's words; only what it fits itself."""
    fitted = any(fit.model == model.id and fit.epochs_run > 0 for fit in evidence.fits)
    if model.framework == "sklearn":
        return ModelRole(named=(model.class_name,), fitted=fitted)
    units = normalise(model)
    strong = [unit.kind for unit in countable(units) if unit.kind not in _WEAK]
    has = [kind for i, kind in enumerate(strong) if i == 0 or kind != strong[i - 1]][:_HAS]
    output = next((name for name in _OUTPUTS if gives(name, model, units)), _ANY)
    given = next((name for name in _INPUTS if name == takes(model, units)), _ANY)
    return ModelRole(has=tuple(has), output=output, input=given, fitted=fitted)


def _plain(form: ModelRole) -> dict[str, object]:
    """As it stands in a rubric: what says nothing is left out."""
    keys = ("named", "has", "output", "input", "fitted")
    return {key: value for key in keys if (value := getattr(form, key)) not in ((), _ANY, False)}


def _role_lines(roles: Sequence[_Role], evidence: Evidence, dataset: str | None) -> Iterator[str]:
    """Each role; one that another model answers as well is said, since an instructor may want to pin it."""
    matches = match_roles({role.name: role.form for role in roles}, evidence, dataset=dataset)
    for role in roles:
        match = matches[role.name]
        if match.model is None or match.model.id != role.model.id:
            yield "      # another model of this notebook fits as well: tell them apart, or pin the role in grader.toml"
        yield f"      {_flow(role.name)}: {_flow({'model': _plain(role.form)})}"


def _criteria(roles: Sequence[_Role], trial: Trial, dataset: str | None) -> Iterator[str]:
    yield _criterion("runs", "Runs from top to bottom", "runs")
    for role in roles:
        yield from _of_model(role, trial, dataset)
    if any(_draws_loss(trial.evidence)):
        yield _criterion(
            "loss-curves", "Loss curves, labelled", "figure", kind="line", shows=["loss"], needs=["xlabel", "ylabel"]
        )
    ask = "Says what was done and explains what came of it."
    yield _criterion("discussion", "Discussion", "manual", ask=ask)


def _of_model(role: _Role, trial: Trial, dataset: str | None) -> Iterator[str]:
    start, title = role.name, role.name.replace("-", " ")
    expected = [_expected(unit) for unit in countable(normalise(role.model)) if unit.kind != "other"][:_EXPECTED]
    if expected and role.model.framework != "sklearn":
        yield _criterion(f"{start}-layers", f"{title}: layers", "layers", of=role.name, expect=expected)
    if role.model.parameters:
        yield _criterion(
            f"{start}-size", f"{title}: size", "parameters", of=role.name, equals=role.model.parameters,
            within=0.05, none_beyond=0.5,
        )  # fmt: skip
    asked = _training(trainings_of(trial.evidence, role.model.id), dataset)
    if asked and role.model.framework != "sklearn":
        yield _criterion(f"{start}-training", f"{title}: training", "training", of=role.name, **asked)
    metric = next((name for name in _METRICS if name in trial.measurements.values.get(role.model.id, {})), None)
    if metric is not None:
        word = metric.replace("_", " ")
        yield _criterion(f"{start}-quality", f"{title}: {word}", "metric", of=role.name, metric=metric)


def _expected(unit: Unit) -> object:
    """A layer with the sizes it has; a size that is the same on all sides is one number."""
    settings: dict[str, Any] = {}
    for key in _SIZES:
        value = unit.settings.get(key)
        if isinstance(value, tuple) and value and len(set(value)) == 1:
            value = value[0]
        if isinstance(value, int | float | str) and not isinstance(value, bool) and value != "":
            settings[key] = value
    return {unit.kind: settings} if settings else unit.kind


def _training(fits: Sequence[Fit], dataset: str | None) -> dict[str, Any]:
    if not fits:
        return {}
    last = fits[-1]
    asked: dict[str, Any] = {}
    if last.optimizer in OPTIMIZERS:
        asked["optimizer"] = last.optimizer
    if last.loss in LOSSES:
        asked["loss"] = last.loss
    epochs = sum(fit.epochs_asked or fit.epochs_run for fit in fits)
    if epochs:
        asked["epochs"] = {"min": max(1, epochs // 2), "max": epochs * 2}
    if dataset is not None and any(fit.rows.dataset == dataset for fit in fits):
        asked["data"] = "train_only"
    return asked


def _draws_loss(evidence: Evidence) -> Iterator[bool]:
    for figure in evidence.figures:
        for axes in figure.axes:
            text = " ".join((figure.title, axes.title, axes.ylabel, *axes.legend, *(s.label for s in axes.series)))
            yield "loss" in text.casefold() and any(series.kind == "line" for series in axes.series)


def _criterion(name: str, title: str, check: str, **settings: Any) -> str:
    fields = {"id": name, "title": title, "points": _POINTS[check], "check": check, **settings}
    lines: list[str] = []
    for key, value in fields.items():
        if key == "expect":
            lines += [f"{key}:", *(f"  - {_flow(layer)}" for layer in value)]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n        ".join([f"      - {lines[0]}", *lines[1:]])
