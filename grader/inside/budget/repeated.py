"""`model.predict` of a single batch, over and over: text written letter by letter, pictures for each step of a GAN.

Keras makes a data set, callbacks and a bar for every call, many times the work of a small network. From the ninth
question of one form on, a model is asked by `predict_on_batch`: the same compiled step and answers, and no bar.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np

OWNERS: Final = (
    ("keras.src.backend.tensorflow.trainer", "TensorFlowTrainer"),
    ("tf_keras.src.engine.training", "Model"),
)
FIRST: Final = 8  # calls of one form before it; a function for it is compiled then, a fifth of a second
_BATCH: Final = 32  # as Keras makes them
_LIBRARIES: Final = ("keras.src.models.", "tf_keras.src.engine.")  # a class of the notebook's may predict otherwise
_PLAIN: Final = frozenset({"x", "verbose", "batch_size"})

Form = tuple[tuple[tuple[int, ...], str], ...]


def ask_quickly(owner: str, say: Callable[[], None], module: Any) -> None:
    """Patch `predict` of the class `owner` in `module`; `say` is called whenever a question is answered so."""
    model_class = getattr(module, owner)
    original = model_class.predict
    asked: WeakKeyDictionary[Any, dict[Form, int]] = WeakKeyDictionary()

    @functools.wraps(original)
    def predict(self: Any, *args: Any, **named: Any) -> Any:
        form = _form(args, named) if type(self).__module__.startswith(_LIBRARIES) else None
        if form is not None:
            counts = asked.setdefault(self, {})
            counts[form] = counts.get(form, 0) + 1
            if counts[form] > FIRST:
                say()
                return self.predict_on_batch(args[0] if args else named["x"])
        return original(self, *args, **named)

    model_class.predict = predict


def _form(args: tuple[Any, ...], named: dict[str, Any]) -> Form | None:
    """Shapes and types of the arrays that are asked about; None where it is not one plain batch of arrays."""
    if len(args) > 1 or not named.keys() <= _PLAIN or (bool(args) == ("x" in named)):
        return None
    if named.get("verbose", "auto") not in (0, "auto"):
        return None
    x = args[0] if args else named["x"]
    arrays = x if isinstance(x, list | tuple) else [x]
    most = named.get("batch_size") or _BATCH
    if not arrays or not all(
        isinstance(array, np.ndarray) and array.ndim and array.dtype.kind in "biuf" for array in arrays
    ):
        return None
    if not isinstance(most, int) or not all(0 < len(array) <= most for array in arrays):
        return None
    return tuple((array.shape, array.dtype.str) for array in arrays)
