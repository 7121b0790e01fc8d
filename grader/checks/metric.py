"""Check `metric`: how good is a model on the test rows, judged with the noise of the measurement?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from grader.checks.bars import Bar, Floor, bar_of, floor_of, shown
from grader.checks.base import Awarded, Case, CheckSpec, Criterion, NotAssessed, Outcome
from grader.checks.fields import IS_ROLE, refuse
from grader.checks.fresh import without_pretraining
from grader.checks.matched import failed_user, failure_words, leak_cause, model_of, model_words
from grader.checks.parts import trainings_of
from grader.checks.points import award
from grader.checks.untested import only_on_training_rows
from grader.checks.words import NBSP, listing, plural, sentence
from grader.evidence.ending import EndingKind
from grader.evidence.wire.records import Model
from grader.measure.measurements import Measured, Provenance
from grader.measure.metric_table import METRICS, MISSING, Metric

UNDECIDED: Final = "undecided"  # the cause of every criterion that this data cannot decide
# Families that are measured on rows kept from training: there a model that was trained on them proves nothing.
_HELD_OUT: Final = frozenset({"answers", "reconstruction", "next characters"})

MetricName = Literal[
    "accuracy", "precision", "recall", "f1", "macro_f1", "roc_auc", "mse", "psnr", "ssim", "active_units", "diversity",
    "nearness", "recognised", "frechet", "bits_per_character", "real_words", "repetition",
]  # fmt: skip


class MetricSpec(CheckSpec):
    """A metric of a model on the test rows: full marks unless it is worse than what it is held against."""

    of: Annotated[str, IS_ROLE, Field(description="The role whose model is measured.")]
    metric: MetricName = Field(
        description="What is measured; precision, recall and F1 are those of the positive class. Lower is better for "
        "`mse`, `nearness`, `frechet`, `bits_per_character` and `repetition`. See docs/design/measures.md."
    )
    full: Literal["band", "reference"] | float = Field(
        default="band",
        description="Full marks from here. `band`: the reference over its seeds, less the noise of seeds and "
        "test rows (one-sided, 95 %); `reference`: its single run, less the noise of the test rows; or a number "
        "in the metric's unit (shares from 0 to 1), taken as it is.",
    )
    none: Literal["majority", "chance", "mean_image", "unigram"] | float | None = Field(
        default=None,
        description="No points from here on, linear in between. `majority`: what always answering the most frequent "
        "class would earn (the default where there are classes); `chance`: what guessing would earn; `mean_image`: "
        "answering with the mean of the training images (the default of `mse`, `psnr` and `ssim`); `unigram`: going by "
        "how often each character stands in the training text (the default of `bits_per_character`); or a number.",
    )

    @property
    def floor(self) -> str | float:
        """`none`, or the metric's first baseline where the rubric leaves it out."""
        return self.none if self.none is not None else METRICS[self.metric].baselines[0]

    @model_validator(mode="after")
    def _in_order(self) -> MetricSpec:
        metric = METRICS[self.metric]
        for key, value in (("full", self.full), ("none", self.none)):
            if isinstance(value, float | int) and metric.share and not 0 <= value <= 1:
                raise refuse(f"needs a share from 0 to 1, got {value:g}", key)
        if self.none is None and not metric.baselines:
            raise refuse(f"{self.metric} has no baseline: give none as a number")
        if isinstance(self.none, str) and self.none not in metric.baselines:
            known = listing(metric.baselines, "or") if metric.baselines else "no baseline"
            raise refuse(f"{self.metric} knows {known}, or a number, not {self.none}", "none")
        both = isinstance(self.full, float | int) and isinstance(self.none, float | int)
        if both and metric.sign * float(self.none or 0) >= metric.sign * float(self.full):
            way = "above" if metric.better == "lower" else "below"
            raise refuse(f"none {self.none:g} must be {way} full {self.full:g}", "none")
        return self


