"""Training that goes round Keras's own `fit`: gradients of a tape handed to an optimiser, and custom train steps.

An optimiser is seen when it is first handed weights, which inside a `tf.function` is the moment of tracing; how many
steps it made is read off its own counter after every cell, and epochs are passes over a `tf.data.Dataset`.
"""

from __future__ import annotations

import functools
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from grader.evidence.wire.records import Fit
from grader.inside.budget.epochs import epochs_told
from grader.inside.probe.answers import UNKNOWN
from grader.inside.probe.catalogue import Known
from grader.inside.probe.keras_given import read_stream
from grader.inside.probe.keras_settings import learning_rate, loss_name, optimizer_name
from grader.inside.probe.keras_values import value_of
from grader.inside.probe.session import Session, current

LOOKS: Final = 4  # calls of an optimiser in one cell that are looked at; later ones hand it the same weights
MAX_PASSES: Final = 2_000
_PATCHED: set[int] = set()


@dataclass(slots=True)
class Stepper:
    """One optimiser and the weights it was handed."""

    optimizer: Any
    weights: dict[int, Any] = field(default_factory=dict)
    loss: str | None = None
    seen: int = 0  # steps that are accounted for
    looks: int = 0  # in this cell


@dataclass(slots=True)
class Iteration:
    """One pass over a dataset, with the steps of all optimisers before it."""

    dataset: Any
    steps: int


class KerasLoops:
    """What one attempt's optimisers did outside `fit` and `train_on_batch`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._steppers: dict[int, Stepper] = {}
        self._passes: list[Iteration] = []
        self.stepped: dict[str, Known] = {}  # models that `train_on_batch` trained in this cell
        self._losses: deque[str] = deque(maxlen=16)
        self._started = time.perf_counter()
        session.after_cell["keras loops"] = self.after_cell

    def applied(self, optimizer: Any, weights: Any) -> None:
        """An optimiser was handed gradients of these weights."""
        stepper = self._steppers.get(id(optimizer))
        if stepper is None:
            stepper = self._steppers[id(optimizer)] = Stepper(optimizer)
        if stepper.looks >= LOOKS:
            return
        stepper.looks += 1
        for weight in weights:
            stepper.weights[id(weight)] = weight
        stepper.loss = "+".join(dict.fromkeys(self._losses))[:200] or stepper.loss
        self._losses.clear()

    def computed(self, loss: Any) -> None:
        """A loss object was called."""
        name = loss_name(loss)
        if name:
            self._losses.append(name)

    def iterated(self, dataset: Any) -> None:
        """The notebook began a pass over a dataset."""
        if len(self._passes) < MAX_PASSES:
            self._passes.append(Iteration(dataset, self._steps()))

    def accounted(self, known: Known) -> None:
        """A call of Keras's own trained this model: those steps are in its Fit, made by that optimiser."""
        mine = {id(weight) for weight in known.adapter.weights(known.object)}
        used = [stepper for stepper in self._steppers.values() if stepper.weights.keys() & mine]
        for stepper in used:
            stepper.seen = _iterations(stepper.optimizer)
        if used and getattr(known.object, "optimizer", None) not in [stepper.optimizer for stepper in used]:
            known.memory["optimizer"] = used[-1].optimizer

    def after_cell(self) -> None:
        passes, self._passes = self._passes, []
        for known in self.stepped.values():
            self.accounted(known)
        self.stepped.clear()
        for stepper in self._steppers.values():
            stepper.looks = 0
            steps = _iterations(stepper.optimizer) - stepper.seen
            if steps > 0:
                stepper.seen += steps
                with self._session.watch.quietly("training loop"):
                    self._record(stepper, steps, passes)
        self._started = time.perf_counter()

    def _steps(self) -> int:
        return sum(_iterations(stepper.optimizer) for stepper in self._steppers.values())

    def _record(self, stepper: Stepper, steps: int, passes: list[Iteration]) -> None:
        known = self._model_of(stepper)
        if known is None:
            return
        session, answers = self._session, self._session.answers
        dataset, epochs = _epochs(passes, self._steps())
        loops = session.context.loops
        told = epochs_told(loops.finished_of(loops.clock.number_of(stepper.optimizer)), epochs)
        asked, epochs = (told.asked, told.ran) if told is not None else (None, epochs)
        features, labels = read_stream(session, dataset, None) if dataset is not None else (None, None)
        rows = answers.identify(features, labels) if features is not None else UNKNOWN
        batch = round(len(features) * epochs / steps) if features is not None else None
        answers.fitted(known, features, labels, rows)
        session.published(known)
        session.trained.record(
            Fit(
                id=session.next_fit(),
                model=known.id,
                cell=session.context.cell,
                optimizer=optimizer_name(stepper.optimizer),
                learning_rate=learning_rate(stepper.optimizer),
                loss=stepper.loss,
                epochs_asked=asked,
                epochs_run=epochs,
                batch_size=batch,
                rows=answers.rows(rows),
                seconds=round(time.perf_counter() - self._started, 3),
            ),
            known,
            stepper.weights.values(),
        )

    def _model_of(self, stepper: Stepper) -> Known | None:
        """The model with most of these weights; of several, the one with least besides them."""
        best: tuple[int, int] = (0, 0)
        found: Known | None = None
        for known in self._session.catalogue:
            model = known.object
            weights = known.adapter.weights(model) if model is not None and known.adapter.framework == "keras" else []
            shared = sum(1 for weight in weights if stepper.weights.get(id(weight)) is weight)
            if shared and (shared, -len(weights)) > best:
                best, found = (shared, -len(weights)), known
        return found


