"""Words that code asks a model of its own for and that the served texts lack: `model.wv["maid"]`.

A model trained on 25,000 published reviews knows words that one trained on fewer does not. What the code names is
answered with another word that the model knows, the same one in every attempt; the model itself stays as it is, and
what asks whether it knows the word is told the truth.
"""

from __future__ import annotations

import functools
import hashlib
from typing import Any

from grader.inside.context import Context
from grader.inside.gateway.published_sizes import FEWER, sizes_of
from grader.inside.gateway.usage import parsed
from grader.inside.gateway.vector_words import words_named
from grader.inside.hooks import after_import


def install(context: Context) -> None:
    """Wait for gensim, where some data set is served with fewer rows than it was published with."""
    if any(sizes_of(context)):
        after_import("gensim.models.keyedvectors", lambda module: _answer(context, module.KeyedVectors))


def _answer(context: Context, vectors: Any) -> None:
    index, mean, rank = vectors.get_index, vectors.get_mean_vector, vectors.rank_by_centrality

    @functools.cache
    def named() -> frozenset[str]:
        return frozenset(words_named(parsed(cell.source for cell in context.job.cells if cell.kind == "code")))

    def instead(self: Any, key: Any) -> Any:
        """A word that the model knows for one that the code names and it does not; any other key as it is."""
        if not isinstance(key, str) or key not in named() or key in self or not self.index_to_key:
            return key  # FastText knows any word, by its parts
        digest = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
        other = self.index_to_key[digest % len(self.index_to_key)]
        context.substituted_once(asked=f"the word {key!r} of a model", served=f"{other!r}", how="word", why=FEWER)
        return other

    @functools.wraps(index)
    def get_index(self: Any, key: Any, default: Any = None) -> Any:
        return index(self, instead(self, key) if default is None else key, default)

    @functools.wraps(mean)
    def get_mean_vector(self: Any, keys: Any, *args: Any, **named_: Any) -> Any:
        return mean(self, [instead(self, key) for key in keys], *args, **named_)

    @functools.wraps(rank)
    def rank_by_centrality(self: Any, words: Any, *args: Any, **named_: Any) -> Any:
        """gensim passes over words that it does not know, unless it knows none."""
        if any(word in self for word in words):
            return rank(self, words, *args, **named_)
        asked = {instead(self, word): word for word in words}
        return [(near, asked[word]) for near, word in rank(self, list(asked), *args, **named_)]

    vectors.get_index, vectors.get_mean_vector = get_index, get_mean_vector
    vectors.rank_by_centrality = rank_by_centrality
