"""Keras 3: rows of pictures without `next()`, sizes that are no plain `int`, and a layer for texts that errs.

`TextVectorization` on a column of texts says (n, 1, words) and answers (n, words): a model that is put together from it
and a trained network, as notebooks do to ask about raw texts, is refused. Keras 2 foretold the right shape. It also
took `Dense(np.prod(shape))`, whose units are NumPy's, and `InputLayer(32)` for `InputLayer((32,))`. And it answered
labels of shape (25, 1) after labels of shape (64,): of both Keras 3 makes one function, which then knows no shape.
Metrics had `reset_states()`.
"""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable
from numbers import Integral
from typing import Any, Final

from grader.inside.gateway.shims import keras_texts
from grader.inside.gateway.shims.library import Library
from grader.inside.hooks import after_import

_TEXTS: Final = "keras.src.layers.preprocessing.text_vectorization"
_PICTURES: Final = "keras.src.legacy.preprocessing.image"
_DENSE: Final = "keras.src.layers.core.dense"
_INPUT: Final = "keras.src.layers.core.input_layer"
_METRICS: Final = "keras.src.metrics.metric"
_TRAINER: Final = "keras.src.backend.tensorflow.trainer"
_NO_SHAPE: Final = ("unknown TensorShape", "shape with unknown rank")
_STRICT: Final = "the installed Keras takes no other form"
_ROWS: Final = frozenset({"multi_hot", "count", "tf_idf"})  # one row of numbers for each text


def install(library: Library) -> None:
    """Wait for the layers and the iterators of `ImageDataGenerator`."""
    after_import(_TEXTS, lambda module: _foretell(library, module.TextVectorization))
    rows = {"next": ("next(iterator)", lambda iterator: functools.partial(next, iterator))}
    after_import(_PICTURES, lambda module: library.members(module.Iterator, rows))
    after_import(_DENSE, lambda module: _take_sizes(library, module.Dense, int, "units"))
    after_import(_INPUT, lambda module: _take_sizes(library, module.InputLayer, _one_long, "shape", "input_shape"))
    reset = {"reset_states": ("reset_state()", lambda metric: metric.reset_state)}
    after_import(_METRICS, lambda module: library.members(module.Metric, reset))
    after_import("tensorflow.keras", _number)
    after_import(_TRAINER, lambda module: _ask_anew(library, module.TensorFlowTrainer))
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


def _one_long(size: Any) -> tuple[int]:
    return (int(size),)


def _take_sizes(library: Library, layer: Any, as_asked: Callable[[Any], Any], *names: str) -> None:
    """Let the first argument of `layer`, which has one of `names`, be any whole number.

    `as_asked` makes of it what the installed layer takes.
    """
    original = layer.__init__
    signature = inspect.signature(original)
    after = list(signature.parameters)[2:]  # behind `self` and the size

    @functools.wraps(original)
    def init(self: Any, *args: Any, **named: Any) -> None:
        used = next((name for name in names if name in named), names[0])
        given = args[0] if args else named.get(used)
        if isinstance(given, Integral) and not isinstance(given, bool | type(as_asked(given))):
            named |= {used: as_asked(given), **dict(zip(after, args[1:], strict=False))}
            library.say(f"{layer.__name__}({type(given).__name__})", f"{layer.__name__}({used}={named[used]})", _STRICT)
            args = ()
        original(self, *args, **named)

    init.__signature__ = signature  # type: ignore[attr-defined]  # Keras reads the names of arguments off it
    layer.__init__ = init
