"""What a generator is given: noise of the probe's own generator, and classes in turn where it asks for one."""

from __future__ import annotations

from typing import Final

import numpy as np

from grader.evidence.wire.records import Layer
from grader.inside.probe.arrays import Array
from grader.inside.probe.forms import vector_of
from grader.inside.probe.shown import Shown, shaped

DRAWN: Final = 200
DRAWN_PER_CLASS: Final = 20
MAX_CLASSES: Final = 100
SEED: Final = 20_240_607  # of our own generator; the notebook's are not touched


def normal_noise(count: int, latent: int) -> Array:
    """(count, latent) draws from the standard normal distribution, the same at every call."""
    return np.random.Generator(np.random.PCG64(SEED)).standard_normal((count, latent)).astype(np.float32)


def noise_and_classes(shown: Shown) -> tuple[list[Array], Array | None, int] | None:
    """(inputs, classes asked for, values of noise per image); None for a model that takes anything else."""
    ports = shown.form.inputs
    layers = shown.known.last.layers if shown.known.last is not None else ()
    latents = [vector_of(port.shape) if not port.whole else None for port in ports]
    if len(ports) > 2 or not any(latents):
        return None
    at = max(range(len(ports)), key=lambda place: latents[place] or 0)
    latent = latents[at] or 0
    if len(ports) == 1:
        return [shaped(normal_noise(DRAWN, latent), ports[0].shape)], None, latent
    label = ports[1 - at]
    width = latents[1 - at]
    classes = width or _classes_of(layers)
    if not 1 < classes <= MAX_CLASSES:
        return None
    asked = np.repeat(np.arange(classes), DRAWN_PER_CLASS)
    noise = normal_noise(len(asked), latent)
    codes = np.eye(classes, dtype=np.float32)[asked] if width else asked.astype(np.int32 if label.whole else np.float32)
    inputs = [shaped(noise, ports[at].shape), shaped(codes, label.shape)]
    return (inputs if at == 0 else inputs[::-1]), asked.astype(np.int64), latent


def _classes_of(layers: tuple[Layer, ...]) -> int:
    """As many classes as the embedding of the label has rows; ten where the label is used without one."""
    sizes = [layer.settings.get("input_dim") for layer in layers if layer.kind == "embedding"]
    return next((size for size in sizes if isinstance(size, int)), 10)
