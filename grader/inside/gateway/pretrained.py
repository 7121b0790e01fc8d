"""Everything about pretrained networks, in the order in which it has to stand ready."""

from __future__ import annotations

from grader.inside.context import Context
from grader.inside.gateway import hub_weights, keras_weights, tf_transformers, tfhub, torch_weights, torchvision_ops
from grader.inside.gateway.weights import Weights


def install(context: Context) -> None:
    """Lay links to the course's cache, and wait for the libraries that would download weights."""
    weights = Weights(context)
    weights.lay_links()
    torchvision_ops.install(context)
    keras_weights.install(weights)
    torch_weights.install(weights)
    hub_weights.install(weights)
    tf_transformers.install(weights)
    tfhub.install(weights)
