"""Keras 3: rows of pictures without `next()`, and a layer for texts that foretells another shape than it answers.

`TextVectorization` on a column of texts says (n, 1, words) and answers (n, words): a model that is put together from it
and a trained network, as notebooks do to ask about raw texts, is refused. Keras 2 foretold the right shape.
"""

from __future__ import annotations

import functools
from typing import Any, Final

from grader.inside.gateway.shims.library import Library
from grader.inside.hooks import after_import

_TEXTS: Final = "keras.src.layers.preprocessing.text_vectorization"
_PICTURES: Final = "keras.src.legacy.preprocessing.image"
_ROWS: Final = frozenset({"multi_hot", "count", "tf_idf"})  # one row of numbers for each text


def install(library: Library) -> None:
    """Wait for the layer and the iterators of `ImageDataGenerator`."""
    after_import(_TEXTS, lambda module: _foretell(library, module.TextVectorization))
    rows = {"next": ("next(iterator)", lambda iterator: functools.partial(next, iterator))}
    after_import(_PICTURES, lambda module: library.members(module.Iterator, rows))


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
