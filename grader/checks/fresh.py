"""Models built with fresh weights, because the pretrained ones they asked for were not at hand."""

from __future__ import annotations

import re
from typing import Final

from grader.checks.base import NotAssessed
from grader.checks.matched import model_words
from grader.checks.words import sentence
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Layer, Model, Substitution

CAUSE: Final = "fresh weights"  # the cause of every criterion that waits for this reason
# "backbone/conv1_conv" in Keras and "backbone.conv1" in PyTorch: a layer keeps its last name inside another model.
_TAIL: Final = re.compile(r"[^/.]*$")


def without_pretraining(evidence: Evidence, model: Model, what: str) -> NotAssessed | None:
    """The outcome for a criterion that pretrained weights decide, where the model was built without them.

    Args: `what` the criterion is about: "accuracy".
    """
    found = _substitution(evidence, model)
    if found is None:
        return None
    asked = f" ({found.asked})" if found.asked else ""
    text = (
        f"{model_words(model)} was built with fresh weights: the pretrained ones it asked for{asked} were not at hand"
    )
    return NotAssessed(
        f"{sentence(text + f', so its {what} proves nothing')} A person has to look.", (model.cell,), CAUSE
    )


def _substitution(evidence: Evidence, model: Model) -> Substitution | None:
    """What stands for its weights: a substitution in the cell that built it, or one for a model it was built from."""
    for found in evidence.substitutions:
        if found.how != "weights" or CAUSE not in found.served:
            continue
        bases = [other for other in evidence.models if other.cell == found.cell and other.id != model.id]
        if model.cell == found.cell or any(_inside(base, model) for base in bases):
            return found
    return None


def _inside(base: Model, model: Model) -> bool:
    # Its own tensors, beside those of its layers, are named after its class, and inside another by the attribute.
    own = base.class_name.lower()
    inner = {_key(layer) for layer in base.layers if layer.parameters > 0 and layer.name != own}
    return bool(inner) and inner <= {_key(layer) for layer in model.layers if layer.parameters > 0}


def _key(layer: Layer) -> tuple[str, str, int, str]:
    found = _TAIL.search(layer.name)
    return layer.kind, layer.class_name, layer.parameters, found.group() if found else layer.name
