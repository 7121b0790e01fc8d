"""Which models a fit trained: the one it was called on, and those that share weights with it.

A VAE is fitted, and its encoder and decoder with it; a generator learns inside a combined model. Such parts may
be built before the fit or out of the fitted model's layers afterwards.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from grader.evidence.wire.records import Fit
from grader.inside.probe.catalogue import Catalogue, Known
from grader.inside.probe.watch import Watch

MAX_PARTS: Final = 40


@dataclass(slots=True)
class Entry:
    """One fit as it was recorded last, with the weights it changed."""

    fit: Fit
    known: Known
    weights: dict[int, Any]  # id of a weight -> a weak reference to it
    seen: int = 0  # models that were known when its parts were looked for


class Trained:
    """Writes every Fit, and writes it again when a part of its model turns up."""

    def __init__(self, watch: Watch, catalogue: Catalogue) -> None:
        self._watch = watch
        self._catalogue = catalogue
        self._entries: dict[str, Entry] = {}

    def record(self, fit: Fit, known: Known, weights: Iterable[Any] | None = None) -> None:
        """Write a fit; `weights` are those it changed where they are not simply the model's trainable ones."""
        references: dict[int, Any] = {}
        with self._watch.quietly("parts"), self._watch.probing():
            if weights is None and known.object is not None:
                weights = known.adapter.trainable(known.object)
            references = {id(weight): _reference(weight) for weight in weights or ()}
        entry = self._entries[fit.id] = Entry(fit, known, references)
        with self._watch.quietly("parts"), self._watch.probing():
            entry.fit = replace(fit, parts=self._parts(entry))
        self._watch.context.emit.record(entry.fit)

    def refresh(self) -> None:
        """Look for parts among the models that were built since."""
        count = sum(1 for _ in self._catalogue)
        for entry in list(self._entries.values()):
            if entry.seen == count or not entry.weights:
                continue
            parts = self._parts(entry)
            if parts != entry.fit.parts:
                entry.fit = replace(entry.fit, parts=parts)
                self._watch.context.emit.record(entry.fit)

    def _parts(self, entry: Entry) -> tuple[str, ...]:
        found: list[str] = []
        entry.seen = 0
        for other in self._catalogue:
            entry.seen += 1
            model = other.object
            if other is entry.known or model is None or len(found) >= MAX_PARTS:
                continue
            if any(_is(entry.weights.get(id(weight)), weight) for weight in other.adapter.weights(model)):
                found.append(other.id)
                other.trained_within(entry.known)
        return tuple(found)


def _reference(weight: Any) -> Any:
    try:
        return weakref.ref(weight)
    except TypeError:
        return lambda: weight


def _is(reference: Any, weight: Any) -> bool:
    """An id alone could have been taken by another object since."""
    return reference is not None and reference() is weight
