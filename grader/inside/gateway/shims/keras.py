"""Keras 3: `TextVectorization` on a column of texts says that it answers (n, 1, words), and answers (n, words).

A model that is put together from such a layer and a trained network, as notebooks do to ask about raw texts, is refused
for the shape foretold. Keras 2 foretold the right one.
"""

from __future__ import annotations

import functools
from typing import Any, Final

from grader.inside.gateway.shims.library import Library
from grader.inside.hooks import after_import

_HOME: Final = "keras.src.layers.preprocessing.text_vectorization"
_ROWS: Final = frozenset({"multi_hot", "count", "tf_idf"})  # one row of numbers for each text


def install(library: Library) -> None:
    """Wait for the layer."""
    after_import(_HOME, lambda module: _foretell(library, module.TextVectorization))


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
