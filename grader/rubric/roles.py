"""Finding the models that roles speak of, by what the models are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from grader.checks.base import RoleMatch
from grader.checks.matched import model_words
from grader.checks.neutral import Unit, countable, kind_words, normalise
from grader.checks.parts import trainings
from grader.checks.words import listing, plural
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Model
from grader.rubric.fitting import fits
from grader.rubric.pins import NO_ROLE_PINS, Pin, RolePins
from grader.rubric.rubric import ModelRole

_SEEN_NAMED: Final = 3  # models described when none fits
_SEEN_LAYERS: Final = 6  # layers named of each
_OUTPUTS: Final = {
    "binary": "an output of one or two units",
    "classes": "an output of two units or more",
    "image": "an output of height, width and channels",
    "vector": "an output of one axis",
}
_INPUTS: Final = {
    "image": "pictures at its input",
    "tokens": "words or characters at its input",
    "vector": "one axis of numbers at its input",
}


@dataclass(frozen=True, slots=True)
class _Known:
    """What an attempt shows of its models, by id."""

    evidence: Evidence
    layers: Mapping[str, Sequence[Unit]]
    trained: Mapping[str, int]  # 2: on its own; 1: as part of another; absent: never
    tested: frozenset[str]
    data: Mapping[str, frozenset[str]]  # the data sets whose rows it was trained or tried on
    dataset: str | None  # of the problem


def match_roles(
    roles: Mapping[str, ModelRole],
    evidence: Evidence,
    *,
    dataset: str | None = None,
    pins: RolePins = NO_ROLE_PINS,
) -> dict[str, RoleMatch]:
    """One match per role, in the rubric's order; pure, and the same for the same evidence.

    Of several models that fit, one that was trained or tried on rows of the problem's data set is preferred, then
    one of which that is not known, then a trained one (on its own, then as part of another), then one with answers
    on test rows, then the one built last. A model takes two roles only when nothing else fits one of them.

    A pinned role takes the model that its pin means, whatever that is; of several the one that would be preferred, of
    those that fit before the others. Where the pin means none, the role is matched as if it had no pin.

    Args: `dataset` is the problem's, where it has one; `pins` are by role.
    """
    known = _known(evidence, dataset)
    fitting = {
        name: sorted(
            (m for m in evidence.models if _fits(role, m, known)), key=lambda m: _preference(m, known), reverse=True
        )
        for name, role in roles.items()
    }
    meant = {name: _meant(pin, fitting[name], known) for name, pin in pins.items() if name in roles}
    pinned = {name: model for name, model in meant.items() if model is not None}
    taken = _distinct({name: [pinned[name]] if name in pinned else fitting[name] for name in roles})
    matches = {}
    for name, role in roles.items():
        if name in pinned:
            matches[name] = _pinned(name, pins[name], pinned[name], fitting[name])
            continue
        match = _match(name, role, fitting[name], taken.get(name), known)
        matches[name] = _unanswered(match, pins[name]) if name in pins else match
    return matches


def _meant(pin: Pin, fitting: Sequence[Model], known: _Known) -> Model | None:
    """The model that a pin means; None when no model answers it."""
    meant = [model for model in known.evidence.models if pin.means(model)]
    return next(
        (model for model in fitting if model in meant),
        max(meant, key=lambda model: _preference(model, known), default=None),
    )


def _pinned(name: str, pin: Pin, model: Model, fitting: Sequence[Model]) -> RoleMatch:
    rule = f"{model_words(model)} was taken: the course staff named {pin.words()} for this role ({pin.where})."
    return RoleMatch(role=name, model=model, rule=rule, candidates=tuple(m.id for m in fitting), pinned=True)


def _unanswered(match: RoleMatch, pin: Pin) -> RoleMatch:
    """What the role was matched with by content, and that its pin means no model."""
    rule = f"{match.rule} The course staff named {pin.words()} for this role ({pin.where}); no model answers that."
    return replace(match, rule=rule, pinned=True)


def _known(evidence: Evidence, dataset: str | None) -> _Known:
    data: dict[str, set[str]] = {}
    trained: dict[str, int] = {}
    for model, (own, around) in trainings(evidence).items():
        trained[model] = 2 if own else 1
        data.setdefault(model, set()).update(fit.rows.dataset for fit in own or around)
    for prediction in evidence.predictions:
        data.setdefault(prediction.model, set()).add(prediction.rows.dataset)
    for codes in evidence.codes:
        data.setdefault(codes.model, set()).add(codes.rows.dataset)
    for made in evidence.images_made:
        for part in made.models:
            data.setdefault(part, set()).add(made.rows.dataset if made.rows is not None else "")
    for expected in evidence.next_characters:
        data.setdefault(expected.model, set()).add(expected.dataset)
    return _Known(
        evidence=evidence,
        layers={model.id: normalise(model) for model in evidence.models},
        trained=trained,
        tested=frozenset(p.model for p in evidence.predictions if p.rows.from_test > 0),
        data={model: frozenset(names - {""}) for model, names in data.items()},
        dataset=dataset,
    )


def _preference(model: Model, known: _Known) -> tuple[int, int, bool, int]:
    return (_on_data(model, known), known.trained.get(model.id, 0), model.id in known.tested, model.order)


def _on_data(model: Model, known: _Known) -> int:
    """2: rows of the problem's data set went through it; 1: of which is not known; 0: only another data set's."""
    seen = known.data.get(model.id, frozenset())
    if known.dataset is None or not seen:
        return 1
    return 2 if known.dataset in seen else 0


def _fits(role: ModelRole, model: Model, known: _Known) -> bool:
    return any(_is(form, model, known) for form in role.forms)


def _is(role: ModelRole, model: Model, known: _Known) -> bool:
    if role.fitted and model.id not in known.trained:
        return False
    if role.data is not None and role.data not in known.data.get(model.id, ()):
        return False
    return fits(role, model, known.layers[model.id])


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


def _match(name: str, role: ModelRole, fitting: Sequence[Model], model: Model | None, known: _Known) -> RoleMatch:
    candidates = tuple(m.id for m in fitting)
    sought = _sought(role)
    if model is None:
        return RoleMatch(role=name, model=None, rule=f"No model has {sought}{_seen(known.evidence, known.layers)}.")
    if len(fitting) == 1:
        rule = f"{model_words(model)} is the one model that has {sought}."
    else:
        reason = _reason(model, fitting, known)
        rule = f"{len(fitting)} models have {sought}; {model_words(model)} was taken: {reason}."
    return RoleMatch(role=name, model=model, rule=rule, candidates=candidates)


def _reason(model: Model, fitting: Sequence[Model], known: _Known) -> str:
    """Why this one: the first rule that sets it apart."""
    if model is not fitting[0]:
        return "the others that come before it serve another role"
    peers = fitting[1:]
    place = _on_data(model, known)
    if place == 2 and not any(_on_data(m, known) == 2 for m in peers):
        return f"only this one was trained or tried on rows of {known.dataset}"
    if place == 1 and all(_on_data(m, known) == 0 for m in peers):
        return "the others were trained or tried on rows of another data set"
    peers = [m for m in peers if _on_data(m, known) == place]
    rank = known.trained.get(model.id, 0)
    if rank and not any(known.trained.get(m.id) for m in peers):
        return "only this one was trained"
    if rank == 2 and not any(known.trained.get(m.id) == 2 for m in peers):
        return "only this one was trained on its own"
    peers = [m for m in peers if known.trained.get(m.id, 0) == rank]
    if model.id in known.tested and not any(m.id in known.tested for m in peers):
        return "only this one was tried on test rows"
    kind = "trained" if rank else "fitting"
    return f"it is the last {kind} one that was built"


def _sought(role: ModelRole) -> str:
    return ", or ".join(map(_form_words, role.forms))


def _form_words(role: ModelRole) -> str:
    parts = []
    if role.has:
        layer = "layer" if len(role.has) == 1 else "layers"
        parts.append(f"{listing([kind_words(kind) for kind in role.has], 'then')} {layer}")
    if role.lacks:
        parts.append(f"no layer {listing([kind_words(kind) for kind in role.lacks], 'or')}")
    if role.output in _OUTPUTS:
        parts.append(_OUTPUTS[role.output])
    if role.input in _INPUTS:
        parts.append(_INPUTS[role.input])
    if role.named:
        parts.append(f"the class {listing(role.named, 'or')}")
    if role.width is not None:
        parts.append(f"{role.width.words()} values per row at its input")
    parts += [f"{kind_words(kind)} weights that learn" for kind in role.trains]
    parts += [f"frozen {kind_words(kind)} weights" for kind in role.freezes]
    if role.fitted:
        parts.append("a training that ran")
    if role.data is not None:
        parts.append(f"rows of {role.data} in its training or its answers")
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
