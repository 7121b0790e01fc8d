"""Check `frozen`: do only the last layers of a model learn?"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Final

from pydantic import Field

from grader.checks.base import Case, CheckSpec, Criterion, Outcome
from grader.checks.fields import IS_ROLE
from grader.checks.matched import failed_user, failure_words, model_of, model_words
from grader.checks.neutral import kind_words
from grader.checks.parts import trainings_of
from grader.checks.points import award
from grader.checks.words import count, listing, plural, sentence
from grader.evidence.wire.records import Layer, Model

BACKBONE: Final = 8  # layers with weights from which on a network is taken for a backbone
_MOST_NAMED: Final = 3


class FrozenSpec(CheckSpec):
    """Only the last layers of a model may learn; every layer before them that learns costs its share.

    A model that is nothing but these layers reads features; the backbone that made them must not have been trained.
    """

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
        return _apart(criterion, case, model, len(weighted))
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


def _apart(criterion: Criterion[FrozenSpec], case: Case, model: Model, weighted: int) -> Outcome:
    """The model is a head on features that were computed before it was built: by which network, and did that learn?"""
    name = model_words(model)
    deep = [each for each in case.evidence.models if each.order < model.order and _weighted(each) >= BACKBONE]
    if not deep:
        text = f"{name} has {plural(weighted, 'layer')} with weights, so there is nothing to freeze before the last"
        return award(criterion, 0, sentence(text), (model.cell,))
    backbone = deep[-1]
    cells = (backbone.cell, model.cell)
    if trainings_of(case.evidence, backbone.id):
        text = f"{name} reads features of {model_words(backbone)}, which was trained as well"
        return award(criterion, 0, sentence(text), cells)
    text = f"{name} alone learns, from features of {model_words(backbone)}, which was never trained"
    return award(criterion, 1, f"{sentence(text)} Its {count(backbone.parameters)} weights are as they were.", cells)


def _weighted(model: Model) -> int:
    return sum(layer.parameters > 0 for layer in model.layers)


def _layers(number: int) -> str:
    return "layer" if number == 1 else f"{number} layers"


def _named(layers: list[Layer]) -> str:
    names = [
        f"{kind_words(layer.kind) if layer.kind != 'other' else layer.class_name} `{layer.name}`" for layer in layers
    ]
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[:_MOST_NAMED])} and {len(names) - _MOST_NAMED} more"
    return listing(names)
