"""gensim 3 as gensim 4 no longer has it: `size=`, `iter=`, `wv.vocab`, `index2word`, `model[word]`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from grader.inside.gateway.shims.library import Change, Library, renamed
from grader.inside.hooks import after_import

SIZES: Final[dict[str, Change]] = {"size": renamed("vector_size"), "iter": renamed("epochs")}
ON_THE_MODEL: Final = (
    "distance", "distances", "doesnt_match", "evaluate_word_analogies", "get_vector", "most_similar",
    "most_similar_cosmul", "n_similarity", "rank", "similar_by_vector", "similar_by_word", "similarity", "wmdistance",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a vocabulary as gensim 3 kept it."""

    index: int
    count: int


class Vocabulary(Mapping[str, Entry]):
    """`wv.vocab`: each word's place and count, read from the vectors as they are when asked."""

    def __init__(self, vectors: Any) -> None:
        self._vectors = vectors

    def __getitem__(self, word: str) -> Entry:
        place = self._vectors.key_to_index[word]
        counts = self._vectors.expandos.get("count")
        return Entry(index=place, count=int(counts[place]) if counts is not None else 0)

    def __iter__(self) -> Iterator[str]:
        return iter(self._vectors.key_to_index)

    def __len__(self) -> int:
        return len(self._vectors.key_to_index)

    def __contains__(self, word: object) -> bool:
        return word in self._vectors.key_to_index


def install(library: Library) -> None:
    """Wait for each of gensim's modules."""
    after_import("gensim.models.word2vec", lambda module: _models(library, module, "Word2Vec"))
    after_import("gensim.models.doc2vec", lambda module: _models(library, module, "Doc2Vec"))
    after_import("gensim.models.fasttext", lambda module: _models(library, module, "FastText"))
    after_import("gensim.models.keyedvectors", lambda module: _vectors(library, module))


def _models(library: Library, module: Any, name: str) -> None:
    kind = getattr(module, name)
    library.keywords(kind, "__init__", SIZES)
    if name == "FastText":
        return  # what follows it has from Word2Vec
    library.members(
        kind,
        {
            **{each: (f"{name}.wv.{each}", _of_vectors(each)) for each in ON_THE_MODEL},
            "index2word": (f"{name}.wv.index_to_key", lambda model: model.wv.index_to_key),
            "iter": (f"{name}.epochs", lambda model: model.epochs),
            "syn0": (f"{name}.wv.vectors", lambda model: model.wv.vectors),
            "vocab": (f"{name}.wv.key_to_index", lambda model: Vocabulary(model.wv)),
        },
    )
    if "__getitem__" not in kind.__dict__:

        def look_up(model: Any, word: Any) -> Any:
            library.say(f"{name}[word]", f"{name}.wv[word]")
            return model.wv[word]

        def contains(model: Any, word: Any) -> bool:
            library.say(f"word in {name}", f"word in {name}.wv")
            return word in model.wv

        kind.__getitem__, kind.__contains__ = look_up, contains
        kind.__iter__ = None  # else looking up 0, 1, 2… would pass for iterating


def _of_vectors(name: str) -> Callable[[Any], Any]:
    return lambda model: getattr(model.wv, name)


def _vectors(library: Library, module: Any) -> None:
    library.members(
        module.KeyedVectors,
        {
            "vocab": ("KeyedVectors.key_to_index", Vocabulary),
            "index2word": ("KeyedVectors.index_to_key", lambda vectors: vectors.index_to_key),
            "index2entity": ("KeyedVectors.index_to_key", lambda vectors: vectors.index_to_key),
            "syn0": ("KeyedVectors.vectors", lambda vectors: vectors.vectors),
            "syn0norm": ("KeyedVectors.get_normed_vectors()", lambda vectors: vectors.get_normed_vectors()),
            "vectors_norm": ("KeyedVectors.get_normed_vectors()", lambda vectors: vectors.get_normed_vectors()),
            "wv": ("the vectors themselves", lambda vectors: vectors),
        },
    )
    original = module.KeyedVectors.__getitem__

    @functools.wraps(original)
    def look_up(vectors: Any, word: Any) -> Any:
        if isinstance(word, bool):  # a Tokenizer's `oov_token=True`; gensim 4 takes it for a mask and gives all vectors
            library.say("KeyedVectors[True]", "a TypeError, which code that goes on to the next word catches")
            raise TypeError("'bool' object is not iterable")
        return original(vectors, word)

    module.KeyedVectors.__getitem__ = look_up
