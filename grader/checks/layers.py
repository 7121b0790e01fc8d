"""Check `layers`: does a model have the layers that were asked for, in order, with their settings?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Any, Final, Literal

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from grader.checks.base import Case, CheckSpec, Criterion, Outcome
from grader.checks.fields import IS_ROLE, SETTING_RULE_SCHEMA, Refusals, Rule, read_rule, refuse, value_words
from grader.checks.matched import model_of, model_words
from grader.checks.near import did_you_mean
from grader.checks.neutral import BOOKKEEPING, Unit, countable, is_linear, kind_words, normalise
from grader.checks.points import award
from grader.checks.words import listing, plural, sentence
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import LAYER_KINDS, Model

SETTINGS: Final = (
    "units", "filters", "kernel_size", "strides", "padding", "pool_size", "activation", "rate", "input_dim",
    "output_dim", "return_sequences", "bidirectional",
)  # fmt: skip
_MOST_NAMED: Final = 4  # differences spelt out in one outcome; the rest is counted


@dataclass(frozen=True, slots=True)
class Expected:
    """One layer that was asked for; settings not named are free. `others`: what may stand in its place."""

    kind: str
    settings: Mapping[str, Rule]
    others: tuple[Expected, ...] = ()

    def option(self, kind: str) -> Expected | None:
        """The first of what may stand here that is of this kind."""
        return next((each for each in (self, *self.others) if each.kind == kind), None)

    def words(self) -> str:
        if self.others:
            return listing([replace(self, others=()).words(), *(other.words() for other in self.others)], "or")
        sizes = [self.settings[key] for key in ("units", "filters", "output_dim", "rate") if key in self.settings]
        exact = [rule for rule in sizes if len(rule.allowed) == 1]
        return f"{kind_words(self.kind)} {exact[0].words()}" if exact else kind_words(self.kind)

    def plain(self) -> object:
        if self.others:
            return [replace(self, others=()).plain(), *(other.plain() for other in self.others)]
        if not self.settings:
            return self.kind
        return {self.kind: {key: rule.plain() for key, rule in self.settings.items()}}


def _kind(kind: object, *at: str | int, on_key: bool) -> str:
    if kind not in LAYER_KINDS:
        raise refuse(f"no layer kind '{kind}'{did_you_mean(str(kind), LAYER_KINDS)}", *at, on_key=on_key)
    return str(kind)


def _read_settings(kind: str, raw: object, index: int) -> dict[str, Rule]:
    if kind == "activation" and isinstance(raw, str):
        raw = {"activation": raw}
    if not isinstance(raw, Mapping):
        raise refuse(f"settings of {kind} need the form {{units: 32}}", index, kind)
    rules = {}
    for key, value in raw.items():
        if key not in SETTINGS:
            raise refuse(f"no layer setting '{key}'{did_you_mean(str(key), SETTINGS)}", index, kind, key, on_key=True)
        rules[key] = _read_setting(value, index, kind, key)
    return rules


def _read_setting(value: object, *at: str | int) -> Rule:
    try:
        return read_rule(value)
    except PydanticCustomError as error:
        fault = error.context or {}
        raise refuse(fault["message"], *at, *fault["at"], on_key=fault["on_key"]) from None


def read_expected(value: object) -> tuple[Expected, ...]:
    """`[embedding, {dense: {units: 256}}]` -> one `Expected` each; activations join the layer before them."""
    if not isinstance(value, tuple | list) or not value:
        raise refuse("needs a list of layers, such as [embedding, {lstm: {units: 32}}, dense]")
    faults = Refusals()
    read: list[Expected] = []
    for index, item in enumerate(value):
        with faults.gathered():
            read.append(_read_item(item, index))
    faults.raise_if_any()
    layers: list[Expected] = []
    for expected in read:
        asked = expected.settings.get("activation")
        if (
            not expected.others
            and expected.kind == "activation"
            and asked
            and layers
            and "activation" not in layers[-1].settings
        ):
            layers[-1] = replace(layers[-1], settings={**layers[-1].settings, "activation": asked})
            continue
        layers.append(expected)
    return tuple(layers)


def _read_item(item: object, index: int) -> Expected:
    if isinstance(item, Expected):
        return item
    if isinstance(item, str):
        return Expected(_kind(item, index, on_key=False), {})
    if isinstance(item, Mapping) and len(item) == 1:
        ((kind, raw),) = item.items()
        name = _kind(kind, index, kind, on_key=True)
        return Expected(name, _read_settings(name, raw, index))
    if isinstance(item, tuple | list) and item:
        first, *others = [_read_item(option, index) for option in item]
        return replace(first, others=(*first.others, *others))
    raise refuse("needs a layer's kind, or one kind with its settings: {dense: {units: 256}}", index)


_SETTINGS_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": dict.fromkeys(SETTINGS, SETTING_RULE_SCHEMA),
    "additionalProperties": False,
}
_WITH_SETTINGS_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "minProperties": 1,
    "maxProperties": 1,
    "propertyNames": {"enum": list(LAYER_KINDS)},
    "properties": {"activation": {"anyOf": [{"type": "string"}, _SETTINGS_SCHEMA]}},
    "additionalProperties": _SETTINGS_SCHEMA,
}
_LAYER_SCHEMAS: Final[list[dict[str, Any]]] = [{"enum": list(LAYER_KINDS)}, _WITH_SETTINGS_SCHEMA]
LAYER_LIST_SCHEMA: Final[dict[str, Any]] = {
    "type": "array",
    "minItems": 1,
    "items": {"anyOf": [*_LAYER_SCHEMAS, {"type": "array", "minItems": 1, "items": {"anyOf": _LAYER_SCHEMAS}}]},
}
ExpectedLayers = Annotated[
    tuple[Expected, ...],
    PlainValidator(read_expected),
    PlainSerializer(lambda layers: [layer.plain() for layer in layers]),
    WithJsonSchema(LAYER_LIST_SCHEMA),
]


class LayersSpec(CheckSpec):
    """The layers a model must have, in order; others may stand between them."""

    of: Annotated[str, IS_ROLE, Field(description="The role whose model is looked at.")]
    expect: ExpectedLayers = Field(
        description="Layers in order: a kind, or a kind with settings. A setting is one value, a list of allowed "
        "values, or {min, max}. An activation may stand as a setting or as a layer of its own. A list in place of a "
        "layer, as in [simple_rnn, lstm, gru], asks for one of them."
    )
    extra: Literal["allowed", "counted"] = Field(
        default="allowed",
        description="What layers nobody asked for cost: nothing, or (`counted`) as much each as a missing one.",
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """An expected layer and the one it was found in; `wrong` names settings that differ."""

    expected: Expected
    found: Unit | None
    wrong: tuple[str, ...] = ()

    @property
    def share(self) -> Fraction:
        if self.found is None:
            return Fraction(0)
        asked = len(self.expected.settings)
        return Fraction(1 + asked - len(self.wrong), 1 + asked)


def judge_layers(criterion: Criterion[LayersSpec], case: Case) -> Outcome:
    """Points by the share of expected layers met; a layer with some settings off counts in part.

    A setting that the probe could not see (an activation called inside `forward`) is not held against anyone.
    """
    spec = criterion.spec
    model = model_of(criterion, spec.of, case)
    if not isinstance(model, Model):
        return model
    units = normalise(model)
    pairs = _align(spec.expect, units, _gives_logits(case.evidence, model))
    matched = sum(pair.found is not None and pair.found.kind not in BOOKKEEPING for pair in pairs)
    extra = len(countable(units)) - matched if spec.extra == "counted" else 0
    share = sum((pair.share for pair in pairs), Fraction(0)) / (len(pairs) + extra)
    return award(criterion, share, _because(pairs, model, extra), (model.cell,))


def _gives_logits(evidence: Evidence, model: Model) -> bool:
    """Whether the last activation sits in the loss: then linear is what sigmoid and softmax are elsewhere."""
    losses = (fit.loss or "" for fit in evidence.fits_of(model.id))
    return any(p.output == "logit" for p in evidence.predictions_of(model.id)) or any(
        "logits" in loss for loss in losses
    )


def _align(expected: tuple[Expected, ...], units: tuple[Unit, ...], logits: bool) -> list[_Pair]:
    """Longest common subsequence on kind; among the longest, the one with the most settings met."""
    last = max((i for i, unit in enumerate(units) if unit.kind == "dense"), default=-1)

    def pair(i: int, j: int) -> _Pair:
        option = expected[i].option(units[j].kind) or expected[i]
        wrong = tuple(
            key for key, rule in option.settings.items() if not _meets(key, rule, units[j], logits and j == last)
        )
        return _Pair(option, units[j], wrong)

    width = len(units)
    best: list[list[tuple[int, Fraction]]] = [[(0, Fraction(0))] * (width + 1) for _ in range(len(expected) + 1)]
    for i in range(len(expected) - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if expected[i].option(units[j].kind):
                kinds, share = best[i + 1][j + 1]
                best[i][j] = max(best[i][j], (kinds + 1, share + pair(i, j).share))
    pairs: list[_Pair] = []
    j = 0
    for i in range(len(expected)):
        while j < width and best[i][j] == best[i][j + 1]:
            j += 1
        if j == width or best[i][j] == best[i + 1][j]:
            pairs.append(_Pair(expected[i], None))
            continue
        pairs.append(pair(i, j))
        j += 1
    return pairs


def _meets(key: str, rule: Rule, unit: Unit, logits: bool) -> bool:
    seen = unit.settings.get(key)
    if seen is None:
        return True
    if rule.accepts(seen):
        return True
    return key == "activation" and logits and is_linear(seen) and (rule.accepts("sigmoid") or rule.accepts("softmax"))


def _because(pairs: list[_Pair], model: Model, extra: int) -> str:
    met = sum(pair.share == 1 for pair in pairs)
    where = model_words(model)
    if met == len(pairs) and not extra:
        seen = listing([pair.found.words() for pair in pairs if pair.found is not None])
        kind = "The expected layer is" if met == 1 else f"All {met} expected layers are"
        return f"{kind} in {where}{', in this order' if met > 1 else ''}: {seen}."
    faults = [fault for pair in pairs for fault in _faults(pair)]
    named = "; ".join(faults[:_MOST_NAMED])
    rest = f"; and {plural(len(faults) - _MOST_NAMED, 'more difference')}" if len(faults) > _MOST_NAMED else ""
    more = f" {sentence(plural(extra, 'layer') + ' nobody asked for')}" if extra else ""
    details = f" {sentence(named + rest)}" if faults else ""
    return f"{met} of {plural(len(pairs), 'expected layer')} met in {where}.{details}{more}"


def _faults(pair: _Pair) -> list[str]:
    if pair.found is None:
        return [f"{pair.expected.words()}: none found in its place"]
    faults = []
    for key in pair.wrong:
        seen = pair.found.settings.get(key)
        found = "none" if key == "activation" and is_linear(seen) else value_words(seen)
        asked = pair.expected.settings[key].words()
        label = "" if key == "activation" else f"{key.replace('_', ' ')} "
        faults.append(f"{pair.found.words()}: {label}{asked} expected, {found} found")
    return faults
