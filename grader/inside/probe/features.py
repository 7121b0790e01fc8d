"""What a classifier knows of a row before its last layer decides: the numbers that a t-SNE plot is made of."""

from __future__ import annotations

import sys
from typing import Any, Final

import numpy as np

from grader.evidence.wire.records import Codes
from grader.inside.probe.answers import Answers
from grader.inside.probe.arrays import Array, as_array
from grader.inside.probe.catalogue import Catalogue, Known
from grader.inside.probe.keras_forms import keras_outputs
from grader.inside.probe.places import part_of, spread_over
from grader.inside.probe.torch_forms import torch_outputs
from grader.inside.probe.watch import Watch

ROWS: Final = 500
LEAST_ROWS: Final = 40
MAX_VALUES: Final = 1_000_000  # of one model
MAX_MODELS: Final = 8  # the last ones; a sweep builds many alike


class FeatureQuestions:
    """Asked once, after the last cell, of models that classify test rows."""

    def __init__(self, watch: Watch, catalogue: Catalogue, answers: Answers) -> None:
        self._watch = watch
        self._catalogue = catalogue
        self._answers = answers

    def ask(self, others: frozenset[str]) -> None:
        """`others` are ids of models that do not classify."""
        found = [known for known in self._catalogue if known.fits and known.tested and known.id not in others]
        for known in found[-MAX_MODELS:]:
            if known.object is not None and known.adapter.framework in {"keras", "torch"}:
                with self._watch.quietly("features"), self._watch.probing():
                    self._ask(known)

    def _ask(self, known: Known) -> None:
        candidate = self._answers.candidate_for(known)
        array = as_array(candidate.features) if candidate is not None else None
        if candidate is None or array is None or array.dtype.kind not in "biuf":
            return
        if candidate.identified.split != "test" or candidate.identified.indices is None:
            return
        form = known.adapter.form(known, known.object)
        if form is None or len(form.inputs) != 1:
            return
        places = spread_over(len(array), ROWS)
        rows = array[places].astype(np.int32 if form.inputs[0].whole else np.float32)
        ask = _keras_features if known.adapter.framework == "keras" else _torch_features
        values = ask(known, rows)
        if values is None or values.ndim != 2 or values.shape[1] < 2:
            return
        kept = min(len(values), MAX_VALUES // values.shape[1])
        mean = self._watch.context.emit.array(values[:kept].astype(np.float32)) if kept >= LEAST_ROWS else ""
        if mean:
            identified = part_of(candidate.identified, places[:kept])
            rows_of = self._answers.rows(identified)
            self._watch.context.emit.record(
                Codes(id=f"b{known.order}", model=known.id, cell=0, rows=rows_of, mean=mean)
            )


def _keras_features(known: Known, rows: Array) -> Array | None:
    """What the last dense layer of a model with a graph takes."""
    model = known.object
    library = sys.modules.get("tf_keras" if _is_of(model, "tf_keras") else "keras")
    last = next((layer for layer in reversed(model.layers) if type(layer).__name__ == "Dense"), None)
    if library is None or last is None or not getattr(model, "inputs", None):
        return None
    return keras_outputs(library.Model(model.inputs[0], last.input), [rows])[0]


def _is_of(model: Any, library: str) -> bool:
    return any(base.__module__.partition(".")[0] == library for base in type(model).__mro__)


def _torch_features(known: Known, rows: Array) -> Array | None:
    """What the linear layer that is called last takes."""
    model, trace = known.object, known.memory.get("trace")
    linear = {id(module): module for module in model.modules() if type(module).__name__ == "Linear"}
    last = next((linear[leaf] for leaf in reversed(trace.leaves) if leaf in linear), None) if trace else None
    if last is None:
        return None
    taken: list[Array] = []

    def take(_: Any, arguments: Any) -> None:
        array = as_array(arguments[0])
        if array is not None:
            taken.append(array.copy())

    handle = last.register_forward_pre_hook(take)
    try:
        shape = known.memory["call"]["ports"][0][0]
        torch_outputs(known, model, [rows.reshape(len(rows), *shape)])
    finally:
        handle.remove()
    found = np.concatenate(taken) if taken else None
    return found if found is not None and len(found) == len(rows) else None
