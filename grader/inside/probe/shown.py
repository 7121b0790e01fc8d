"""Trained models that take or make pictures, and what they give for arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grader.inside.probe.arrays import Array
from grader.inside.probe.catalogue import Known
from grader.inside.probe.forms import Form, Layout, Shape, layout_of, vector_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A trained model that takes or makes pictures."""

    known: Known
    form: Form
    takes: Layout | None
    makes: Layout | None

    @property
    def rebuilds(self) -> bool:
        return self.takes is not None and self.makes is not None and self.takes.size == self.makes.size

    @property
    def latent(self) -> int | None:
        """Length of the vector it makes out of a picture, where its first output is one."""
        alone = self.takes is not None and len(self.form.inputs) == 1 and self.makes is None
        return vector_of(self.form.outputs[0]) if alone and self.form.outputs else None

    @property
    def draws(self) -> bool:
        return self.takes is None and self.makes is not None


def shown_of(known: Known) -> Shown | None:
    model = known.object
    if model is None or not known.trained or known.adapter.framework not in {"keras", "torch"}:
        return None
    form = known.adapter.form(known, model)
    if form is None or not form.inputs or not form.outputs:
        return None
    first = known.adapter.framework == "torch"
    makes = layout_of(form.outputs[0], channels_first=first)
    takes = layout_of(form.inputs[0].shape, channels_first=first) if not form.inputs[0].whole else None
    if makes is not None and len(form.inputs[0].shape) == 1 and takes is not None and takes.size != makes.size:
        takes = None  # a long latent vector is no picture
    return Shown(known, form, takes, makes) if takes is not None or makes is not None else None


def has_spread(shown: Shown) -> bool:
    """True for an encoder that gives a mean and a log variance."""
    outputs = shown.form.outputs
    return shown.latent is not None and len(outputs) > 1 and outputs[0] == outputs[1]


def family_of(known: Known) -> Known:
    """The outermost model it was trained within, or itself."""
    seen = {known.id}
    while known.outer is not None and known.outer.id not in seen:
        known = known.outer
        seen.add(known.id)
    return known


def outputs_of(shown: Shown, inputs: list[Array]) -> list[Array]:
    return shown.known.adapter.outputs(shown.known, shown.known.object, inputs)


def points_of(shown: Shown, features: Array, decoder: Shown | None) -> list[Array]:
    """Mean and, where there is one, log variance of each picture: (count, dimensions)."""
    values = outputs_of(shown, [features])
    alike = [value for value in values if value.shape == values[0].shape]
    if len(alike) > 2 and not np.allclose(outputs_of(shown, [features[:8]])[0], alike[0][:8], atol=1e-4):
        alike = alike[1:]  # the first is drawn anew at each call: a point, not the mean
    points = [value.reshape(len(value), -1) for value in alike[:2]]
    size = vector_of(decoder.form.inputs[0].shape) if decoder is not None else None
    if len(points) == 1 and size is not None and points[0].shape[1] == 2 * size:
        return [points[0][:, :size], points[0][:, size:]]  # both in one output
    return points


def shaped(values: Array, shape: Shape) -> Array:
    return values.reshape(len(values), *[size or 1 for size in shape])
