"""Embeddings of texts: a table of words as large as the published one, of which no page is touched that is not used."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import tensorflow as tf

from grader.inside.standins.tfhub_networks.catalogue import Texts

_CHANCE: Final = 4099  # rows of fixed numbers that words share; with two of them for each, few words share both
_SEED: Final = 20
_LARGE: Final = 1 << 24  # numbers: 64 MiB, above what any allocator keeps for another use
_LOOKED_AT: Final = 256  # rows of a large table that must be zeros indeed


class TextEmbedding:
    """Texts, of shape (n,), to vectors of shape (n, width).

    A word's vector is the sum of two rows of chance and of its own row in the table, which begins as zeros and is what
    learns. Zeros that nobody has written to take no memory, so even a billion bytes of them are no matter.
    """

    def __init__(self, network: Texts) -> None:
        rows, rest = divmod(network.parameters, network.width)
        self._width = network.width
        self._rows = rows
        self._table = _zeros((rows, network.width), "embeddings")
        self.trainable_variables = [self._table]
        if rest:
            self.trainable_variables.append(_zeros((rest,), "other_parameters"))
        self.variables = list(self.trainable_variables)
        chance = np.random.default_rng(_SEED).standard_normal((_CHANCE, network.width))
        self._chance = (chance / np.sqrt(2 * network.width)).astype("float32")
        self.signatures = {"default": self._signature, "serving_default": self._signature}

    def __call__(self, inputs: Any) -> Any:
        vectors, words = self._words(inputs)
        count = tf.cast(words.row_lengths(), tf.float32)
        total = tf.math.unsorted_segment_sum(vectors, words.value_rowids(), words.nrows())
        return tf.ensure_shape(total / tf.sqrt(tf.maximum(count, 1.0))[:, None], (None, self._width))

    def sequences(self, inputs: Any) -> Any:
        """A vector for each word, of shape (n, longest, width), zeros after the last."""
        vectors, words = self._words(inputs)
        return words.with_flat_values(vectors).to_tensor(shape=(None, None, self._width))

    def _words(self, inputs: Any) -> tuple[Any, Any]:
        """(vectors of all words, their texts' words as a ragged tensor)."""
        texts = tf.reshape(tf.convert_to_tensor(inputs, tf.string), (-1,))
        words = tf.strings.split(tf.strings.regex_replace(tf.strings.lower(texts), r"[^\w]+", " "))
        flat, chance = words.flat_values, tf.constant(self._chance)
        vectors = tf.gather(self._table, tf.strings.to_hash_bucket_fast(flat, self._rows))
        for salt in ("", "2"):
            vectors += tf.gather(chance, tf.strings.to_hash_bucket_fast(tf.strings.join([flat, salt]), _CHANCE))
        return vectors, words

    def _signature(self, *texts: Any, **named: Any) -> dict[str, Any]:
        vector = self(texts[0] if texts else next(iter(named.values())))
        return {"default": vector, "outputs": vector}


def _zeros(shape: tuple[int, ...], name: str) -> Any:
    with tf.device("CPU:0"):
        if math.prod(shape) >= _LARGE and tf.executing_eagerly():
            # The system hands out blocks of this size as zeros, page by page when they are written to.
            empty = tf.raw_ops.Empty(shape=shape, dtype=tf.float32, init=False)
            table = tf.Variable(empty, name=name)
            del empty  # held by both, it would be copied at the first look
            if not np.any(tf.gather(table, range(0, shape[0], max(1, shape[0] // _LOOKED_AT)))):
                return table
        return tf.Variable(lambda: tf.zeros(shape), name=name, shape=shape, dtype=tf.float32)
