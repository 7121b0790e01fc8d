"""`info.features`: what each column holds, and encoders of text from the library's first years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

BYTES: Final = 256
_WORDS: Final = re.compile(r"\w+ ?|\W")  # words with the space after them, marks by themselves


class Text:
    """Texts as bytes."""

    def __init__(self, encoder: SubwordTextEncoder | None = None) -> None:
        self.encoder = encoder
        self.shape: tuple[int | None, ...] = () if encoder is None else (None,)
        self.dtype = np.int64 if encoder is not None else np.object_

    @property
    def vocab_size(self) -> int | None:
        return None if self.encoder is None else self.encoder.vocab_size

    def __repr__(self) -> str:
        return "Text(shape=(), dtype=string)"


class Image:
    """Pictures as uint8."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape = shape
        self.dtype = np.uint8

    def __repr__(self) -> str:
        return f"Image(shape={self.shape}, dtype=uint8)"


class ClassLabel:
    """Labels as numbers, with a name each."""

    def __init__(self, num_classes: int | None = None, names: Sequence[str] | None = None) -> None:
        self.names = list(names) if names is not None else [str(number) for number in range(num_classes or 0)]
        self.num_classes = len(self.names)
        self.shape: tuple[int, ...] = ()
        self.dtype = np.int64

    def int2str(self, int_value: int) -> str:
        return self.names[int(int_value)]

    def str2int(self, str_value: str) -> int:
        return self.names.index(str_value)

    def __repr__(self) -> str:
        return f"ClassLabel(shape=(), dtype=int64, num_classes={self.num_classes})"


class FeaturesDict(dict[str, Any]):
    """The columns by name."""

    @property
    def shape(self) -> dict[str, Any]:
        return {name: feature.shape for name, feature in self.items()}

    @property
    def dtype(self) -> dict[str, Any]:
        return {name: feature.dtype for name, feature in self.items()}


class SubwordTextEncoder:
    """Numbers from 1 for frequent words, after them one for each byte of all else; 0 is for padding."""

    def __init__(self, vocab_list: Sequence[str] | None = None, size: int | None = None) -> None:
        """`size` is the declared size of the vocabulary, where fewer words are there to fill it."""
        self.subwords = list(vocab_list or ())
        self._numbers = {word: place for place, word in enumerate(self.subwords, start=1)}
        self._bytes = size - BYTES if size is not None else len(self.subwords) + 1
        self.vocab_size = size if size is not None else len(self.subwords) + 1 + BYTES

    @classmethod
    def build_from_corpus(
        cls, corpus_generator: Iterable[Any], target_vocab_size: int, max_subword_length: int = 20, **_: Any
    ) -> SubwordTextEncoder:
        """A vocabulary of about that size, of the most frequent words."""
        counted: Counter[str] = Counter()
        for text in corpus_generator:
            plain = text.decode("utf-8") if isinstance(text, bytes) else str(text)
            counted.update(word for word in _WORDS.findall(plain) if 1 < len(word) <= max_subword_length)
        most = max(0, target_vocab_size - BYTES - 1)
        return cls([word for word, _ in counted.most_common(most)])

    def encode(self, s: Any) -> list[int]:
        text = s.decode("utf-8") if isinstance(s, bytes) else str(s)
        found: list[int] = []
        for word in _WORDS.findall(text):
            number = self._numbers.get(word)
            found.extend([number] if number else [self._bytes + byte for byte in word.encode("utf-8")])
        return found

    def decode(self, ids: Iterable[int]) -> str:
        """The text again; numbers that stand for nothing are left out."""
        made = bytearray()
        for number in map(int, ids):
            if 0 < number <= len(self.subwords):
                made += self.subwords[number - 1].encode("utf-8")
            elif self._bytes <= number < self._bytes + BYTES:
                made.append(number - self._bytes)
        return made.decode("utf-8", "replace")


class text:  # noqa: N801  a module of the library
    """`tfds.features.text`, later `tfds.deprecated.text`."""

    SubwordTextEncoder = SubwordTextEncoder