def judge_metric(criterion: Criterion[MetricSpec], case: Case) -> Outcome:
    """Full marks unless worse than the bar beyond noise, none at a baseline's value, linear in between.

    A model that saw test rows while it was trained earns nothing: a number measured on them says nothing.
    """
    spec = criterion.spec
    metric = METRICS[spec.metric]
    model = model_of(criterion, spec.of, case)
    if not isinstance(model, Model):
        return model
    fresh = without_pretraining(case.evidence, model, metric.words)
    if fresh is not None:
        return fresh
    leaked = _leaked(case, model) if metric.family in _HELD_OUT else 0
    if leaked:
        return award(criterion, 0, _leak_words(case, model, metric, leaked), _cells(case, model), leak_cause(spec.of))
    if metric.family == "answers" and _of_unknown_rows(case, model):
        # It may have seen the test rows or not: neither points nor their loss would be earned.
        text = (
            f"which rows {model_words(model)} was trained on could not be told, so its {spec.metric} proves nothing yet"
        )
        return NotAssessed(f"{sentence(text)} A person has to look.", _cells(case, model))
    value = case.measurements.of(model.id, spec.metric)
    if value is None:
        return _unmeasured(criterion, case, model)
    bar = bar_of(metric, spec.of, spec.full, case, value)
    if isinstance(bar, NotAssessed):
        return bar
    floor = floor_of(metric, spec.floor, case, model)
    if floor is None:
        return NotAssessed(f"What {spec.floor} would reach is not known on this data.", _cells(case, model))
    outcome = _judge(criterion, value, bar, floor, _cells(case, model))
    seen = case.measurements.by_model.get(model.id) if metric.family == "answers" else None
    note = seen.note if seen else ""
    return replace(outcome, because=f"{outcome.because} {sentence(note)}") if note else outcome


def full_marks_from(spec: MetricSpec, case: Case) -> float | None:
    """The value that earns full marks for this case, in the metric's unit; None where nothing is held against it."""
    match = case.roles.get(spec.of)
    value = case.measurements.of(match.model.id, spec.metric) if match and match.model else None
    if value is None:
        return None
    bar = bar_of(METRICS[spec.metric], spec.of, spec.full, case, value)
    return bar.limit if isinstance(bar, Bar) else None


def _judge(
    criterion: Criterion[MetricSpec], value: Measured, bar: Bar, floor: Floor, cells: tuple[int, ...]
) -> Outcome:
    metric = METRICS[criterion.spec.metric]
    sign, low = metric.sign, floor.limit
    surely = _surely(criterion.spec, value)
    reach = low + _luck(criterion.spec, value, low)
    if sign * bar.limit <= sign * reach and sign * surely <= sign * low:
        both = shown(metric, bar.limit, low)
        how = "" if sign * bar.limit <= sign * low else " by luck"
        return NotAssessed(
            f"On this data {bar.words} begins at {both[0]}, which {floor.words} reaches as well{how} ({both[1]}): "
            "good and bad models cannot be told apart.",
            cells,
            UNDECIDED,
        )
    seen_text, limit_text, low_text = shown(metric, value.value, bar.limit, low)
    labels = " with sealed labels" if value.provenance is Provenance.SEALED else ""
    rows = plural(value.n, metric.counted)
    text = f"{sentence(metric.words)[:-1]} {seen_text} on {rows}{labels}{_interval(metric, value)}"
    onwards = "up to" if metric.better == "lower" else "from"
    if sign * value.value >= sign * bar.limit:
        return award(criterion, 1, f"{text}. Full marks {onwards} {limit_text}: {bar.words}.", cells)
    share = _linear(sign * value.value, sign * low, sign * bar.limit)
    rest = "part of the points" if award(criterion, share, "").points else "no points"
    reason = (
        f"Full marks {onwards} {limit_text} ({bar.words}), no points at {low_text} ({floor.words}); this earns {rest}"
    )
    return award(criterion, share, f"{text}. {reason}.", cells)


