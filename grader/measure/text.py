"""How well a character model knows the language of its texts: bits per character, real words, repetition."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from grader.evidence.evidence import Array
from grader.evidence.wire.records import Continuation, NextCharacters
from grader.measure.answers import UnreadableAnswersError
from grader.measure.estimates import Estimate, share_of
from grader.measure.intervals import Z_TWO_SIDED

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

FLOOR: Final = 1e-6  # a probability below counts as this, so that one character costs at most 20 bits
SUM_TOLERANCE: Final = 1e-2  # how far the probabilities of one answer may be from 1 together
NGRAM: Final = 4
FEW_TOKENS: Final = 2 * NGRAM  # text with fewer is read character by character

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CharacterBits:
    """What the next character costs on average, in bits; lower is better. `low`, `high`: 95 % interval."""

    value: float
    standard_error: float  # over the windows, taken as independent
    low: float  # not below 0
    high: float
    unigram: float  # what the same characters cost one who knows their frequencies in the training text alone
    n: int  # windows
    places: IntArray  # (n,): where in the held-out text each character stands
    bits: FloatArray  # (n,): what each cost


def bits_per_character(
    record: NextCharacters, starts: Array, values: Array, *, train: Sequence[str], test: Sequence[str]
) -> CharacterBits:
    """The mean of -log2 of the probability that was given to the character that did come next.

    Args: `starts` (count,) and `values` (count, characters) are the record's arrays; `train` and `test` the true
        texts of its data set's rows in served order. The text that the starts point into is made again from `test`
        by the rule in the record's docstring.
    Raises: UnreadableAnswersError where the answers are about no such text, or are no probabilities.
    """
    code = _codes_of(record)
    text = _encoded(test, record.joiner, code)
    at = np.asarray(starts, dtype=np.int64)
    given = np.asarray(values, dtype=np.float64)
    _require_windows(record, at, given, text.size)
    true = text[at + record.window]
    chances = given / given.sum(axis=1, keepdims=True)
    bits = -np.log2(np.maximum(chances[np.arange(at.size), true], FLOOR))
    mean = float(bits.mean())
    error = float(bits.std(ddof=1) / math.sqrt(bits.size)) if bits.size > 1 else math.inf
    half = Z_TWO_SIDED * error
    return CharacterBits(
        value=mean,
        standard_error=error,
        low=max(0.0, mean - half),
        high=mean + half,
        unigram=float(_unigram_bits(_encoded(train, record.joiner, code), len(code))[true].mean()),
        n=int(bits.size),
        places=at + record.window,
        bits=bits,
    )


def _codes_of(record: NextCharacters) -> dict[str, int]:
    if len(set(record.alphabet)) != len(record.alphabet) or any(len(ch) != 1 for ch in record.alphabet):
        raise UnreadableAnswersError("its alphabet is not one different character for each code")
    return {ch: place for place, ch in enumerate(record.alphabet)}


def _encoded(texts: Iterable[str], joiner: str, code: dict[str, int]) -> IntArray:
    """All texts, each followed by the joiner, as codes; characters without a code are left out."""
    joined = "".join(text + joiner for text in texts)
    return np.fromiter((code[ch] for ch in joined if ch in code), dtype=np.int64)


def _require_windows(record: NextCharacters, at: IntArray, given: FloatArray, length: int) -> None:
    if at.ndim != 1 or at.size == 0 or given.shape != (at.size, len(record.alphabet)):
        raise UnreadableAnswersError("its answers are not one row of probabilities for each window")
    if record.window < 1 or int(at.min()) < 0 or int(at.max()) + record.window >= length:
        raise UnreadableAnswersError(f"its windows do not lie in the held-out text of {length:,} characters")
    if np.unique(at).size != at.size:
        raise UnreadableAnswersError("some of its windows are the same, so it is not known which answer counts")
    sums = given.sum(axis=1)
    if not np.isfinite(given).all() or (given < 0).any() or (np.abs(sums - 1) > SUM_TOLERANCE).any():
        raise UnreadableAnswersError("its answers are no probabilities: not all finite, from 0, with a sum of 1")


def _unigram_bits(train: IntArray, characters: int) -> FloatArray:
    """Bits of each character, shape (characters,), when only how often each stands in `train` is known.

    Each character counts once more than it was seen (Laplace), so that none is impossible.
    """
    counts = np.bincount(train, minlength=characters) + 1.0
    bits: FloatArray = -np.log2(counts / counts.sum())
    return bits


def words_in(text: str) -> list[str]:
    """Words of two letters or more, case folded; a single letter says nothing."""
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text) if len(word) > 1]


def vocabulary_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in words_in(text))


def real_words(written: Iterable[Continuation], vocabulary: frozenset[str]) -> Estimate | None:
    """How many of the words a model wrote stand in the vocabulary of its training texts; None where there are none.

    The first and the last word of a continuation are left aside where they may be halves.
    """
    words = [word for each in written for word in words_in(_whole_words(each))]
    return share_of(sum(word in vocabulary for word in words), len(words)) if words else None


def _whole_words(written: Continuation) -> str:
    text = written.text
    if written.start[-1:].isalpha():
        text = text[_letters(text) :]
    ending = _letters(text[::-1])
    return text[: len(text) - ending]


def _letters(text: str) -> int:
    """How many letters it begins with."""
    return next((place for place, ch in enumerate(text) if not ch.isalpha()), len(text))


def repetition(written: Iterable[Continuation]) -> Estimate | None:
    """How many of the runs of four words in a continuation stand earlier in the same one; None where there are none.

    A text of fewer than eight words, as one endless word is, is read character by character.
    """
    hits = n = 0
    for each in written:
        tokens: Sequence[str] = each.text.split()
        if len(tokens) < FEW_TOKENS:
            tokens = each.text
        runs = Counter(tuple(tokens[at : at + NGRAM]) for at in range(len(tokens) - NGRAM + 1))
        n += runs.total()
        hits += runs.total() - len(runs)
    return share_of(hits, n) if n else None
