"""Finding the models that roles speak of, by what the models are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from grader.checks.base import RoleMatch
from grader.checks.fields import squeezed
from grader.checks.matched import model_words
from grader.checks.neutral import BOOKKEEPING, Unit, countable, is_linear, kind_words, normalise
from grader.checks.words import listing, plural
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Model
from grader.rubric.rubric import ModelRole

_SEEN_NAMED: Final = 3  # models described when none fits
_SEEN_LAYERS: Final = 6  # layers named of each
_OUTPUTS: Final = {
    "binary": "an output of one or two units",
    "classes": "an output of two units or more",
    "image": "an output of height, width and channels",
}
_AFTER_OUTPUT: Final = BOOKKEEPING | {"dropout", "activation"}


def match_roles(roles: Mapping[str, ModelRole], evidence: Evidence) -> dict[str, RoleMatch]:
    """One match per role, in the rubric's order; pure, and the same for the same evidence.

    Of several models that fit, a trained one is preferred, then one with answers on test rows, then the one
    built last. A model takes two roles only when nothing else fits one of them.
    """
    trained = {fit.model for fit in evidence.fits if fit.epochs_run > 0}
    tested = {p.model for p in evidence.predictions if p.rows.from_test > 0}
    layers = {model.id: normalise(model) for model in evidence.models}

    def preference(model: Model) -> tuple[bool, bool, int]:
        return (model.id in trained, model.id in tested, model.order)

    fitting = {
        name: sorted(
            (m for m in evidence.models if _fits(role, m, layers[m.id], trained)), key=preference, reverse=True
        )
        for name, role in roles.items()
    }
    taken = _distinct(fitting)
    return {
        name: _match(name, role, fitting[name], taken.get(name), evidence, layers, trained, tested)
        for name, role in roles.items()
    }


def _fits(role: ModelRole, model: Model, units: Sequence[Unit], trained: set[str]) -> bool:
    kinds = [unit.kind for unit in units]
    if role.fitted and model.id not in trained:
        return False
    return _in_order(role.has, kinds) and not set(role.lacks) & set(kinds) and _gives(role.output, model, units)


def _in_order(wanted: Iterable[str], kinds: Iterable[str]) -> bool:
    """Whether `wanted` is a subsequence of `kinds`."""
    rest = iter(kinds)
    return all(kind in rest for kind in wanted)


def _gives(output: str, model: Model, units: Sequence[Unit]) -> bool:
    if output == "any":
        return True
    last = next((unit for unit in reversed(units) if unit.kind not in _AFTER_OUTPUT), None)
    if output == "image":
        shape = model.output_shape or (units[-1].output_shape if units else None)
        return shape is not None and len(shape) == 3
    if last is None or last.size is None:
        return False
    activation = last.settings.get("activation")
    free = activation is None or is_linear(activation)
    named = squeezed(activation) if isinstance(activation, str) else ""
    if output == "binary" and last.size == 1:
        return free or named in ("sigmoid", "hardsigmoid", "logsigmoid")
    many = last.size == 2 if output == "binary" else last.size >= 2
    return many and (free or named in ("softmax", "logsoftmax", "sigmoid"))


def _distinct(fitting: Mapping[str, Sequence[Model]]) -> dict[str, Model]:
    """As many roles as possible get a model of their own, each by preference (augmenting paths)."""
    owner: dict[str, str] = {}  # model id -> role
    chosen: dict[str, Model] = {}

    def place(role: str, seen: set[str]) -> bool:
        for model in fitting[role]:
            if model.id in seen:
                continue
            seen.add(model.id)
            if model.id not in owner or place(owner[model.id], seen):
                owner[model.id], chosen[role] = role, model
                return True
        return False

    # Roles with the least choice first, so that the others can step aside for them.
    for role in sorted(fitting, key=lambda name: len(fitting[name])):
        if not place(role, set()) and fitting[role]:
            chosen[role] = fitting[role][0]
    return chosen


def _match(
    name: str,
    role: ModelRole,
    fitting: Sequence[Model],
    model: Model | None,
    evidence: Evidence,
    layers: Mapping[str, Sequence[Unit]],
    trained: set[str],
    tested: set[str],
) -> RoleMatch:
    candidates = tuple(m.id for m in fitting)
    sought = _sought(role)
    if model is None:
        return RoleMatch(role=name, model=None, rule=f"No model has {sought}{_seen(evidence, layers)}.")
    if len(fitting) == 1:
        rule = f"{model_words(model)} is the one model that has {sought}."
    else:
        reason = _reason(model, fitting, trained, tested)
        rule = f"{len(fitting)} models have {sought}; {model_words(model)} was taken: {reason}."
    return RoleMatch(role=name, model=model, rule=rule, candidates=candidates)


def _reason(model: Model, fitting: Sequence[Model], trained: set[str], tested: set[str]) -> str:
    """Why this one: the first rule that sets it apart."""
    if model is not fitting[0]:
        return "the others that come before it serve another role"
    if model.id in trained and not any(m.id in trained for m in fitting[1:]):
        return "only this one was trained"
    peers = [m for m in fitting[1:] if (m.id in trained) == (model.id in trained)]
    if model.id in tested and not any(m.id in tested for m in peers):
        return "only this one was tried on test rows"
    kind = "trained" if model.id in trained else "fitting"
    return f"it is the last {kind} one that was built"


def _sought(role: ModelRole) -> str:
    parts = []
    if role.has:
        layer = "layer" if len(role.has) == 1 else "layers"
        parts.append(f"{listing([kind_words(kind) for kind in role.has], 'then')} {layer}")
    if role.lacks:
        parts.append(f"no layer {listing([kind_words(kind) for kind in role.lacks], 'or')}")
    if role.output in _OUTPUTS:
        parts.append(_OUTPUTS[role.output])
    if role.fitted:
        parts.append("a training that ran")
    return listing(parts) if parts else "any layers"


def _seen(evidence: Evidence, layers: Mapping[str, Sequence[Unit]]) -> str:
    models = evidence.models
    if not models:
        return "; the notebook built no model that could be seen"
    named = "; ".join(f"{model_words(m)}: {_layers_words(m, layers[m.id])}" for m in models[-_SEEN_NAMED:])
    last = ", the last of them" if len(models) > _SEEN_NAMED else ""
    return f". Seen: {plural(len(models), 'model')}{last}: {named}"


def _layers_words(model: Model, units: Sequence[Unit]) -> str:
    shown = [unit.words() for unit in countable(units)]
    if not shown:
        return model.class_name
    more = f" and {len(shown) - _SEEN_LAYERS} more" if len(shown) > _SEEN_LAYERS else ""
    return ", ".join(shown[:_SEEN_LAYERS]) + more
