"""Check `metric`: how good is a model on the test rows, judged with the noise of the measurement?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator

from grader.checks.base import Awarded, Case, CheckSpec, Criterion, NotAssessed, Outcome
from grader.checks.fields import IS_ROLE, refuse
from grader.checks.matched import failed_user, failure_words, leak_cause, model_of, model_words
from grader.checks.points import award
from grader.checks.words import NBSP, percent, percents, plural, sentence
from grader.evidence.wire.records import Model
from grader.measure.measurements import Classification, Measured, Provenance
from grader.measure.noise import lower_limit

MetricName = Literal["accuracy", "precision", "recall", "f1"]
Share = Annotated[float, Field(ge=0, le=1)]


class MetricSpec(CheckSpec):
    """A metric of a model on the test rows: full marks unless it is worse than what it is held against."""

    of: Annotated[str, IS_ROLE, Field(description="The role whose model is measured.")]
    metric: MetricName = Field(
        description="What is measured; precision, recall and F1 are those of the positive class."
    )
    full: Literal["band", "reference"] | Share = Field(
        default="band",
        description="Full marks from here. `band`: the reference over its seeds, less the noise of seeds and "
        "test rows (one-sided, 95 %); `reference`: its single run, less the noise of the test rows; or a number "
        "from 0 to 1, taken as it is.",
    )
    none: Literal["majority", "chance"] | Share = Field(
        default="majority",
        description="No points from here down, linear in between. `majority`: what always answering the most frequent "
        "class would earn; `chance`: what guessing would earn; or a number from 0 to 1.",
    )

    @model_validator(mode="after")
    def _in_order(self) -> MetricSpec:
        if isinstance(self.full, float | int) and isinstance(self.none, float | int) and self.none >= self.full:
            raise refuse(f"none {self.none:g} must be below full {self.full:g}", "none")
        return self


@dataclass(frozen=True, slots=True)
class _Bar:
    """From `limit` on everything is earned; `words` says what the limit stands for."""

    limit: float
    words: str


def judge_metric(criterion: Criterion[MetricSpec], case: Case) -> Outcome:
    """Full marks unless worse than the bar beyond noise, none at a constant answer's value, linear in between.

    A model that saw test rows while it was trained earns nothing: a number measured on them says nothing.
    """
    spec = criterion.spec
    model = model_of(criterion, spec.of, case)
    if not isinstance(model, Model):
        return model
    leaked = _leaked(case, model)
    if leaked:
        return award(
            criterion, 0, _leak_words(case, model, spec.metric, leaked), _cells(case, model), leak_cause(spec.of)
        )
    if any(fit.rows.split == "unknown" for fit in case.evidence.fits_of(model.id) if fit.epochs_run > 0):
        # It may have seen the test rows or not: neither points nor their loss would be earned.
        text = (
            f"which rows {model_words(model)} was trained on could not be told, so its {spec.metric} proves nothing yet"
        )
        return NotAssessed(f"{sentence(text)} A person has to look.", _cells(case, model))
    seen = case.measurements.by_model.get(model.id)
    value = seen.metrics.get(spec.metric) if seen else None
    if seen is None or value is None:
        return _unmeasured(criterion, case, model)
    bar = _bar(spec, case, value.n)
    if isinstance(bar, NotAssessed):
        return bar
    outcome = _judge(criterion, value, bar, _floor(spec, seen), _cells(case, model))
    return replace(outcome, because=f"{outcome.because} {sentence(seen.note)}") if seen.note else outcome


def full_marks_from(spec: MetricSpec, case: Case) -> float | None:
    """The value that earns full marks for this case, as a fraction; None where there is nothing to hold it against."""
    match = case.roles.get(spec.of)
    seen = case.measurements.by_model.get(match.model.id) if match and match.model else None
    if seen is None:
        return None
    bar = _bar(spec, case, seen.n)
    return bar.limit if isinstance(bar, _Bar) else None


def _judge(
    criterion: Criterion[MetricSpec], value: Measured, bar: _Bar, floor: tuple[float, str], cells: tuple[int, ...]
) -> Outcome:
    low, low_words = floor
    if bar.limit <= low and value.value <= low:
        shown = percents(bar.limit, low)
        return NotAssessed(
            f"On this data {bar.words} begins at {shown[0]}, which {low_words} reaches as well ({shown[1]}): "
            "good and bad models cannot be told apart.",
            cells,
        )
    seen_text, limit_text, low_text = percents(value.value, bar.limit, low)
    name = _name(criterion.spec.metric)
    labels = " with sealed labels" if value.provenance is Provenance.SEALED else ""
    text = f"{name} {seen_text} on {plural(value.n, 'test row')}{labels} (95{NBSP}% interval {_interval(value)})"
    if value.value >= bar.limit:
        return award(criterion, 1, f"{text}. Full marks from {limit_text}: {bar.words}.", cells)
    share = _linear(value.value, low, bar.limit)
    rest = "part of the points" if award(criterion, share, "").points else "no points"
    reason = f"Full marks from {limit_text} ({bar.words}), no points at {low_text} ({low_words}); this earns {rest}"
    return award(criterion, share, f"{text}. {reason}.", cells)


def _linear(value: float, low: float, high: float) -> Fraction:
    """Where `value` lies between `low` (0) and `high` (1), exactly; below `low` it is 0."""
    if value <= low:
        return Fraction(0)
    return min(Fraction(1), (Fraction(value) - Fraction(low)) / (Fraction(high) - Fraction(low)))


def _bar(spec: MetricSpec, case: Case, n: int) -> _Bar | NotAssessed:
    if isinstance(spec.full, float | int):
        return _Bar(float(spec.full), "the course's own limit")
    if case.reference is None:
        return NotAssessed(
            "The reference solution could not be had on this machine, so there is nothing to compare with."
        )
    band = case.reference.bands.get((spec.of, spec.metric))
    if spec.full == "band":
        if band is None:
            return NotAssessed(f"The reference solution has no measured {spec.metric} for '{spec.of}' to compare with.")
        limit = lower_limit(band.mean, band.sd, band.seeds, n)
        spread = f"± {percent(band.sd)} over {plural(band.seeds, 'seed')}" if band.seeds > 1 else "in one run"
        return _Bar(
            max(limit, 0.0),
            f"the reference reaches {percent(band.mean)} {spread}, less the noise of {plural(n, 'row')}",
        )
    match = case.reference.roles.get(spec.of)
    seen = case.reference.measurements.by_model.get(match.model.id) if match and match.model else None
    value = seen.metrics.get(spec.metric) if seen else None
    if value is None:
        return NotAssessed(f"The reference solution has no measured {spec.metric} for '{spec.of}' to compare with.")
    limit = lower_limit(value.value, 0.0, 1, n)
    return _Bar(max(limit, 0.0), f"the reference reaches {percent(value.value)}, less the noise of {plural(n, 'row')}")


def _floor(spec: MetricSpec, seen: Classification) -> tuple[float, str]:
    """The value that earns nothing, and what it stands for."""
    if isinstance(spec.none, float | int):
        return float(spec.none), "the course's own limit"
    positive = _positive_share(seen)
    if spec.none == "majority":
        known = seen.metrics.get("majority") if spec.metric == "accuracy" else None
        return (known.value if known else _constant(spec.metric, seen, positive)), "a constant answer"
    return _guess(spec.metric, len(seen.classes), positive), "guessing"


def _positive_share(seen: Classification) -> float:
    rows = dict(zip(seen.classes, (sum(row) for row in seen.confusion), strict=True))
    total = sum(rows.values())
    return rows.get(seen.positive, 0) / total if total else 0.0


def _constant(metric: MetricName, seen: Classification, positive: float) -> float:
    """What always answering the most frequent class earns; for precision, recall and F1 of the positive class."""
    counts = [sum(row) for row in seen.confusion]
    total = sum(counts)
    if metric == "accuracy":
        return max(counts) / total if total else 0.0
    if not total or positive < max(counts) / total:
        return 0.0
    return {"precision": positive, "recall": 1.0, "f1": 2 * positive / (1 + positive)}[metric]


def _guess(metric: MetricName, classes: int, positive: float) -> float:
    """What guessing every class equally often earns."""
    chance = 1 / max(classes, 1)
    if metric in ("accuracy", "recall"):
        return chance
    if metric == "precision":
        return positive
    return 2 * positive * chance / (positive + chance) if positive else 0.0


def _leaked(case: Case, model: Model) -> int:
    """Test rows that trained the model before it was measured; 0 when none is known to have done so."""
    seen = case.measurements.by_model.get(model.id)
    if seen is not None:
        return seen.trained_on_test
    return max((fit.rows.from_test for fit in case.evidence.fits_of(model.id) if fit.epochs_run > 0), default=0)


def _leak_words(case: Case, model: Model, metric: MetricName, leaked: int) -> str:
    seen = case.measurements.by_model.get(model.id)
    value = seen.metrics.get(metric) if seen else None
    shown = (
        f" It measures {percent(value.value)} on {plural(value.n, 'test row')}, which says nothing." if value else ""
    )
    rows = plural(leaked, "test row")
    text = sentence(f"{model_words(model)} was trained on {rows}, so its {metric} cannot count")
    return f"{text}{shown} Train on the training rows only."


def _unmeasured(criterion: Criterion[MetricSpec], case: Case, model: Model) -> Awarded | NotAssessed:
    cell = failed_user(case.evidence, model)
    if cell is not None and not any(fit.epochs_run for fit in case.evidence.fits_of(model.id)):
        text = f"{model_words(model)} was built but never trained: {failure_words(cell)}"
        return award(criterion, 0, sentence(text), (model.cell, cell.position))
    why = case.measurements.unmeasured.get(model.id, f"no {criterion.spec.metric} could be measured for this model")
    return NotAssessed(f"{sentence(why)} The model is {model_words(model)}.", (model.cell,) if model.cell else ())


def _cells(case: Case, model: Model) -> tuple[int, ...]:
    fits = [fit.cell for fit in case.evidence.fits_of(model.id)][:3]
    return tuple(sorted({cell for cell in (model.cell, *fits) if cell > 0}))


def _interval(value: Measured) -> str:
    low, high = percents(value.low, value.high)
    return f"{low} to {high}"


def _name(metric: MetricName) -> str:
    return "F1" if metric == "f1" else metric.capitalize()
