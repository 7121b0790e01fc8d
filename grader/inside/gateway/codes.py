"""Texts that a library makes numbers of: the rows they are stay known by the numbers.

A notebook's own token codes say nothing of the data by themselves, least of all when a few reviews are drawn at random.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from grader.inside.content import as_texts
from grader.inside.context import Context
from grader.inside.hooks import after_import

CHUNK: Final = 256
MOST_VALUES: Final = 100_000_000  # numbers that one layer makes of all texts; beyond it they are not followed
LEAST_TEXTS: Final = 10
_LAYERS: Final = (
    "keras.src.layers.preprocessing.text_vectorization",
    "tf_keras.src.layers.preprocessing.text_vectorization",
)
_TOKENIZERS: Final = (
    "keras.src.legacy.preprocessing.text",
    "tf_keras.src.preprocessing.text",
)


def install(context: Context) -> None:
    """Wait for the tokenizers of Keras, the layer that took their place, and transformers'."""
    for module in _TOKENIZERS:
        after_import(module, functools.partial(_follow_tokenizer, context))
    for module in _LAYERS:
        after_import(module, functools.partial(_follow_layer, context))
    after_import("transformers.tokenization_utils_base", functools.partial(_follow_transformers, context))


def learn_codes(context: Context, texts: Any, codes: Any) -> None:
    """Recognise `codes`, one a text, wherever they turn up; nothing happens where the texts are nobody's rows."""
    plain = as_texts(texts)
    if plain is None or len(plain) < LEAST_TEXTS or not hasattr(codes, "__len__") or len(codes) != len(plain):
        return
    found = context.rows.identify(plain, None)
    if found.indices is None:
        return
    tracker = context.rows.of(found.dataset)
    if isinstance(codes, list):
        tracker.learn_words([np.asarray(row, dtype=np.int32) for row in codes], found.indices)
    else:
        tracker.learn(codes, None, found.indices)
    tracker.learn_order(found.indices)


def follow(context: Context, texts: Any, codes: Any) -> None:
    """As `learn_codes`; what goes wrong is a note and never reaches the notebook."""
    _quietly(context, lambda: learn_codes(context, texts, codes))


def _follow_tokenizer(context: Context, module: Any) -> None:
    owner = module.Tokenizer
    for name in ("texts_to_sequences", "texts_to_matrix"):
        setattr(owner, name, _following(context, getattr(owner, name)))


def _following(context: Context, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def encode(self: Any, texts: Any, *args: Any, **named: Any) -> Any:
        codes = original(self, texts, *args, **named)
        follow(context, texts, codes)
        return codes

    return encode


def _follow_transformers(context: Context, module: Any) -> None:
    owner = module.PreTrainedTokenizerBase
    original = owner.__call__

    @functools.wraps(original)
    def encode(self: Any, text: Any = None, *args: Any, **named: Any) -> Any:
        made = original(self, text, *args, **named)
        if isinstance(text, list) and hasattr(made, "get"):
            follow(context, text, made.get("input_ids"))
        return made

    owner.__call__ = encode


def _follow_layer(context: Context, module: Any) -> None:
    owner = module.TextVectorization
    adapt = owner.adapt

    @functools.wraps(adapt)
    def learn(self: Any, *args: Any, **named: Any) -> Any:
        done = adapt(self, *args, **named)
        _quietly(context, lambda: _learn_layer(context, self))
        return done

    owner.adapt = learn


def _learn_layer(context: Context, layer: Any) -> None:
    """What the layer makes of every served text; pipelines of tf.data mix its answers and hand on no order."""
    for tracker in context.rows.trackers:
        if tracker.served is not None and tracker.served.texts:
            _learn_answers(layer, tracker)


def _learn_answers(layer: Any, tracker: Any) -> None:
    import tensorflow as tf

    texts, rows = tracker.served.texts, np.arange(tracker.served.count, dtype=np.int64)
    words: list[Any] = []
    for start in range(0, len(texts), CHUNK):
        part = slice(start, start + CHUNK)
        answer = layer(tf.constant(texts[part]))
        values = answer.to_tensor().numpy() if hasattr(answer, "to_tensor") else np.asarray(answer)
        if start == 0 and values.size // len(values) * len(texts) > MOST_VALUES:
            return
        if values.dtype.kind in "iu":
            words.extend(np.trim_zeros(row, "b").astype(np.int32) for row in values)
        else:
            tracker.learn(values, None, rows[part])
    if words:
        tracker.learn_words(words, rows)


def _quietly(context: Context, act: Callable[[], None]) -> None:
    try:
        act()
    except Exception as error:  # noqa: BLE001  ours: it must not reach the notebook
        context.note("rows", f"{type(error).__name__}: {error}")