def _surely(spec: MetricSpec, value: Measured) -> float:
    """What of a value is held against the floor: the worse end of its interval, where that is a measured baseline.

    Whether a value is beyond a baseline is as unsure as the value; the course's own number is taken as it is.
    """
    if not isinstance(spec.floor, str):
        return value.value
    return value.high if METRICS[spec.metric].better == "lower" else value.low


def _luck(spec: MetricSpec, value: Measured, low: float) -> float:
    """How far a model at the floor may get beyond it by chance, signed: as far as this value may be off.

    Nothing where the value is no better than the floor, which is decided, or the bar is the course's own number.
    """
    sign = METRICS[spec.metric].sign
    if isinstance(spec.full, float | int) or sign * value.value <= sign * low:
        return 0.0
    return value.value - _surely(spec, value)


def _linear(value: float, low: float, high: float) -> Fraction:
    """Where `value` lies between `low` (0) and `high` (1), exactly; below `low` it is 0."""
    if value <= low:
        return Fraction(0)
    return min(Fraction(1), (Fraction(value) - Fraction(low)) / (Fraction(high) - Fraction(low)))


def _leaked(case: Case, model: Model) -> int:
    """Test rows that trained the model before it was measured; 0 when none is known to have done so."""
    seen = case.measurements.by_model.get(model.id)
    if seen is not None:
        return seen.trained_on_test
    return max((fit.rows.from_test for fit in trainings_of(case.evidence, model.id)), default=0)


def _of_unknown_rows(case: Case, model: Model) -> bool:
    return any(fit.rows.split == "unknown" for fit in trainings_of(case.evidence, model.id))


def _leak_words(case: Case, model: Model, metric: Metric, leaked: int) -> str:
    value = case.measurements.of(model.id, metric.name)
    numbers = (
        f" It measures {shown(metric, value.value)[0]} on {plural(value.n, metric.counted)}, which says nothing."
        if value
        else ""
    )
    rows = plural(leaked, "test row")
    noun = metric.name if metric.family == "answers" and metric.share else metric.words
    text = sentence(f"{model_words(model)} was trained on {rows}, so its {noun} cannot count")
    return f"{text}{numbers} Train on the training rows only."


def _unmeasured(criterion: Criterion[MetricSpec], case: Case, model: Model) -> Awarded | NotAssessed:
    cell = failed_user(case.evidence, model)
    if cell is not None and not trainings_of(case.evidence, model.id):
        text = f"{model_words(model)} was built but never trained: {failure_words(cell)}"
        return award(criterion, 0, sentence(text), (model.cell, cell.position))
    whole = case.evidence.ending.kind is EndingKind.FINISHED
    # A training loop of PyTorch's is the student's own code: not having seen one is no proof that there was none.
    if whole and model.framework != "torch" and not trainings_of(case.evidence, model.id):
        text = f"{model_words(model)} was built and never trained"
        return award(criterion, 0, sentence(text), (model.cell,))
    name = criterion.spec.metric
    family = METRICS[name].family
    if family == "answers" and only_on_training_rows(case.evidence, model):
        text = f"{model_words(model)} was tried on training rows only, never on a test row"
        return award(criterion, 0, sentence(text), _cells(case, model))
    why = MISSING[family].format(words=name)
    if family == "answers":
        why = case.measurements.unmeasured.get(model.id, why)
    why = case.measurements.reasons.get((model.id, name), why)
    return NotAssessed(f"{sentence(why)} The model is {model_words(model)}.", (model.cell,) if model.cell else ())


def _cells(case: Case, model: Model) -> tuple[int, ...]:
    fits = [fit.cell for fit in case.evidence.fits_of(model.id)][:3]
    return tuple(sorted({cell for cell in (model.cell, *fits) if cell > 0}))


def _interval(metric: Metric, value: Measured) -> str:
    if value.low == value.high:
        return ""
    low, high = shown(metric, value.low, value.high)
    return f" (95{NBSP}% interval {low} to {high})"
