"""The encoder that BERT, DistilBERT and RoBERTa share, as Keras layers built from a transformers configuration.

Source: Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers", section 3 and appendix A.2; Vaswani
et al. 2017, "Attention Is All You Need", section 3. Parts have the names that notebooks reach for.
"""

from __future__ import annotations

import math
from typing import Any, Final

import tensorflow as tf

keras = tf.keras
_DISTIL_EPS: Final = 1e-12  # DistilBERT's configuration does not say it
_ACTIVATIONS: Final = {
    "gelu": lambda x: keras.activations.gelu(x, approximate=False),
    "gelu_new": lambda x: keras.activations.gelu(x, approximate=True),
    "swish": tf.nn.silu,
}


class Block(tf.keras.layers.Layer):  # type: ignore[misc]  # TensorFlow has no types here
    """Self-attention and two dense layers, each added to what it was given and normalised."""

    def __init__(self, config: Any, **named: Any) -> None:
        super().__init__(**named)
        width = config.hidden_size
        self._heads = config.num_attention_heads
        rates = _rates(config)
        self.query = _dense(config, width, "query")
        self.key = _dense(config, width, "key")
        self.value = _dense(config, width, "value")
        self.attention_output = _dense(config, width, "attention_output")
        self.attention_norm = _norm(config, "attention_norm")
        self.intermediate = _dense(config, _inner(config), "intermediate")
        self.dense_output = _dense(config, width, "output")
        self.output_norm = _norm(config, "output_norm")
        self.attention_dropout = keras.layers.Dropout(rates[1])
        self.dropout = keras.layers.Dropout(rates[0])
        name = getattr(config, "hidden_act", None) or config.activation
        self._activation = _ACTIVATIONS.get(name) or keras.activations.get(name)

    def call(self, states: Any, hiding: Any = None, training: Any = False) -> tuple[Any, Any]:
        """(states, attention): (rows, tokens, width) as given, (rows, heads, tokens, tokens).

        Args: `hiding` is added to the scores, much below 0 for tokens of a padding.
        """
        query, key, value = (self._split(part(states)) for part in (self.query, self.key, self.value))
        scores = tf.matmul(query, key, transpose_b=True) / math.sqrt(query.shape[-1])
        if hiding is not None:
            scores += tf.cast(hiding, scores.dtype)
        attention = tf.nn.softmax(scores, axis=-1)
        read = tf.matmul(self.attention_dropout(attention, training=training), value)
        joined = tf.reshape(tf.transpose(read, (0, 2, 1, 3)), tf.shape(states))
        seen = self.attention_norm(self.dropout(self.attention_output(joined), training=training) + states)
        made = self.dense_output(self._activation(self.intermediate(seen)))
        return self.output_norm(self.dropout(made, training=training) + seen), attention

    def _split(self, states: Any) -> Any:
        """(rows, tokens, width) to (rows, heads, tokens, width of a head)."""
        shape = tf.shape(states)
        parts = tf.reshape(states, (shape[0], shape[1], self._heads, states.shape[-1] // self._heads))
        return tf.transpose(parts, (0, 2, 1, 3))


class Embeddings(tf.keras.layers.Layer):  # type: ignore[misc]
    """Words, their places and, where the configuration knows any, types of tokens."""

    def __init__(self, config: Any, **named: Any) -> None:
        super().__init__(**named)
        self._first_place = config.pad_token_id + 1 if config.model_type == "roberta" else None
        self.word_embeddings = _embedding(config, config.vocab_size, "word_embeddings")
        self.position_embeddings = _embedding(config, config.max_position_embeddings, "position_embeddings")
        types = getattr(config, "type_vocab_size", 0)
        self.token_type_embeddings = _embedding(config, types, "token_type_embeddings") if types else None
        self.LayerNorm = _norm(config, "LayerNorm")
        self.dropout = keras.layers.Dropout(_rates(config)[0])

    def call(
        self, ids: Any, types: Any = None, places: Any = None, *, words: Any = None, training: Any = False
    ) -> Any:  # fmt: skip
        """(rows, tokens, width) of `ids`, of shape (rows, tokens), or of `words`, which are embedded already."""
        made = self.word_embeddings(ids) if words is None else words
        shape = tf.shape(made)[:2]
        if places is None:
            places = self._places(ids, shape)
        made += self.position_embeddings(places)
        if self.token_type_embeddings is not None:
            made += self.token_type_embeddings(tf.zeros(shape, tf.int32) if types is None else types)
        return self.dropout(self.LayerNorm(made), training=training)

    def _places(self, ids: Any, shape: Any) -> Any:
        """From 0 on; RoBERTa counts from behind its padding's number, and gives all of the padding that number."""
        if self._first_place is None or ids is None:
            return tf.range(self._first_place or 0, shape[1] + (self._first_place or 0))[None]
        there = tf.cast(tf.not_equal(tf.cast(ids, tf.int32), self._first_place - 1), tf.int32)
        return tf.cumsum(there, axis=1) * there + self._first_place - 1


class Encoder(tf.keras.layers.Layer):  # type: ignore[misc]
    """The blocks, one after another, in `layer`."""

    def __init__(self, config: Any, **named: Any) -> None:
        super().__init__(**named)
        self.layer = [Block(config, name=f"layer_._{number}") for number in range(config.num_hidden_layers)]

    def call(self, states: Any, hiding: Any = None, training: Any = False) -> tuple[list[Any], list[Any]]:
        """(states, those given among them; attentions), one for each block."""
        all_states, attentions = [states], []
        for block in self.layer:
            states, attention = block(states, hiding, training=training)
            all_states.append(states)
            attentions.append(attention)
        return all_states, attentions


class Pooler(tf.keras.layers.Layer):  # type: ignore[misc]
    """A dense layer on the first token."""

    def __init__(self, config: Any, **named: Any) -> None:
        super().__init__(**named)
        self.dense = _dense(config, config.hidden_size, "dense", activation="tanh")

    def call(self, states: Any) -> Any:
        """(rows, tokens, width) to (rows, width)."""
        return self.dense(states[:, 0])


class MainLayer(tf.keras.layers.Layer):  # type: ignore[misc]
    """Embeddings, encoder and, with `pooling`, the pooler; what a model of any of the classes begins with."""

    def __init__(self, config: Any, *, pooling: bool, **named: Any) -> None:
        super().__init__(**named)
        self.embeddings = Embeddings(config, name="embeddings")
        self.encoder = Encoder(config, name="encoder")
        self.pooler = Pooler(config, name="pooler") if pooling else None

    def call(
        self, ids: Any, kept: Any = None, types: Any = None, places: Any = None, *, words: Any = None,
        training: Any = False,
    ) -> tuple[list[Any], list[Any], Any]:  # fmt: skip
        """(states, attentions, pooled): lists over the blocks, and (rows, width) or None.

        Args: `ids` (rows, tokens), or `words` with one more axis; `kept` is 1 where there is a token, of shape
        (rows, tokens) or, for each token that looks, (rows, tokens, tokens). Keras has a use of its own for `mask`.
        """
        seen = self.embeddings(ids, types, places, words=words, training=training)
        states, attentions = self.encoder(seen, None if kept is None else _hiding(kept), training=training)
        return states, attentions, None if self.pooler is None else self.pooler(states[-1])


class TFBertMainLayer(MainLayer):
    """BERT's."""


class TFRobertaMainLayer(MainLayer):
    """RoBERTa's."""


class TFDistilBertMainLayer(MainLayer):
    """DistilBERT's, which calls its encoder a transformer."""

    @property
    def transformer(self) -> Any:
        """The encoder."""
        return self.encoder


def initial(config: Any) -> Any:
    """How weights begin; a new one for each, since Keras 2 repeats the numbers of one that is used again."""
    return keras.initializers.TruncatedNormal(stddev=config.initializer_range)


def _hiding(mask: Any) -> Any:
    kept = tf.cast(mask, tf.float32)
    kept = kept[:, None] if len(mask.shape) == 3 else kept[:, None, None]
    return (1.0 - kept) * -10_000.0  # also a number of half precision


def _dense(config: Any, units: int, name: str, activation: str | None = None) -> Any:
    return keras.layers.Dense(units, activation=activation, kernel_initializer=initial(config), name=name)


def _embedding(config: Any, rows: int, name: str) -> Any:
    return keras.layers.Embedding(rows, config.hidden_size, embeddings_initializer=initial(config), name=name)


def _norm(config: Any, name: str) -> Any:
    return keras.layers.LayerNormalization(epsilon=getattr(config, "layer_norm_eps", _DISTIL_EPS), name=name)


def _inner(config: Any) -> int:
    return int(getattr(config, "intermediate_size", None) or config.hidden_dim)


def _rates(config: Any) -> tuple[float, float]:
    """(of states, of attention): the shares that are dropped."""
    if config.model_type == "distilbert":
        return config.dropout, config.attention_dropout
    return config.hidden_dropout_prob, config.attention_probs_dropout_prob
