"""Asking a Keras model, and knowing what its numbers mean."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from grader.inside.probe.arrays import Array
from grader.inside.probe.catalogue import Answer, Description, Known, OutputKind
from grader.inside.probe.forms import Form
from grader.inside.probe.keras_forms import flat_arrays, keras_form, keras_outputs
from grader.inside.probe.keras_layers import attribute_of, describe_keras
from grader.inside.probe.keras_quick import quick_answers
from grader.inside.probe.keras_values import value_of
from grader.inside.probe.session import current


class KerasAdapter:
    """How a Keras model is described and asked; `predict` is the model's own as Keras defines it."""

    framework: Literal["keras"] = "keras"

    def __init__(self, predict: Callable[..., Any]) -> None:
        self._predict = predict

    def describe(self, model: Any) -> Description:
        found, session = describe_keras(model), current()
        known = session.catalogue.find(model) if session is not None else None
        form = known.memory.get("form") if known is not None else None
        if form is None:
            return found
        return replace(found, input_shape=form.inputs[0].shape, output_shape=form.outputs[0])

    def fingerprint(self, model: Any) -> str:
        hasher = hashlib.blake2b(digest_size=12)
        for weight in self.weights(model):
            values = np.asarray(value_of(weight)).ravel()
            # A stride keeps large models cheap; an optimiser's step moves practically every weight.
            hasher.update(np.ascontiguousarray(values[:: max(1, values.size // 4096)]).tobytes())
        return hasher.hexdigest()

    def weights(self, model: Any) -> list[Any]:
        # A table of words, which Keras 2 keeps among the weights, has no values to look at.
        return [weight for weight in attribute_of(model, "weights") or () if hasattr(weight, "shape")]

    def trainable(self, model: Any) -> list[Any]:
        return list(attribute_of(model, "trainable_weights") or ())

    def form(self, known: Known, model: Any) -> Form | None:
        form = keras_form(model)
        if form is not None and form.outputs and not getattr(model, "outputs", None):
            known.memory["form"] = form  # a subclassed model does not say its shapes itself
        return form

    def outputs(self, known: Known, model: Any, inputs: Sequence[Array]) -> list[Array]:
        del known
        return keras_outputs(model, inputs)

    def at_once(self, known: Known, model: Any, inputs: Sequence[Array]) -> list[Array]:
        del known
        return flat_arrays(model.predict_on_batch(inputs[0] if len(inputs) == 1 else list(inputs)))

    def answer(self, known: Known, model: Any, features: Any) -> Answer | None:
        del known
        values = quick_answers(model, features)
        return keras_answer(model, self._predict(model, features, verbose=0) if values is None else values)


def keras_answer(model: Any, values: Any) -> Answer | None:
    """Predicted values with what they mean: judged by the last activation, the loss and the values' type."""
    if not isinstance(values, np.ndarray) or values.ndim == 0:
        return None
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    return Answer(values, _output_kind(model, values))


def _output_kind(model: Any, values: np.ndarray[Any, Any]) -> OutputKind:
    if values.dtype.kind in "biu":
        return "class"
    activation = ""
    for layer in reversed(describe_keras(model).layers):
        if layer.kind in {"flatten", "reshape", "dropout"}:
            continue
        activation = str(layer.settings.get("activation", ""))
        break
    if activation in {"sigmoid", "softmax"}:
        return "probability"
    loss = getattr(model, "loss", None)
    name = loss if isinstance(loss, str) else getattr(loss, "__name__", type(loss).__name__)
    if loss is not None and "crossentropy" not in str(name).lower():
        inside = values.size > 0 and float(values.min()) >= 0.0 and float(values.max()) <= 1.0
        return "probability" if inside else "score"
    return "probability" if activation not in {"", "linear"} and float(values.min()) >= 0.0 else "logit"
