"""A stand-in for the text tokenizer of Keras 2, for notebooks that import it by its old name.

Numbers words by how often they occur, ties in order of appearance, from 1; 0 is left for padding.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

PUBLIC: Final = ("Tokenizer", "text_to_word_sequence", "one_hot", "hashing_trick")
FILTERS: Final = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'


def text_to_word_sequence(input_text: str, filters: str = FILTERS, lower: bool = True, split: str = " ") -> list[str]:
    """The words of a text, filtered characters taken as `split`."""
    text = input_text.lower() if lower else input_text
    return [word for word in text.translate({ord(mark): split for mark in filters}).split(split) if word]


def hashing_trick(
    text: str,
    n: int,
    hash_function: str | Callable[[str], int] | None = None,
    filters: str = FILTERS,
    lower: bool = True,
    split: str = " ",
) -> list[int]:
    """Each word as a number in [1, n), by a hash."""
    by: Callable[[str], int] = hash
    if hash_function == "md5":
        by = _md5
    elif callable(hash_function):
        by = hash_function
    return [by(word) % (n - 1) + 1 for word in text_to_word_sequence(text, filters, lower, split)]


def one_hot(input_text: str, n: int, filters: str = FILTERS, lower: bool = True, split: str = " ") -> list[int]:
    """Each word as a number in [1, n); by a hash that is the same in every run, unlike the original's."""
    return hashing_trick(input_text, n, "md5", filters, lower, split)


def _md5(word: str) -> int:
    return int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16)


class Tokenizer:
    """Texts to lists of word numbers or to matrices; attributes as in Keras 2."""

    def __init__(
        self,
        num_words: int | None = None,
        filters: str = FILTERS,
        lower: bool = True,
        split: str = " ",
        char_level: bool = False,
        oov_token: str | None = None,
        analyzer: Callable[[str], list[str]] | None = None,
        **_: object,
    ) -> None:
        self.num_words = num_words
        self.filters = filters
        self.lower = lower
        self.split = split
        self.char_level = char_level
        self.oov_token = oov_token
        self.analyzer = analyzer
        self.word_counts: dict[str, int] = {}
        self.word_docs: dict[str, int] = {}
        self.word_index: dict[str, int] = {}
        self.index_word: dict[int, str] = {}
        self.index_docs: dict[int, int] = {}
        self.document_count = 0

    def fit_on_texts(self, texts: Iterable[str | Sequence[str]]) -> None:
        """Count the words of `texts` and number them anew."""
        counts, documents = Counter(self.word_counts), Counter(self.word_docs)
        for text in texts:
            words = self._words(text)
            self.document_count += 1
            counts.update(words)
            documents.update(set(words))
        self.word_counts, self.word_docs = dict(counts), dict(documents)
        ordered = sorted(counts, key=lambda word: -counts[word])  # stable: ties stay in order of appearance
        first = [] if self.oov_token is None else [self.oov_token]
        self.word_index = {word: number for number, word in enumerate([*first, *ordered], start=1)}
        self.index_word = {number: word for word, number in self.word_index.items()}
        self.index_docs = {self.word_index[word]: count for word, count in self.word_docs.items()}

    def texts_to_sequences(self, texts: Iterable[str | Sequence[str]]) -> list[list[int]]:
        """Each text as the numbers of its words; unknown words are left out, or are the `oov_token`'s number."""
        return list(self.texts_to_sequences_generator(texts))

    def texts_to_sequences_generator(self, texts: Iterable[str | Sequence[str]]) -> Iterator[list[int]]:
        for text in texts:
            yield [number for word in self._words(text) if (number := self._number(word)) is not None]

    def sequences_to_texts(self, sequences: Iterable[Sequence[int]]) -> list[str]:
        """The words of number lists, joined by blanks."""
        texts = []
        for sequence in sequences:
            words = [self.index_word.get(int(number), self.oov_token) for number in sequence]
            texts.append(" ".join(word for word in words if word is not None))
        return texts

    def texts_to_matrix(self, texts: Iterable[str | Sequence[str]], mode: str = "binary") -> npt.NDArray[np.float64]:
        """One row per text, one column per number; `mode` is "binary", "count", "freq" or "tfidf"."""
        return self.sequences_to_matrix(self.texts_to_sequences(texts), mode)

    def sequences_to_matrix(self, sequences: Sequence[Sequence[int]], mode: str = "binary") -> npt.NDArray[np.float64]:
        """As `texts_to_matrix`. Raises: ValueError for another mode, or before anything was fitted."""
        if mode not in ("binary", "count", "freq", "tfidf"):
            raise ValueError(f"Unknown vectorization mode: {mode}")
        width = self.num_words or len(self.word_index) + 1
        if width == 1:
            raise ValueError("Specify a dimension (`num_words` argument), or fit on some text data first.")
        matrix = np.zeros((len(sequences), width))
        for row, sequence in enumerate(sequences):
            for number, count in Counter(number for number in sequence if number < width).items():
                matrix[row, number] = self._weight(mode, number, count, len(sequence))
        return matrix

    def _weight(self, mode: str, number: int, count: int, length: int) -> float:
        if mode == "count":
            return float(count)
        if mode == "freq":
            return count / length
        if mode == "tfidf":
            found_in = self.index_docs.get(number, 0)
            return float((1 + np.log(count)) * np.log(1 + self.document_count / (1 + found_in)))
        return 1.0

    def _number(self, word: str) -> int | None:
        number = self.word_index.get(word)
        if number is not None and (self.num_words is None or number < self.num_words):
            return number
        return None if self.oov_token is None else self.word_index.get(self.oov_token)

    def _words(self, text: str | Sequence[str]) -> list[str]:
        if self.analyzer is not None and isinstance(text, str):
            return self.analyzer(text)
        if isinstance(text, str) and not self.char_level:
            return text_to_word_sequence(text, self.filters, self.lower, self.split)
        return [unit.lower() if self.lower else unit for unit in text]
