"""Models whose weights nobody looks into: described by their settings, known as changed by being fitted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.inside.probe.arrays import Array
from grader.inside.probe.catalogue import Known
from grader.inside.probe.forms import Form
from grader.inside.probe.session import current


class OpaqueAdapter:
    """What the adapters of scikit-learn and gensim have in common."""

    def fingerprint(self, model: Any) -> str:
        """There are no weights of one form: every fit counts as new."""
        session = current()
        known = session.catalogue.find(model) if session is not None else None
        return str(known.fits if known is not None else 0)

    def weights(self, model: Any) -> list[Any]:
        del model
        return []

    def trainable(self, model: Any) -> list[Any]:
        del model
        return []

    def form(self, known: Known, model: Any) -> Form | None:
        del known, model
        return None

    def outputs(self, known: Known, model: Any, inputs: Sequence[Array]) -> list[Array]:
        del known, model, inputs
        return []

    def at_once(self, known: Known, model: Any, inputs: Sequence[Array]) -> list[Array]:
        return self.outputs(known, model, inputs)
