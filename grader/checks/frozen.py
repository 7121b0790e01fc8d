"""Check `frozen`: do only the last layers of a model learn?"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import Field

from grader.checks.base import Case, CheckSpec, Criterion, Outcome
from grader.checks.fields import IS_ROLE
from grader.checks.matched import failed_user, failure_words, model_of, model_words
from grader.checks.neutral import kind_words
from grader.checks.points import award
from grader.checks.words import count, listing, plural, sentence
from grader.evidence.wire.records import Layer, Model

_MOST_NAMED = 3


class FrozenSpec(CheckSpec):
    """Only the last layers of a model may learn; every layer before them that learns costs its share."""

    of: Annotated[str, IS_ROLE, Field(description="The role whose model is looked at.")]
    trains: int = Field(
        default=1, ge=1, le=100, description="How many layers with weights learn, counted from the end."
    )


def judge_frozen(criterion: Criterion[FrozenSpec], case: Case) -> Outcome:
    """Points by the share of layers that had to be frozen and are; none where nothing learns at all."""
    model = model_of(criterion, criterion.spec.of, case)
    if not isinstance(model, Model):
        return model
    weighted = [layer for layer in model.layers if layer.parameters > 0]
    name = model_words(model)
    if not weighted:
        cell = failed_user(case.evidence, model)
        why = f": {failure_words(cell)}" if cell else ""
        return award(criterion, 0, sentence(f"{name} has no weights{why}"), (model.cell,))
    trains = criterion.spec.trains
    before, last = weighted[:-trains], weighted[-trains:]
    if not before:
        text = (
            f"{name} has {plural(len(weighted), 'layer')} with weights, so there is nothing to freeze before the last"
        )
        return award(criterion, 0, sentence(text), (model.cell,))
    learning = [layer for layer in before if layer.trainable > 0]
    head = [layer for layer in last if layer.trainable > 0]
    if not head:
        return award(criterion, 0, sentence(f"in {name} the last {_layers(trains)} learn nothing"), (model.cell,))
    if not learning:
        frozen = sum(layer.parameters for layer in before)
        text = f"in {name} only {_named(head)} learns: {count(frozen)} weights before it are frozen"
        return award(criterion, 1, sentence(text), (model.cell,))
    share = Fraction(len(before) - len(learning), len(before))
    text = f"in {name} {len(learning)} of {plural(len(before), 'layer')} before the last {_layers(trains)} learn"
    return award(criterion, share, f"{sentence(text)} Not frozen: {_named(learning)}.", (model.cell,))


def _layers(number: int) -> str:
    return "layer" if number == 1 else f"{number} layers"


def _named(layers: list[Layer]) -> str:
    names = [
        f"{kind_words(layer.kind) if layer.kind != 'other' else layer.class_name} `{layer.name}`" for layer in layers
    ]
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[:_MOST_NAMED])} and {len(names) - _MOST_NAMED} more"
    return listing(names)
