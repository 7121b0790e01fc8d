"""Models inside models: an encoder is trained when the autoencoder around it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Fit, Layer, Model

MOST_HOLDERS: Final = 200  # trained models that are looked into; a notebook that trains more hides nothing in them

Key: TypeAlias = tuple[str, str, str]
# "encoder/conv2d_3" in Keras and "encoder.conv1" in PyTorch: a layer keeps its last name inside another model.
_TAIL: Final = re.compile(r"[^/.]*$")


@dataclass(frozen=True, slots=True)
class _Outer:
    """A trained model that may hold others."""

    id: str
    keys: frozenset[Key]  # of its layers with weights
    learning: frozenset[Key]  # of those with weights that learn


class Nesting:
    """Which models of an attempt hold which others; made once where many are asked about."""

    def __init__(self, evidence: Evidence) -> None:
        self._fits: dict[str, list[Fit]] = {}
        for fit in evidence.fits:
            if fit.epochs_run > 0:
                self._fits.setdefault(fit.model, []).append(fit)
        trained = [model for model in evidence.models if model.id in self._fits][-MOST_HOLDERS:]
        self._outer = [
            _Outer(m.id, _keys(m.layers), frozenset(_key(layer) for layer in m.layers if layer.trainable > 0))
            for m in trained
        ]

    def holders(self, model: Model) -> tuple[str, ...]:
        """Ids of the trained models with all layers with weights of this one, one of them learning, and more."""
        inner = _keys(model.layers)
        if not inner:
            return ()
        # Equal sets are two models of one form, not one inside the other.
        return tuple(o.id for o in self._outer if o.id != model.id and inner < o.keys and inner & o.learning)

    def trainings(self, model: Model) -> tuple[Fit, ...]:
        """The trainings of a model that ran, in order: its own, else those of the models that hold it."""
        own = self._fits.get(model.id)
        if own:
            return tuple(own)
        return tuple(fit for outer in self.holders(model) for fit in self._fits[outer])


def trainings(evidence: Evidence, model: Model) -> tuple[Fit, ...]:
    """The trainings of a model that ran: its own, else those of the models that hold it."""
    own = tuple(fit for fit in evidence.fits_of(model.id) if fit.epochs_run > 0)
    return own or Nesting(evidence).trainings(model)


def _keys(layers: Iterable[Layer]) -> frozenset[Key]:
    return frozenset(_key(layer) for layer in layers if layer.parameters > 0)


def _key(layer: Layer) -> Key:
    found = _TAIL.search(layer.name)
    return layer.kind, layer.class_name, found.group() if found else layer.name
