"""Feature vectors and classifiers of pictures: networks of `keras.applications` with the published parameters."""

from __future__ import annotations

import functools
import re
from typing import Any

import tensorflow as tf
import tf_keras

from grader.inside.standins.tfhub_networks.catalogue import Images


class ImageNetwork:
    """Pictures, of shape (n, height, width, 3) with values in [0, 1], to vectors or logits of shape (n, numbers)."""

    def __init__(self, network: Images) -> None:
        make = getattr(tf_keras.applications, network.application)
        settings = {"weights": None, "include_top": False, "pooling": "avg", **network.settings}
        built = make(input_shape=(None, None, 3), **settings)
        self._model = built
        biased = not re.fullmatch(r"ResNet\d+", network.application)
        if not biased or network.application.startswith("Efficient"):
            change = functools.partial(_as_published, biased=biased)
            self._model = tf_keras.models.clone_model(built, clone_function=change)
        if network.classes:
            logits = tf_keras.layers.Dense(network.classes, name="logits")(self._model.output)
            self._model = tf_keras.Model(self._model.input, logits)
        self.variables = self._model.variables
        self.trainable_variables = self._model.trainable_variables
        self.signatures = {"default": self._signature, "serving_default": self._signature}

    def __call__(self, inputs: Any, training: bool = False) -> Any:
        return self._model(tf.cast(inputs, tf.float32), training=training)

    def _signature(self, *pictures: Any, **named: Any) -> dict[str, Any]:
        given = self(pictures[0] if pictures else next(iter(named.values())))
        return {"default": given, "logits": given}


def _as_published(layer: Any, *, biased: bool) -> Any:
    """A layer of `keras.applications` as the hub's network has it.

    Its pictures come scaled, and the convolutions of a ResNet of the first kind have no biases.
    """
    config = layer.get_config()
    if isinstance(layer, tf_keras.layers.Normalization | tf_keras.layers.Rescaling):
        return tf_keras.layers.Activation("linear", name=layer.name)
    if isinstance(layer, tf_keras.layers.Conv2D) and not biased:
        config["use_bias"] = False
    return type(layer).from_config(config)
