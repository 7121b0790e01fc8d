"""Vocabularies: tokens and their numbers, with word vectors where they are asked for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import torch

from grader.inside.standins.torchtext.vectors import (
    CharNGram,
    FastText,
    GloVe,
    Vectors,
    pretrained_aliases,
    vectors_of,
)

__all__ = ["CharNGram", "FastText", "GloVe", "Vectors", "Vocab", "build_vocab_from_iterator", "pretrained_aliases",
           "vocab"]  # fmt: skip

UNK = "<unk>"


class Vocab:
    """`itos` and `stoi` as in torchtext's first years; called, and with a default index, as in its last."""

    UNK = UNK

    def __init__(
        self,
        counter: Any,
        max_size: int | None = None,
        min_freq: int = 1,
        specials: Sequence[str] = (UNK, "<pad>"),
        vectors: Any = None,
        unk_init: Any = None,
        vectors_cache: str | None = None,  # noqa: ARG002  torchtext's own signature
        specials_first: bool = True,
    ) -> None:
        """Most frequent first, alike ones by spelling; `max_size` does not count the specials."""
        self.freqs: Any = counter if isinstance(counter, Counter) else Counter(counter)
        counts = {token: count for token, count in self.freqs.items() if token not in set(specials)}
        # Labels may be numbers: they are ordered among their own kind.
        tokens = sorted(counts, key=lambda token: (str(type(token)), token))
        tokens.sort(key=lambda token: counts[token], reverse=True)
        kept = [token for token in tokens if counts[token] >= max(min_freq, 1)][:max_size]
        self._take([*specials, *kept] if specials_first else [*kept, *specials])
        # Labels have no unknown ones: there a token that is not known is an error.
        self._default = self._stoi.get(UNK) if UNK in specials else None
        self.vectors: Any = None
        if vectors is not None:
            self.load_vectors(vectors, unk_init=unk_init)

    @classmethod
    def of(cls, tokens: Sequence[str]) -> Vocab:
        """A vocabulary of just these tokens, in this order, without a default."""
        made = cls(Counter(), specials=())
        made._take(list(tokens))
        return made

    def _take(self, tokens: list[Any]) -> None:
        self.itos = tokens
        self._stoi = {token: place for place, token in enumerate(tokens)}

    # -- as in the first years

    @property
    def stoi(self) -> Mapping[Any, int]:
        if self._default is None:
            return self._stoi
        default = self._default
        return defaultdict(lambda: default, self._stoi)

    def load_vectors(self, vectors: Any, unk_init: Any = None, **_: Any) -> None:
        """Word vectors by name or as they are, several side by side; zeros for words that have none."""
        sources = [vectors_of(each) for each in (vectors if isinstance(vectors, list | tuple) else [vectors])]
        rows = [torch.cat([source.of(token, unk_init) for source in sources]) for token in self.itos]
        self.vectors = torch.stack(rows)

    def set_vectors(self, stoi: Mapping[str, int], vectors: Any, dim: int, unk_init: Any = torch.Tensor.zero_) -> None:
        """Vectors by another vocabulary's numbers."""
        made = torch.zeros(len(self), dim)
        for place, token in enumerate(self.itos):
            made[place] = vectors[stoi[token]] if token in stoi else unk_init(made[place])
        self.vectors = made

    def extend(self, v: Vocab, sort: bool = False) -> None:
        for word in sorted(v.itos) if sort else v.itos:
            if word not in self._stoi:
                self.append_token(word)

    # -- as in the last

    def __len__(self) -> int:
        return len(self.itos)

    def __contains__(self, token: object) -> bool:
        return token in self._stoi

    def __getitem__(self, token: Any) -> int:
        """The number of a token. Raises: RuntimeError for one that is not known, where there is no default."""
        found = self._stoi.get(token, self._default)
        if found is None:
            raise RuntimeError(f"Token {token} not found and default index is not set")
        return found

    def __call__(self, tokens: Iterable[Any]) -> list[int]:
        return [self[token] for token in tokens]

    forward = lookup_indices = __call__

    def set_default_index(self, index: int | None) -> None:
        self._default = index

    def get_default_index(self) -> int | None:
        return self._default

    def insert_token(self, token: str, index: int) -> None:
        """Raises: RuntimeError for a token that is there or an index that is not."""
        if token in self._stoi or not 0 <= index <= len(self):
            raise RuntimeError(f"Token {token} cannot be inserted at {index}")
        self._take([*self.itos[:index], token, *self.itos[index:]])

    def append_token(self, token: str) -> None:
        self.insert_token(token, len(self))

    def lookup_token(self, index: int) -> Any:
        if not 0 <= index < len(self):
            raise RuntimeError(f"Specified index {index} is out of bounds for vocab of size {len(self)}")
        return self.itos[index]

    def lookup_tokens(self, indices: Iterable[int]) -> list[Any]:
        return [self.lookup_token(index) for index in indices]

    def get_stoi(self) -> dict[Any, int]:
        return dict(self._stoi)

    def get_itos(self) -> list[Any]:
        return list(self.itos)


def vocab(
    ordered_dict: Mapping[str, int],
    min_freq: int = 1,
    specials: Sequence[str] | None = None,
    special_first: bool = True,
) -> Vocab:
    """A vocabulary in the order of the dictionary."""
    special = list(specials or ())
    tokens = [token for token, count in ordered_dict.items() if count >= min_freq and token not in special]
    return Vocab.of([*special, *tokens] if special_first else [*tokens, *special])


def build_vocab_from_iterator(
    iterator: Iterable[Iterable[str]],
    min_freq: int = 1,
    specials: Sequence[str] | None = None,
    special_first: bool = True,
    max_tokens: int | None = None,
) -> Vocab:
    """A vocabulary of lists of tokens, most frequent first; `max_tokens` counts the specials too."""
    counted: Counter[str] = Counter()
    for tokens in iterator:
        counted.update(tokens)
    ordered = dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
    if max_tokens is not None:
        ordered = dict(list(ordered.items())[: max_tokens - len(specials or ())])
    return vocab(ordered, min_freq, specials, special_first)
