"""Check `compare`: is one model better than another, beyond noise, on the rows that both answered?"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from grader.checks.bars import shown
from grader.checks.base import Awarded, Case, CheckSpec, Criterion, NotAssessed, Outcome
from grader.checks.fields import IS_ROLE, refuse
from grader.checks.fresh import without_pretraining
from grader.checks.matched import leak_cause, model_of, model_words
from grader.checks.parts import trainings_of
from grader.checks.points import award
from grader.checks.words import plural, sentence
from grader.evidence.wire.records import Model
from grader.measure.compared import LEVEL, Compared, compare_rows
from grader.measure.metric_table import METRICS


class CompareSpec(CheckSpec):
    """One model must be better than another; points only where the common test rows say so beyond noise."""

    better: Annotated[str, IS_ROLE, Field(description="The role whose model must be better.")]
    than: Annotated[str, IS_ROLE, Field(description="The role it is compared with.")]
    metric: Literal["accuracy", "mse", "psnr", "ssim", "bits_per_character"] = Field(
        default="accuracy",
        description="What is compared, row by row: `accuracy` by McNemar's test, the others by a bootstrap of the "
        "difference of their means; one-sided, 5 %.",
    )

    @model_validator(mode="after")
    def _two(self) -> CompareSpec:
        if self.better == self.than:
            raise refuse("a model is never better than itself", "than")
        return self


def judge_compare(criterion: Criterion[CompareSpec], case: Case) -> Outcome:
    """All points for a difference that noise does not explain, else none."""
    spec = criterion.spec
    models = []
    for role in (spec.better, spec.than):
        model = model_of(criterion, role, case)
        if not isinstance(model, Model):
            return model
        barred = _barred(criterion, role, model, case)
        if barred is not None:
            return barred
        models.append(model)
    better, than = models
    cells = tuple(model.cell for model in models)
    metric = METRICS[spec.metric]
    each = [case.measurements.each.get(model.id, {}).get(spec.metric) for model in models]
    if each[0] is None or each[1] is None:
        missing = model_words(better if each[0] is None else than)
        return NotAssessed(sentence(f"no {spec.metric} could be measured for {missing}, row by row"), cells)
    found = compare_rows(each[0], each[1], lower_is_better=metric.better == "lower")
    if found is None:
        return NotAssessed("The two models were not tried on the same test rows, so they cannot be compared.", cells)
    name = metric.name if metric.share else metric.words
    head = f"{model_words(better)} against {model_words(than)}: {name} {_difference(criterion, found)}"
    if found.better:
        return award(criterion, 1, f"{sentence(head)} That is more than noise explains ({_chance(found)}).", cells)
    if metric.sign * found.difference <= 0:
        return award(criterion, 0, f"{sentence(head)} It is not better.", cells)
    noise = f"Noise alone explains such a difference ({_chance(found)}; below {LEVEL:g} asked)."
    return award(criterion, 0, f"{sentence(head)} {noise}", cells)


def _barred(criterion: Criterion[CompareSpec], role: str, model: Model, case: Case) -> Awarded | NotAssessed | None:
    fresh = without_pretraining(case.evidence, model, METRICS[criterion.spec.metric].words)
    if fresh is not None:
        return fresh
    fits = trainings_of(case.evidence, model.id)
    seen = case.measurements.by_model.get(model.id)
    leaked = seen.trained_on_test if seen else max((fit.rows.from_test for fit in fits), default=0)
    if leaked:
        text = f"{model_words(model)} was trained on {plural(leaked, 'test row')}, so it cannot be compared on them"
        return award(criterion, 0, sentence(text), (model.cell,), leak_cause(role))
    if criterion.spec.metric == "accuracy" and any(fit.rows.split == "unknown" for fit in fits):
        text = f"which rows {model_words(model)} was trained on could not be told, so a comparison proves nothing yet"
        return NotAssessed(f"{sentence(text)} A person has to look.", (model.cell,))
    return None


def _difference(criterion: Criterion[CompareSpec], found: Compared) -> str:
    metric = METRICS[criterion.spec.metric]
    size = shown(metric, abs(found.difference))[0]
    way = "equal" if not found.difference else f"{size} {'higher' if found.difference > 0 else 'lower'}"
    rows = plural(found.n, metric.counted)
    if metric.share:
        return f"{way} on {rows}; where they differ, it is right {found.wins:,} times and wrong {found.losses:,} times"
    return f"{way} on {rows}"


def _chance(found: Compared) -> str:
    return f"p = {found.p:.3f}" if found.p >= 0.001 else "p < 0.001"
