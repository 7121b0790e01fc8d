"""To which range a notebook scaled its pictures, and to which a model scales those it makes."""

from __future__ import annotations

from typing import Final

import numpy as np

from grader.inside.probe.arrays import Array
from grader.inside.probe.catalogue import Known
from grader.inside.probe.forms import layout_of, snapped
from grader.inside.probe.shown import family_of

ACTIVATED: Final = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0)}
AFTERWARDS: Final = frozenset({"flatten", "reshape", "dropout", "permute"})


def range_of_training(known: Known) -> tuple[float, float] | None:
    """Least and largest value of the pictures that it, or the model it is part of, was fitted on."""
    for model in (known, family_of(known)):
        if model.range is not None and model.signature is not None and _is_pictures(model.signature[1]):
            return model.range
    return None


def _is_pictures(shape: tuple[int, ...]) -> bool:
    return layout_of(shape, channels_first=True) is not None or layout_of(shape, channels_first=False) is not None


def range_of_inputs(known: Known, features: Array) -> tuple[float, float]:
    least, most = range_of_training(known) or (float(features.min()), float(features.max()))
    return snapped(least, most)


def range_of_outputs(known: Known, values: Array) -> tuple[float, float]:
    """After a tanh or a sigmoid what these give; else what the model was fitted on, or what it gave."""
    for layer in reversed(known.last.layers if known.last is not None else ()):
        if layer.kind in AFTERWARDS:
            continue
        found = ACTIVATED.get(str(layer.settings.get("activation", "")))
        if found is not None:
            return found
        break
    least, most = range_of_training(known) or (float(values.min()), float(values.max()))
    return snapped(least, most)


def distance_between(one: tuple[float, float] | None, other: tuple[float, float] | None) -> float:
    """How differently two sets of values are scaled, as a share of the second's width."""
    if one is None or other is None:
        return 0.0
    width = max(other[1] - other[0], 1e-9)
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) / width


def rescaled(rows: Array, seen: tuple[float, float] | None, wanted: tuple[float, float]) -> Array:
    if seen is None:
        return rows
    (low, high), (least, most) = snapped(*seen), snapped(*wanted)
    return np.asarray((rows - low) / (high - low) * (most - least) + least, dtype=np.float32)
