"""Keras 3: rows of pictures without `next()`, pictures of whole numbers, and a layer for texts that errs.

`TextVectorization` on a column of texts says (n, 1, words) and answers (n, words): a model that is put together from it
and a trained network, as notebooks do to ask about raw texts, is refused. Keras 2 foretold the right shape. It also
answered labels of shape (25, 1) after labels of shape (64,): of both Keras 3 makes one function, which then knows no
shape. Metrics had `reset_states()`. `Resizing` gave fractions for whole numbers, which `/ 255.0` could follow; today it
gives whole numbers again.
"""

from __future__ import annotations

import functools
import importlib
from typing import Any, Final

from grader.inside.gateway.shims import keras_sizes, keras_texts
from grader.inside.gateway.shims.library import Library
from grader.inside.hooks import after_import

_TEXTS: Final = "keras.src.layers.preprocessing.text_vectorization"
_PICTURES: Final = "keras.src.legacy.preprocessing.image"
_RESIZING: Final = "keras.src.layers.preprocessing.image_preprocessing.resizing"
_METRICS: Final = "keras.src.metrics.metric"
_TRAINER: Final = "keras.src.backend.tensorflow.trainer"
_NO_SHAPE: Final = ("unknown TensorShape", "shape with unknown rank")
_ROWS: Final = frozenset({"multi_hot", "count", "tf_idf"})  # one row of numbers for each text


def install(library: Library) -> None:
    """Wait for the layers and the iterators of `ImageDataGenerator`."""
    after_import(_TEXTS, lambda module: _foretell(library, module.TextVectorization))
    rows = {"next": ("next(iterator)", lambda iterator: functools.partial(next, iterator))}
    after_import(_PICTURES, lambda module: library.members(module.Iterator, rows))
    after_import(_RESIZING, lambda module: _in_fractions(library, module.Resizing))
    reset = {"reset_states": ("reset_state()", lambda metric: metric.reset_state)}
    after_import(_METRICS, lambda module: library.members(module.Metric, reset))
    after_import("tensorflow.keras", _number)
    after_import(_TRAINER, lambda module: _ask_anew(library, module.TensorFlowTrainer))
    keras_sizes.install(library)
    keras_texts.install(library)


def _number(module: Any) -> None:
    """`import tensorflow.keras` finds a module of its own, which lacks the number that `tf.keras` has."""
    if not hasattr(module, "__version__"):
        module.__version__ = importlib.import_module("keras").__version__


def _foretell(library: Library, layer: Any) -> None:
    foretold = layer.compute_output_shape

    @functools.wraps(foretold)
    def compute_output_shape(self: Any, input_shape: Any) -> Any:
        shape = foretold(self, input_shape)
        if self._output_mode not in _ROWS or len(shape) != 3 or len(input_shape) != 2 or input_shape[-1] != 1:
            return shape
        library.say(
            "TextVectorization(Input((1,)))", "the shape of its answers", "the installed Keras foretells another"
        )
        return shape[0], shape[2]

    layer.compute_output_shape = compute_output_shape


def _in_fractions(library: Library, layer: Any) -> None:
    original = layer.transform_images

    @functools.wraps(original)
    def transform_images(self: Any, images: Any, *args: Any, **named: Any) -> Any:
        if "int" in str(images.dtype):
            images = self.backend.cast(images, self.compute_dtype)
            library.say("Resizing of whole numbers", "fractions", "the installed Keras gives whole numbers again")
        return original(self, images, *args, **named)

    layer.transform_images = transform_images


def _ask_anew(library: Library, trainer: Any) -> None:
    original = trainer.predict

    @functools.wraps(original)
    def predict(self: Any, *args: Any, **named: Any) -> Any:
        try:
            return original(self, *args, **named)
        except ValueError as error:
            if not any(words in str(error) for words in _NO_SHAPE):
                raise
        self.make_predict_function(force=True)
        library.say(
            "predict() of rows in another form than before",
            "their answers",
            "the installed Keras makes one function of both",
        )
        return original(self, *args, **named)

    trainer.predict = predict
