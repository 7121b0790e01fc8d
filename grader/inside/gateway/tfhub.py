"""`hub.load`, `hub.KerasLayer` and, as it was in TensorFlow 1, `hub.Module`, without a network.

What coursework asks for is built with fresh weights; whatever else is asked for fails as it does, with a note.
"""

from __future__ import annotations

import functools
import os
from typing import Any, Final

from grader.inside.gateway.weights import NOT_THERE, Weights
from grader.inside.hooks import after_import
from grader.inside.standins.tfhub_networks.catalogue import Network, Texts, is_of_the_hub, known, network_of

_SMALLER: Final = f"{NOT_THERE}; its table of words is smaller than the published one"
# Graphs in which Keras works out what comes of a layer when a model is put together.
_BUILDING: Final = ("_scratch_graph", "build_graph")


def install(weights: Weights) -> None:
    """Wait for tensorflow_hub."""
    after_import("tensorflow_hub.module_v2", functools.partial(_answer_load, weights))
    after_import("tensorflow_hub", _answer_module)


def _answer_load(weights: Weights, module: Any) -> None:
    original = module.load

    @functools.wraps(original)
    def load(handle: Any, tags: Any = None, options: Any = None) -> Any:
        text = handle if isinstance(handle, str) else ""
        there = os.path.exists(text)  # noqa: PTH110  an address as a rule
        network = None if there else network_of(text)
        if network is not None:
            return _built(weights, text, network)
        try:
            return original(handle, tags=tags, options=options)
        except Exception:
            if is_of_the_hub(text):
                weights.context.note(
                    "weights",
                    f"{text} is not at hand, and it is none of TensorFlow Hub's networks that can be built: {known()}",
                )
            raise

    module.load = load


def _built(weights: Weights, handle: str, network: Network) -> Any:
    """The network, which says that it is fresh in every cell where a model is made with it."""
    import tensorflow as tf

    kind = _kind(network)
    smaller = isinstance(network, Texts) and not network.as_published

    def tell() -> None:
        weights.say_fresh(f"{handle} of TensorFlow Hub", _SMALLER if smaller else NOT_THERE)

    say = tf.autograph.experimental.do_not_convert(tell)

    def call(self: Any, inputs: Any, **named: Any) -> Any:
        if not tf.executing_eagerly() and tf.compat.v1.get_default_graph().name.endswith(_BUILDING):
            say()
        return kind.__call__(self, inputs, **named)

    say()
    # A layer of the hub's looks at the names of its arguments.
    return type(kind.__name__, (kind,), {"__call__": functools.wraps(kind.__call__)(call)})(network)


def _kind(network: Network) -> Any:
    if isinstance(network, Texts):
        from grader.inside.standins.tfhub_networks.texts import TextEmbedding

        return TextEmbedding
    from grader.inside.standins.tfhub_networks.images import ImageNetwork

    return ImageNetwork


def _answer_module(hub: Any) -> None:
    if hasattr(hub, "Module"):
        return

    class Module:
        """As in TensorFlow 1: called with a tensor or a dict of tensors, it gives a tensor or a dict of them."""

        def __init__(self, spec: Any, trainable: bool = False, name: str = "module", tags: Any = None) -> None:
            del name
            self._network = hub.load(spec, tags=tags)
            self.variables = list(self._network.variables)
            self.trainable_variables = list(self._network.trainable_variables) if trainable else []

        def __call__(self, inputs: Any = None, signature: str | None = None, as_dict: bool | None = None) -> Any:
            del signature
            given = next(iter(inputs.values())) if isinstance(inputs, dict) else inputs
            found = self._network(given)
            if not as_dict:
                return found
            words = getattr(self._network, "sequences", None)
            return {"default": found} | ({"elmo": words(given)} if words is not None else {})

    hub.Module = Module
