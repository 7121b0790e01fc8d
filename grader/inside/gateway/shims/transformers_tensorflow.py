"""transformers before 5: its TensorFlow classes, and tokenizers that return tensors of TensorFlow."""

from __future__ import annotations

import functools
from typing import Any, Final

from grader.inside.gateway.shims.library import Library, StandIn, alias

_HOME: Final = "grader.inside.standins.tf_transformers"
_SERVED: Final = "the same network, built with the Keras of this attempt"
_CLASSES: Final = {
    "models": (
        "TFBertForSequenceClassification", "TFBertModel", "TFDistilBertForSequenceClassification", "TFDistilBertModel",
        "TFPreTrainedModel", "TFRobertaForSequenceClassification", "TFRobertaModel",
    ),
    "automatic": ("TFAutoModel", "TFAutoModelForSequenceClassification"),
}  # fmt: skip
NAMES: Final = {
    name: StandIn(_SERVED, alias(f"{_HOME}.{module}:{name}").make)
    for module, names in _CLASSES.items()
    for name in names
}
_TENSORFLOW: Final = "tf"


def return_tensors(library: Library, kind: Any) -> None:
    """Let encoded texts, `kind` is their class, become tensors of TensorFlow: arrays first, and then those."""
    original = kind.convert_to_tensors

    @functools.wraps(original)
    def convert_to_tensors(self: Any, tensor_type: Any = None, *rest: Any, **named: Any) -> Any:
        if tensor_type != _TENSORFLOW:
            return original(self, tensor_type, *rest, **named)
        import tensorflow as tf

        library.say("return_tensors='tf'", "the same numbers as tensors of TensorFlow")
        original(self, "np", *rest, **named)
        for name, numbers in list(self.items()):
            # Whole numbers had four bytes there.
            self[name] = tf.constant(numbers, tf.int32 if numbers.dtype.kind in "iu" else None)
        return self

    kind.convert_to_tensors = convert_to_tensors
