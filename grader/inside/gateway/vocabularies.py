"""Keras's `TextVectorization` where the served texts have fewer words than a network was laid out for.

`TextVectorization(max_tokens=20000, output_mode="multi_hot")` makes rows as wide as the vocabulary it finds, and the
network behind it says `Input((20000,))`. Of 50,000 reviews there are always that many words; of those a quick run is
served there may not be. The rows are then filled up to `max_tokens`, by the layer's own setting for it.
"""

from __future__ import annotations

import functools
from typing import Any, Final

from grader.inside.context import Context
from grader.inside.hooks import after_import

_HOMES: Final = (
    "keras.src.layers.preprocessing.text_vectorization",
    "tf_keras.src.layers.preprocessing.text_vectorization",
)
_WIDE: Final = frozenset({"multi_hot", "binary", "count", "tf_idf", "tf-idf"})


def install(context: Context) -> None:
    """Wait for the layer, in either Keras."""
    for home in _HOMES:
        after_import(home, lambda module: _fill_up(module.TextVectorization, context))


def _fill_up(layer: Any, context: Context) -> None:
    adapt = layer.adapt

    @functools.wraps(adapt)
    def filling_up(self: Any, *args: Any, **named: Any) -> Any:
        lookup, wanted = self._lookup_layer, self._max_tokens
        if wanted is None or self._output_mode not in _WIDE or lookup.pad_to_max_tokens:
            return adapt(self, *args, **named)
        lookup.pad_to_max_tokens = True  # before the words are counted: their weights are filled up as well
        answer = adapt(self, *args, **named)
        found = len(self.get_vocabulary())
        if found < wanted:
            context.substituted_once(
                asked=f"TextVectorization(max_tokens={wanted:,})",
                served=f"rows of {wanted:,} values, of which the {found:,} first are words",
                how="vocabulary",
                why="the served texts have fewer different words",
            )
        return answer

    layer.adapt = filling_up