def loops_of(session: Session) -> KerasLoops:
    found = session.shared.get("keras loops")
    if not isinstance(found, KerasLoops):
        found = session.shared["keras loops"] = KerasLoops(session)
    return found


def watch_optimizers(module: Any) -> None:
    """Wrap what hands gradients to weights, and the calls of loss objects, once per library."""
    optimizers = getattr(module, "optimizers", None)
    base = getattr(optimizers, "Optimizer", None)
    if base is None or id(base) in _PATCHED:
        return
    _PATCHED.add(id(base))
    if hasattr(base, "apply"):
        _wrap_apply(base, "apply")
    else:
        _wrap_apply(base, "apply_gradients")
        legacy = getattr(getattr(optimizers, "legacy", None), "Optimizer", None)
        if legacy is not None:
            _wrap_apply(legacy, "apply_gradients")
    _wrap_losses(module.losses.Loss)


def watch_datasets(module: Any) -> None:
    """Wrap the beginning of a pass over a `tf.data.Dataset`."""
    kind = module.DatasetV2
    original = kind.__iter__
    if id(kind) in _PATCHED:
        return
    _PATCHED.add(id(kind))

    @functools.wraps(original)
    def __iter__(self: Any) -> Any:  # noqa: N807  # put in the place of a method of that name
        session = current()
        if session is not None and not session.watch.blind and not session.watch.inside("keras"):
            with session.watch.quietly("dataset"):
                loops_of(session).iterated(self)
        return original(self)

    kind.__iter__ = __iter__


def _wrap_apply(base: Any, name: str) -> None:
    owner = next((kind for kind in base.__mro__ if name in kind.__dict__), None)
    if owner is None:
        return
    original = owner.__dict__[name]

    @functools.wraps(original)
    def apply(self: Any, grads: Any, *args: Any, **kwargs: Any) -> Any:
        if name == "apply_gradients":
            grads = list(grads)  # often a zip, which can be read only once
        session = current()
        weights: Any = []
        if session is not None and not session.watch.blind:
            with session.watch.quietly("optimizer"):
                given = kwargs.get("trainable_variables", args[0] if args else None)
                weights = [pair[1] for pair in grads] if name == "apply_gradients" else given
                weights = weights or getattr(self, "_trainable_variables", [])
            session.context.loops.clock.follow(self, _first_of(weights))
        result = original(self, grads, *args, **kwargs)
        if session is not None and not session.watch.blind:
            with session.watch.quietly("optimizer"):
                loops_of(session).applied(self, weights or getattr(self, "_trainable_variables", []))
        return result

    setattr(owner, name, apply)


def _first_of(weights: Any) -> Any:
    """Of a list; what can be read only once is left to the optimiser."""
    return weights[0] if isinstance(weights, list | tuple) and weights else None


def _wrap_losses(base: Any) -> None:
    original = base.__call__

    @functools.wraps(original)
    def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807  # as above
        session = current()
        if session is not None and not session.watch.blind:
            with session.watch.quietly("loss"):
                loops_of(session).computed(self)
        return original(self, *args, **kwargs)

    base.__call__ = __call__


def _iterations(optimizer: Any) -> int:
    counter = getattr(optimizer, "iterations", 0)
    return int(np.asarray(value_of(counter)))


def _epochs(passes: list[Iteration], steps: int) -> tuple[Any, int]:
    """(the dataset passed over most often while steps were made, how often); a pass ends where the next begins."""
    counts: dict[int, tuple[Any, int]] = {}
    for place, one in enumerate(passes):
        end = passes[place + 1].steps if place + 1 < len(passes) else steps
        if end > one.steps:
            _, count = counts.get(id(one.dataset), (None, 0))
            counts[id(one.dataset)] = (one.dataset, count + 1)
    return max(counts.values(), key=lambda pair: pair[1], default=(None, 1))
